#pragma once
// How far a learned score is from the exact one, and what Girsanov's theorem makes of it.

#include "learned_score/known_law.hpp"

namespace kolmo::learned_score {

/// E|s_θ − s|² and E|s|² under p_σ, from n of its points.
struct ScoreError {
  double absolute, scale;
  double relative() const { return absolute / scale; }
};
ScoreError score_error(const KnownLaw& law, const score::ScoreModel& model, double sigma, Index n,
                       const RandomStream& stream);

/// Errors on levels of noise, geometric from law.least to law.most, and ½∫g² E|s_θ − s|² dt between them:
/// with g² dt = dσ² it is ∫σ² E|s_θ − s|² d ln σ, by Simpson's rule. It bounds the divergence KL(p ‖ q) of
/// the law q in which the reverse SDE with s_θ ends, started in the exact law (Chen et al. 2023, section 5).
struct ErrorCurve {
  Eigen::ArrayXd sigma, relative;
  double girsanov;
};
ErrorCurve error_curve(const KnownLaw& law, const score::ScoreModel& model, Index n,
                       const RandomStream& stream);

}  // namespace kolmo::learned_score
