#pragma once
// x' = -x from 1 over [0, 5] in ten slices, explicit Euler beside the exact flow: what Parareal's iterates
// are known to err by.

namespace kolmo::measure {

/// Largest error over the ends of the slices in iterations 0 to 10, by an independent program
/// (data/reference/k_misc.json: parareal_dahlquist), to 1e-15.
inline constexpr double parareal_errors_of_dahlquist[] = {0.11787944117144233,
                                                          0.019569953380295962,
                                                          0.0035480870541118176,
                                                          0.000670392710918219,
                                                          0.00012976538779115726,
                                                          2.17156680147974e-05,
                                                          2.531321465563431e-06,
                                                          1.9564021522602837e-07,
                                                          9.023966868887401e-09,
                                                          1.882548466072831e-10,
                                                          0};

}  // namespace kolmo::measure
