#pragma once
// Draws of a mixture by Langevin dynamics on a ladder of noise levels.

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/sampling/chains/sample_target.hpp"

namespace kolmo::sampling {

struct AnnealedSamplePlan {
  std::shared_ptr<const density::GaussianMixture> target;
  Index chains = 4;        ///< ≥ 2: what draws are called; all draws are independent
  Index draws = 1000;      ///< of each chain, ≥ 8
  Index levels = 20;       ///< ≥ 2
  Index steps = 100;       ///< a level, ≥ 1
  double accuracy = 0.01;  ///< a, in (0, ¼]: of the variance of the narrowest component
  RandomStream stream;
};

/// annealed_langevin in the coordinates y in which the mixture has mean 0 and deviation 1 along each axis,
/// from N(0, σ₁²) on the geometric ladder from σ₁ = the largest distance of a component's mean from 0 plus
/// the largest deviation of a component, to σ_L² = ½ a s², s² the smallest variance of a component along any
/// direction. The last step is ε = ½ a s²: blur and step change that variance by ½ a + ¼ a. The weights of
/// modes are those that the ladder carried down, which no number of draws says: more levels and more steps.
/// Throws InvalidArgument for a target that is null and numbers that are not as above.
Samples anneal_target(const AnnealedSamplePlan& plan);

}  // namespace kolmo::sampling
