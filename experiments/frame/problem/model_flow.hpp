#pragma once
// The probability flow of a learned score alone, between the ends of the noise that it knows.

#include <memory>
#include <optional>
#include <string>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/ode/samplers/log_snr_clock.hpp"
#include "kolmo/ode/trace_estimate.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/score/score_field.hpp"
#include "kolmo/score/network/score_model.hpp"

namespace kolmo::frame {

/// How a flow is gone along.
struct ModelPlan {
  std::string stepper = "dormand_prince_853";
  double tolerance = 1e-13;  ///< relative, and absolute in units of sigma_min
  bool to_noise = false;     ///< from sigma_min up, in place of down to it
  bool log_density = false;
  std::optional<ode::TraceEstimate> trace = {};  ///< of the divergence, in place of the exact one
};

struct ModelCarried {
  Points places;
  Eigen::ArrayXd log_density_change;  ///< with ModelPlan::log_density
};

/// X_t = X_0 + σ(t) Z, σ geometric in t, from σ = sigma_max/1.5 (samplers with churn step back) to sigma_min.
struct ModelFlow {
  explicit ModelFlow(std::shared_ptr<const score::ScoreModel> model);

  /// n points of N(centre, variance + σ²), the law that the model's normalisation has at the first noise.
  Points starts(Index n, const RandomStream& stream) const;
  /// Where the flow carries points from one end to the other.
  ModelCarried carried(const Points& from, const ModelPlan& plan = {}) const;

  std::shared_ptr<const score::ScoreModel> model;
  std::shared_ptr<const process::VarianceExploding> process;
  std::shared_ptr<const process::ScoreField> score;
  std::shared_ptr<const ode::LogSnrClock> clock;
};

}  // namespace kolmo::frame
