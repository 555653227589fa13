#pragma once
// Langevin chains on a ladder of noise levels, and predictors between them.

#include "kolmo/sampling/annealing/noise_ladder.hpp"
#include "kolmo/sampling/chains/run_chains.hpp"
#include "kolmo/sampling/exact/line_kernel.hpp"

namespace kolmo::sampling {

/// The target blurred by N(0, σ²).
using NoisyTarget = std::function<std::shared_ptr<const Target>(double sigma)>;

struct AnnealingPlan {
  NoisyTarget target;
  std::vector<double> ladder;  ///< σ₁ > … > σ_L
  double epsilon = 0;          ///< of annealed_step
  Index steps = 1;             ///< of ULA a level
  bool denoise = false;        ///< a last step x + σ_L² s(x) without noise
};

/// ULA with h = ε(σ/σ_L)² on each level in turn. Every level takes its numbers from a role of the stream.
void annealed_langevin(const AnnealingPlan& plan, const RandomStream& stream, Chains& chains);

/// The same on the law itself, in 1-D and without sampling, from the density of the start: nodes are a third
/// of a step's noise apart and reach 8 deviations beyond `furthest`, the largest |mean| of a component.
LineLaw annealed_law(const AnnealingPlan& plan, const std::function<double(double)>& start,
                     double start_deviation, double furthest);

/// h = 2 (r · RMS z/RMS s)², root mean squares over an ensemble. On N(0, v) in equilibrium ULA with it has
/// the variance v (1 + r²).
double snr_step(double ratio, double rms_noise, double rms_score);

/// Whose norms the corrector's step is made of: the ensemble's, or each particle's own, which multiplies
/// noise and score by random numbers that depend on both and has another law.
enum class SnrNorm { ensemble, particle };

/// One corrector x ← x + h s + √(2h) z, in step `step` of the stream.
void snr_corrector(const Target& target, double ratio, SnrNorm norm, const RandomStream& stream,
                   std::uint32_t step, Points& x);

/// From σ to σ' < σ by ancestral sampling, x ← x + (σ² − σ'²) s(x) + (σ'/σ) √(σ² − σ'²) z: exact for data at
/// a point.
void ancestral_predictor(const Target& target, double sigma, double next, const RandomStream& stream,
                         std::uint32_t step, Points& x);

/// Down the ladder: after each predictor `correctors` correctors with this ratio.
void predictor_corrector(const NoisyTarget& target, const std::vector<double>& ladder, double ratio,
                         Index correctors, const RandomStream& stream, Points& x);

}  // namespace kolmo::sampling
