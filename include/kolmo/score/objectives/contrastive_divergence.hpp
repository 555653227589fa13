#pragma once
// Contrastive divergence for an energy θ φ(x) on the line, in the law itself: what its chains do to a model.

#include <functional>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::score {

/// The model e^{−θφ} and the data's density p on [−reach, reach]; the chains are ULA, x ← x − hθφ′(x) +
/// √(2h) z, `steps` of them from the data (CD-k, Hinton 2002). Nothing is sampled: laws are values on nodes
/// at a third of a step's noise, summed by the trapezoid rule, whose error is below 1e−15 there.
struct ContrastiveProblem {
  std::function<double(double)> phi, slope;  ///< φ and φ′
  std::function<double(double)> data;        ///< p, normalised
  double reach = 8;                          ///< of p, beyond which it vanishes
};

/// E_p φ − E_{p_k} φ, the direction in which contrastive divergence moves −θ: p_k the law after k steps. 0
/// at its fixed point. h > 0, steps ≥ 1 (else InvalidArgument).
double contrast(const ContrastiveProblem& problem, double theta, double h, Index steps);

/// The θ in [lower, upper] where the contrast is 0, to 1e−10; NumericalFailure where its signs
/// at both ends agree.
double contrastive_fixed_point(const ContrastiveProblem& problem, double h, Index steps, double lower,
                               double upper);

/// The same as h → 0 with k h fixed, k = `steps` the coarsest: two runs of k and 2k steps, and the error of
/// first order in h taken off.
double contrastive_fixed_point_of_flow(const ContrastiveProblem& problem, double time, Index steps,
                                       double lower, double upper);

/// The ends between which it lies. Score matching (k h → 0): θ = E φ″/E φ′² where p decays; φ″ is given.
double score_matching_theta(const ContrastiveProblem& problem, const std::function<double(double)>& bend);
/// Likelihood (k h → ∞): E_p φ = E_θ φ, in [lower, upper] to 1e−12.
double likelihood_theta(const ContrastiveProblem& problem, double lower, double upper);

/// The fixed point for φ = ½x² on N(0, 1) after one step of ULA, (1 − √(1 − 2h))/h, h ≤ ½.
double contrastive_fixed_point_of_normal(double h);

}  // namespace kolmo::score
