#pragma once
// Errors of the spectral methods: orders in time, and how fast they fall with the number of functions.

#include "kolmo/fokker_planck/spectral/fourier_solver.hpp"
#include "kolmo/fokker_planck/spectral/hermite_solver.hpp"
#include "kolmo/measure/fokker_planck/grid_study.hpp"
#include "kolmo/measure/problems/ring_problems.hpp"

namespace kolmo::measure {

using SemilinearStepperPtr = std::shared_ptr<const fokker_planck::SemilinearStepper>;

/// One of fokker_planck::spectral_methods(): the Fourier solver with a stepper, or the Hermite solver.
struct SpectralMethod {
  Claim claim;
  SemilinearStepperPtr stepper;  ///< null: Hermite functions
};

/// Those that this build has: without KOLMO_WITH_FFTW none on rings.
std::vector<SpectralMethod> spectral_methods();

/// Where drift and noise change in time, the largest error at the nodes against the exact law: 128 nodes on
/// the bent ring to t = ½, `finest` · {1/8 … 1} steps; 64 Hermite functions in the moving well to t = 1, a
/// quarter as many. What the functions leave out is below 1e−13.
verify::OrderStudy spectral_time_study(const SpectralMethod& method, Index finest);

/// Where they do not change Hermite functions have no error in time: the largest error of 96 for an
/// Ornstein–Uhlenbeck process from a mixture, in 1 … 64 steps, against 64 · 96 ε, rounding of a dense
/// exponential a step.
verify::OrderStudy hermite_exact_study();

/// Errors with the number of nodes or functions doubled again and again.
struct SpectralLadder {
  std::vector<Index> sizes;
  std::vector<double> errors;
};

/// max|p − p of 256 nodes| at 257 points of the bent ring at t = ½, both in the same `steps` steps: no error
/// in time is left. 16, 32, 64, 128 nodes.
SpectralLadder ring_ladder(const SemilinearStepperPtr& stepper, fokker_planck::Dealiasing dealiasing,
                           Index steps);
/// max|p − exact| on [−5, 5] of an Ornstein–Uhlenbeck process from a mixture at t = 0.4, in another scale and
/// around another centre than its own. 12, 24, 48, 96 functions.
SpectralLadder mixture_ladder();
/// max|p − p of 256 functions| on [−3, 3] in the double well at T = ½ at t = 1. 24, 48, 96, 192 functions.
SpectralLadder double_well_ladder();

/// No power: from doubling to doubling log₂ of the gain rises, by `rise` at least as long as the error stays
/// above `rounding`; observed is the smallest rise in units of `rise`, 1 at most. Fails with fewer than two
/// doublings.
verify::Check beyond_every_power(const SpectralLadder& ladder, double rise, double rounding,
                                 const std::string& source);

/// A wound Gaussian mixture that travels with constant coefficients, which etdrk4 marches without an error in
/// time: largest error in 3 steps to t = 1.7, and what the modes that are left out and those that fall back
/// at the start sum up to, (1/π) Σ w_k (Σ_{k>K} e^{−k² v(t)/2} + Σ_{k≥n−K} e^{−k² v(0)/2}).
struct Travelling {
  double error, bound;
};
Travelling travelling_error(Index nodes);

/// The largest difference between dp_k/dt = Σ_l (−ik f_{k−l} − ½ k² (g²)_{k−l}) p_l over the kept modes, f
/// and g² of modes up to 6, and the solver's, relative to the largest of them; modes of f and g² that are not
/// kept do not count. p has all modes that are kept, of size 1.
double product_defect(fokker_planck::Dealiasing dealiasing, Index nodes);

}  // namespace kolmo::measure
