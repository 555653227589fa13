#pragma once
// Fields that predict noise or data, as scores: the border at which the three parametrisations meet.

#include <functional>
#include <memory>

#include "kolmo/ode/samplers/log_snr_clock.hpp"
#include "kolmo/process/score/score_field.hpp"

namespace kolmo::ode {

/// out(i, ·) = what a field predicts at (t, x_i): the noise ε(t, x) = E[Z | X_t = x], or the denoised D(t, x)
/// = E[X_0 | X_t = x]. Const and thread-safe.
using PredictionField = std::function<void(double t, const ConstBlock& x, Block out)>;

/// s = −ε/σ. Its divergence throws Undefined: a prediction has none that is known.
std::unique_ptr<process::ScoreField> score_from_noise(std::shared_ptr<const LogSnrClock> clock,
                                                      PredictionField noise);

/// s = (c + α (D − c) − x)/σ² (Tweedie; Efron 2011).
std::unique_ptr<process::ScoreField> score_from_denoised(std::shared_ptr<const LogSnrClock> clock,
                                                         PredictionField denoised);

}  // namespace kolmo::ode
