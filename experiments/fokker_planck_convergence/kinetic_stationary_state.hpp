#pragma once
// The kinetic solver at rest: moments of double wells, velocity autocorrelations.

#include "fokker_planck_convergence/plan.hpp"
#include "kolmo/fokker_planck/kinetic/kinetic_solver.hpp"
#include "kolmo/fokker_planck/modes/richardson.hpp"
#include "kolmo/measure/fokker_planck/kinetic_autocorrelation.hpp"

namespace kolmo::fokker_planck_convergence {

/// Double wells of data/reference/c_stationary.json: from e^{−(V + p²/2)/T} to t = 24 in steps of 0.2, 0.1,
/// 0.05 and 0.025. Orders of the L1 distance in between, which is the bias of a step, and E q, E q², E q⁴, E
/// p² extrapolated from the three shorter steps to 3e−6: the transport's h⁵ and Δt⁶ are left, each below
/// 1e−6.
void add_resting_wells(Plan& plan);

/// Under-, critically and overdamped, with every transport that is linear; that the others are refused; the
/// curves beside the closed forms.
void add_autocorrelations(Plan& plan);

}  // namespace kolmo::fokker_planck_convergence
