#pragma once
// How far a learned score is from the exact one, and what Girsanov's theorem makes of it.

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/score/network/score_model.hpp"

namespace kolmo::score {

/// E|s_θ − s|², with its standard error, and E|s|² under p_σ.
struct ScoreError {
  Estimate absolute;
  double scale;
  double relative() const { return absolute.value / scale; }
};

/// Of a model at σ > 0 in its units, from n ≥ 2 points of p_σ, the law of data + σz. Throws InvalidArgument
/// where the model was not trained for σ.
ScoreError score_error(const density::GaussianMixture& data, const ScoreModel& model, double sigma, Index n,
                       const RandomStream& stream);

/// Errors on levels of noise from `from` to `to`, geometric, both included; and ∫σ² E|s_θ − s|² d ln σ
/// between them by Simpson's rule (an odd number of levels ≥ 3), with the standard error of the sum. As g² dt
/// = α² dσ² along X_t = c + α(X_0 − c) + ασZ and the score of X_t is that at σ over α, this is ½∫g² E|s_θ −
/// s|² dt: it bounds the divergence KL(p ‖ q) of the law q in which the reverse SDE with s_θ ends, started in
/// the exact law (Chen et al. 2023, section 5).
struct ErrorCurve {
  Eigen::ArrayXd sigma, relative;
  Estimate girsanov;
};
ErrorCurve error_curve(const density::GaussianMixture& data, const ScoreModel& model, double from, double to,
                       Index levels, Index n, const RandomStream& stream);

}  // namespace kolmo::score
