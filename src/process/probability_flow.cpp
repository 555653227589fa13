#include "kolmo/process/probability_flow.hpp"

#include "require_score.hpp"

#include "kolmo/core/parallel/scratch.hpp"

namespace kolmo::process {

ProbabilityFlow::ProbabilityFlow(std::shared_ptr<const Process> process,
                                 std::shared_ptr<const ScoreField> score)
    : process_(std::move(process)), score_(std::move(score)) {
  require_score(process_.get(), score_.get());
}

void ProbabilityFlow::velocity(double t, const ConstBlock& x, Block out) const {
  const double g = process_->diffusion(t), weight = 0.5 * g * g;
  Scratch scratch(x.rows(), x.cols());
  auto score = scratch.points();
  score_->score(t, x, score);
  process_->drift(t, x, out);
  out -= weight * score;
}

void ProbabilityFlow::velocity_and_divergence(double t, const ConstBlock& x, Block velocity,
                                              Values divergence) const {
  const double g = process_->diffusion(t), weight = 0.5 * g * g;
  Scratch scratch_score(x.rows(), x.cols()), scratch_divergence(x.rows(), 1);
  auto score = scratch_score.points();
  auto score_divergence = scratch_divergence.values();
  score_->score_and_divergence(t, x, score, score_divergence);
  process_->drift(t, x, velocity);
  process_->drift_divergence(t, x, divergence);
  velocity -= weight * score;
  divergence -= weight * score_divergence;
}

}  // namespace kolmo::process
