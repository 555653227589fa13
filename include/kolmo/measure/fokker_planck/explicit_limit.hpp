#pragma once
// How long a step of an explicit Runge–Kutta table may be.

#include "kolmo/fokker_planck/time/explicit_stepper.hpp"

namespace kolmo::measure {

/// R(z) of one step of p' = z p.
double amplification(const fokker_planck::ExplicitTable& table, double z);

/// The z > 0 at which |R(−z)| passes 1, to 1e−12.
double real_axis_limit(const fokker_planck::ExplicitTable& table);

/// The largest |eigenvalue| of L, by 2000 products with L from a zigzag; relative error below 1 %.
double fastest_rate(const fokker_planck::Generator& generator);

/// The largest Δt, to 0.1 %, at which 2000 steps from a zigzag do not grow: measured with the table itself.
double largest_stable_step(const fokker_planck::Generator& generator,
                           const fokker_planck::ExplicitTable& table);

}  // namespace kolmo::measure
