#include "kolmo/process/derived/reverse_process.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "process/score/require_score.hpp"

#include "kolmo/core/parallel/scratch.hpp"

namespace kolmo::process {

ReverseProcess::ReverseProcess(std::shared_ptr<const Process> process,
                               std::shared_ptr<const ScoreField> score, double final_time, double eta)
    : process_(std::move(process)), score_(std::move(score)), final_time_(final_time), eta_(eta) {
  require_score(process_.get(), score_.get());
  require(std::isfinite(final_time) && final_time > 0, "final_time", final_time,
          "must be positive and finite");
  require(std::isfinite(eta) && eta >= 0, "eta", eta, "must be at least 0 and finite");
}

void ReverseProcess::drift(double s, const ConstBlock& x, Block out) const {
  const double t = final_time_ - s, g = process_->diffusion(t);
  const double weight = 0.5 * (1 + eta_ * eta_) * g * g;
  Scratch scratch(x.rows(), x.cols());
  auto f = scratch.points();
  process_->drift(t, x, f);
  score_->score(t, x, out);
  out = weight * out - f;
}

void ReverseProcess::drift_divergence(double s, const ConstBlock& x, Values out) const {
  const double t = final_time_ - s, g = process_->diffusion(t);
  const double weight = 0.5 * (1 + eta_ * eta_) * g * g;
  Scratch scratch_score(x.rows(), x.cols()), scratch_divergence(x.rows(), 1);
  auto f = scratch_divergence.values();
  process_->drift_divergence(t, x, f);
  score_->score_and_divergence(t, x, scratch_score.points(), out);
  out = weight * out - f;
}

double ReverseProcess::diffusion(double s) const { return eta_ * process_->diffusion(final_time_ - s); }

double ReverseProcess::noise_variance(double s1, double s2) const {
  return eta_ * eta_ * process_->noise_variance(final_time_ - s2, final_time_ - s1);
}

}  // namespace kolmo::process
