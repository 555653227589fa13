#pragma once
// What a right generator keeps: the Gibbs state, the sign and the mass of densities.

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <string>

#include "fokker_planck/problems.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::fokker_planck::testing {

/// The largest flux relative to its two parts in the state p_i = e^{−V_i/T}.
inline double gibbs_defect(const Generator& generator, const density::Potential& potential,
                           double temperature) {
  const Points x = generator.grid().centres();
  Eigen::ArrayXd v(x.rows());
  potential.value(x, v);
  const FaceRates& r = generator.rates(0);
  double worst = 0;
  for (Index f = 0; f + 1 < v.size(); ++f) {
    const double top = std::min(v(f), v(f + 1));
    const double out = r.up(f, 0) * std::exp((top - v(f)) / temperature);
    const double back = r.down(f, 0) * std::exp((top - v(f + 1)) / temperature);
    if (out + back > 0) worst = std::max(worst, std::abs(out - back) / (out + back));
  }
  return worst;
}

/// The discrete Gibbs state of the double well carries no flux. V/T differs by up to 150 between neighbours
/// at T = 0.05; its rounding is what is left.
inline verify::Check discrete_gibbs(const Discretisation& scheme, double temperature, Index cells = 97) {
  const auto process = double_well(temperature);
  const Generator generator = scheme.build(process, line(-3, 3, cells));
  std::ostringstream id;
  id << "discrete Gibbs state/" << scheme.claim.name << "/T = " << temperature << "/" << cells << " cells";
  return verify::test::compared(id.str(), 0, gibbs_defect(generator, process.potential(), temperature),
                                1000 * std::numeric_limits<double>::epsilon());
}

/// 10 000 steps to t = 5 of an Ornstein–Uhlenbeck process.
inline MarchResult long_march(const TimeStepper& stepper) {
  const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, 1);
  const Grid grid = line(-6, 6, 301);
  const Eigen::ArrayXd p0 = initial_density(lopsided_mixture_1d(), grid).density;
  return march(scharfetter_gummel(ou, grid), stepper, p0, {{0, 5}, {10'000}});
}

/// Σp stays, to rounding.
inline verify::Check mass_is_kept(const std::string& id, const MarchResult& result,
                                  double tolerance = 1e-13) {
  return verify::test::compared("mass/" + id, 0, result.mass_defect, tolerance);
}

/// 20 steps to time t at a cell Péclet number h f/D = 0.25 · 8/0.002 = 1000 at the ends.
inline MarchResult march_at_peclet_thousand(const Discretisation& scheme, const TimeStepper& stepper,
                                            double t) {
  const process::OrnsteinUhlenbeck ou(1, 0, std::sqrt(2 * 2e-3), 1);
  const Grid grid = line(-8, 8, 64);
  const Eigen::ArrayXd p0 = initial_density(density::gaussian_1d(4, 0.5), grid).density;
  return march(scheme.build(ou, grid), stepper, p0, {{0, t}, {20}});
}

/// p ≥ 0 after every step.
inline verify::Check stays_positive(const std::string& id, const MarchResult& result) {
  return verify::test::compared("negative part/" + id, 0, std::min(result.minimum, 0.0), 0);
}

}  // namespace kolmo::fokker_planck::testing
