#pragma once
// Samples of a law from a score, by each method.

#include <string>
#include <vector>

#include "kolmo/process/score/score_field.hpp"
#include "learned_score/parts.hpp"

namespace kolmo::learned_score {

/// From the exact law at σ = most to σ = least.
struct Method {
  std::string name;
  bool adds_noise = false;
  std::function<Points(const process::ScoreField& score, Points start, const RandomStream& stream)> run;
};

/// Every sampler of the ODE road, annealed Langevin dynamics, and predictor and corrector on a geometric, a
/// linear and a cosine ladder.
std::vector<Method> methods(const KnownLaw& law, Index steps);

/// The start of all of them.
Points start_of(const KnownLaw& law, Index n, const RandomStream& stream);

/// E log q(x) for points x of the law at `least`, q what the probability flow with the score carries the
/// exact law at `most` back to; and E log p(x), exactly. Their difference is KL(p ‖ q).
struct Likelihood {
  Estimate divergence;  ///< mean of log p − log q
  double exact, learned;
};
Likelihood likelihood(const KnownLaw& law, std::shared_ptr<const process::ScoreField> score, Index n,
                      const RandomStream& stream);

}  // namespace kolmo::learned_score
