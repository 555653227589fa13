#pragma once
// The families of samplers and their coefficients: what a sampler of one's own is made from.

#include <functional>
#include <limits>
#include <vector>

#include "kolmo/ode/samplers/sampler.hpp"

namespace kolmo::ode {

/// One stage of a single step from λ to λ + h: the exact integral, over [0, end] in units of h, of the
/// polynomial through evaluations number `through`.
struct SingleStepStage {
  double end;
  std::vector<Index> through;  ///< evaluation 0 is that of the step's start, k that of stage k − 1
  /// Where the result is evaluated; it must be `end`.
  double evaluated_at = end;
};

/// Exponential Runge–Kutta methods in λ: the last stage ends at 1 and is not evaluated. On x/α for noise
/// (DPM- Solver, Lu et al. 2022, eq. 3.4), on x/σ for denoised (DPM-Solver++, Lu et al. 2023, eq. 9).
struct SingleStepTable {
  Prediction prediction;
  std::vector<SingleStepStage> stages;
};

/// DDIM, DPM-Solver-2 (r₁ = ½) and DPM-Solver-3 (r₁ = ⅓, r₂ = ⅔).
SingleStepTable ddim_table(Prediction prediction);
SingleStepTable dpm_2_table(Prediction prediction);
SingleStepTable dpm_3_table(Prediction prediction);

/// Weights of the values at nodes r_i (in units of h; 0, then earlier ones, negative), with z = +h for noise,
/// −h for denoised: what multiplies h σ or h α.
using MultistepWeights = std::function<std::vector<double>(double z, const std::vector<double>& nodes)>;

/// A method of several steps.
struct MultistepRule {
  Prediction prediction;
  Index steps;
  MultistepWeights weights;
  /// A correction with the value at the step's end, which is then not evaluated again (UniC, PEC):
  /// interpolating weights at the nodes 1, 0, … . The last step has none.
  bool corrected = false;
};

/// interpolating_weights(z, 1, nodes).
std::vector<double> adams_weights(double z, const std::vector<double>& nodes);
/// The line through two values, at the middle of the step (DPM-Solver++(2M), Lu et al. 2023, algorithm 2).
std::vector<double> midpoint_weights(double z, const std::vector<double>& nodes);
/// DPM-Solver++(3M) as published, with half of the second difference (its programs' D2 lacks a factor 2):
/// order 2, not 3.
std::vector<double> half_curvature_weights(double z, const std::vector<double>& nodes);

/// Stochastic sampler of Karras et al. 2022, algorithm 2, on x/α: σ̂ = σ (1 + γ), γ = min(churn/n, √2 − 1)
/// where smallest ≤ σ/α ≤ largest, and a step of Heun from σ̂.
struct EdmOptions {
  double churn = 0;     ///< ≥ 0; 0: deterministic
  double noise = 1;     ///< S_noise: other than 1 leaves a bias that no number of steps removes
  double smallest = 0;  ///< S_tmin
  double largest = std::numeric_limits<double>::infinity();  ///< S_tmax
  /// Deviation of what is added between σ/α and σ̂/α; it must be √(σ̂² − σ²).
  std::function<double(double sigma, double sigma_hat)> added = {};
};

/// Variance of the noise of a step between two nodes at η = 1; it must be posterior_variance.
using StepVariance = std::function<double(const ClockNode& from, const ClockNode& to)>;
/// Var(X_to | X_from, X_0) = σ_to² (1 − (α_from σ_to/(α_to σ_from))²).
double posterior_variance(const ClockNode& from, const ClockNode& to);

/// Entries of these families; `claim` is what they say of themselves.
SamplerEntry single_step_sampler(Claim claim, SingleStepTable table);
SamplerEntry multistep_sampler(Claim claim, MultistepRule rule);
SamplerEntry edm_sampler(Claim claim, EdmOptions options);
/// x ← α′ D + √(σ′² − s²) ε + s Z, s² = η² · variance (Song, Meng and Ermon 2021, eq. 16): η = 0 is DDIM, η =
/// 1 ancestral sampling. η in [0, 1].
SamplerEntry eta_sampler(Claim claim, double eta, StepVariance variance = posterior_variance);
/// A step of ancestral sampling, then one of Langevin dynamics at its end: x ← x + e s + √(2e) Z, e = 2 (rσ)²
/// (Song et al. 2021, algorithms 3 and 5, with ‖Z‖/‖s‖ = σ). 0 < r < 1.
SamplerEntry predictor_corrector_sampler(Claim claim, double ratio);

/// A sampler's claim: `order` empty claims nothing.
Claim sampler_claim(std::string name, std::string source, std::optional<double> order, bool adds_noise,
                    double evaluations, std::string needs = {});

}  // namespace kolmo::ode
