#include "kolmo/process/derived/probability_flow.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "kolmo/core/parallel/scratch.hpp"
#include "kolmo/process/score/score_jacobian.hpp"
#include "process/noise/noise_spread.hpp"
#include "process/score/require_score.hpp"

namespace kolmo::process {

ProbabilityFlow::ProbabilityFlow(std::shared_ptr<const Process> process,
                                 std::shared_ptr<const ScoreField> score, Eigen::VectorXd scale)
    : process_(std::move(process)), score_(std::move(score)), scale_(std::move(scale)) {
  require_one_dimension(process_.get(), score_.get());
  if (scale_.size() == 0) return;
  require(scale_.size() == dimension(), "entries of scale", static_cast<double>(scale_.size()),
          "must be as many as coordinates");
  for (const double entry : scale_)
    require(std::isfinite(entry) && entry > 0, "scale", entry, "must be positive and finite");
}

void ProbabilityFlow::velocity(double t, const ConstBlock& x, Block out) const {
  Scratch scratch(x.rows(), x.cols());
  auto score = scratch.points();
  score_->score(t, x, score);
  process_->drift(t, x, out);
  if (process_->noise_kind() != NoiseKind::scalar) return velocity_of_spread(t, x, score, out);
  const double g = process_->diffusion(t), weight = 0.5 * g * g;
  out -= weight * score;
}

void ProbabilityFlow::velocity_and_divergence(double t, const ConstBlock& x, Block velocity,
                                              Values divergence) const {
  Scratch scratch_score(x.rows(), x.cols());
  auto score = scratch_score.points();
  process_->drift(t, x, velocity);
  process_->drift_divergence(t, x, divergence);
  if (process_->noise_kind() != NoiseKind::scalar) {
    Scratch scratch_jacobian(x.rows(), x.cols() * x.cols());
    auto jacobian = scratch_jacobian.points();
    score_and_jacobian(*score_, t, x, score, jacobian);
    velocity_of_spread(t, x, score, velocity);
    return divergence_of_spread(t, x, score, jacobian, divergence);
  }
  const double g = process_->diffusion(t), weight = 0.5 * g * g;
  Scratch scratch_divergence(x.rows(), 1);
  auto score_divergence = scratch_divergence.values();
  score_->score_and_divergence(t, x, score, score_divergence);
  velocity -= weight * score;
  divergence -= weight * score_divergence;
}

/// out −= ½ ∇·D + ½ D s.
void ProbabilityFlow::velocity_of_spread(double t, const ConstBlock& x, const ConstBlock& score,
                                         Block out) const {
  const Index d = dimension();
  Scratch change_memory(x.rows(), d), spread_memory(x.rows(), d * d);
  auto change = change_memory.points(), spread = spread_memory.points();
  noise_spread_divergence(*process_, t, x, change);
  noise_spread(*process_, t, x, spread);
  for (Index j = 0; j < d; ++j) {
    out.col(j) -= 0.5 * change.col(j);
    for (Index k = 0; k < d; ++k) out.col(j) -= 0.5 * spread.col(k * d + j) * score.col(k);
  }
}

/// out −= ½ ∇·(∇·D) + ½ (∇·D)·s + ½ D:∇s.
void ProbabilityFlow::divergence_of_spread(double t, const ConstBlock& x, const ConstBlock& score,
                                           const ConstBlock& jacobian, Values out) const {
  const Index d = dimension();
  Scratch change_memory(x.rows(), d), spread_memory(x.rows(), d * d);
  auto change = change_memory.points(), spread = spread_memory.points();
  noise_spread(*process_, t, x, spread);
  for (Index entry = 0; entry < d * d; ++entry) out -= 0.5 * spread.col(entry) * jacobian.col(entry);
  if (is_additive(process_->noise_kind())) return;
  noise_spread_divergence(*process_, t, x, change);
  for (Index j = 0; j < d; ++j) out -= 0.5 * change.col(j) * score.col(j);
  add_second_divergence(t, x, out);
}

void ProbabilityFlow::add_second_divergence(double t, const ConstBlock& x, Values out) const {
  if (scale_.size() == 0)
    throw Undefined("probability flow of '" + process_->name() +
                    "': its divergence needs the scale on which each coordinate varies");
  const Index d = dimension();
  Scratch place_memory(x.rows(), d), after_memory(x.rows(), d), before_memory(x.rows(), d);
  auto place = place_memory.points(), after = after_memory.points(), before = before_memory.points();
  const double small = std::cbrt(std::numeric_limits<double>::epsilon());
  for (Index j = 0; j < d; ++j) {
    const double h = small * scale_(j);
    place = x;
    place.col(j) = x.col(j) + h;
    noise_spread_divergence(*process_, t, place, after);
    place.col(j) = x.col(j) - h;
    noise_spread_divergence(*process_, t, place, before);
    out -= 0.25 * (after.col(j) - before.col(j)) / h;
  }
}

}  // namespace kolmo::process
