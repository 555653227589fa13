#pragma once
// Velocity autocorrelations of the kinetic solver at rest.

#include "kolmo/fokker_planck/kinetic/kinetic_solver.hpp"
#include "kolmo/measure/problems/harmonic_well.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::measure {

/// 81 times 0 … 10.
Eigen::ArrayXd autocorrelation_times();

/// ⟨p(0) p(t)⟩ at these times from 40, 80 and 160 cells an axis and 1, 2 and 4 steps from time to time,
/// extrapolated. `process` is the well's own, or a wrong one. InvalidArgument for a transport that is not
/// linear.
Eigen::ArrayXd extrapolated_autocorrelation(const process::Process& process, const HarmonicWell& well,
                                            const fokker_planck::KineticTransport& transport);

/// The largest distance of `observed` at these times to the closed form of `well`. What is left is h⁶ and
/// Δt⁶, below 1e−6.
verify::Check autocorrelation_check(const Eigen::ArrayXd& observed, const HarmonicWell& well);

}  // namespace kolmo::measure
