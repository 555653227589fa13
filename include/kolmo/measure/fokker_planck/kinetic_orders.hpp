#pragma once
// Orders of the kinetic solver with each of its transports.

#include "kolmo/fokker_planck/kinetic/kinetic_solver.hpp"
#include "kolmo/measure/fokker_planck/grid_study.hpp"
#include "kolmo/measure/problems/harmonic_well.hpp"

namespace kolmo::measure {

/// k = 1.7 about 0.3, γ = 1.2, T = 0.8: what orders are measured in.
HarmonicWell kinetic_well();

/// From a correlated Gaussian off the centre, L1 errors against the exact law of kinetic_well(). `process` is
/// what is marched: the well's own, or a wrong one. In space: 80, 120, 160, … cells an axis, `levels` grids,
/// 180 steps to t = 0.6, whose error is 1 % of that of five grids' finest or less.
verify::OrderStudy kinetic_space_study(const process::Process& process,
                                       const fokker_planck::KineticTransport& transport, Index levels);
/// Together: the same grids, 12, 18, 24, … steps.
verify::OrderStudy kinetic_joint_study(const process::Process& process,
                                       const fokker_planck::KineticTransport& transport, Index levels);

/// In time: distance of mean and covariance at t = 0.9 to those of 48, 96 and 192 steps, extrapolated, on one
/// grid of 64 cells an axis. A transport is exact on moments below its order, so that none of its error,
/// which depends on Δt, is in them. 3, 4, 6, 8, 12, 16 steps.
verify::OrderStudy kinetic_time_study(const process::Process& process,
                                      const fokker_planck::KineticTransport& transport);

/// The transport alone: free fall round a ring without friction, ρ(q, p, t) = ρ₀(q − pt + ½Ft², p − Ft),
/// which the splitting solves exactly. L1 errors at t = 1.3 on 72, 108, 144, … cells an axis in 10, 15, 20, …
/// steps.
verify::OrderStudy transport_study(const fokker_planck::KineticTransport& transport, Index levels);

}  // namespace kolmo::measure
