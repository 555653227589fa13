#include "kolmo/ode/samplers/sampling_program.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <sstream>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::ode {
namespace {

/// One block on its way: the last evaluations in memory that is used again.
class ProgramRun {
 public:
  ProgramRun(const SamplingProgram& program, const process::ScoreField& score, const NoiseSource& noise,
             const std::string& name, Index first, Block x)
      : program_(program), score_(score), noise_(noise), name_(name), first_(first), x_(x) {
    std::size_t used = 1, forgotten = 0;
    for (const auto& step : program.steps) {
      for (const SamplingOperation& operation : step) {
        used = std::max(used, operation.weights.size());
        forgotten = std::max(forgotten, static_cast<std::size_t>(operation.forget));
      }
    }
    most_ = used + forgotten;
    y_.resize(x.rows(), x.cols());
  }

  void run(const NodeObserver& observer) {
    const Eigen::ArrayXd& centre = program_.grid.clock->centre();
    for (Index j = 0; j < x_.cols(); ++j) x_.col(j) -= centre[j];
    for (std::size_t n = 0; n < program_.steps.size(); ++n) {
      throw_if_stopped();
      draw_ = 0;
      for (const SamplingOperation& operation : program_.steps[n])
        carry_out(operation, static_cast<Index>(n));
      check_finite(program_.grid.nodes[n + 1].t);
      if (!observer) continue;
      y_ = x_;
      for (Index j = 0; j < y_.cols(); ++j) y_.col(j) += centre[j];
      observer(static_cast<Index>(n) + 1, y_);
    }
    for (Index j = 0; j < x_.cols(); ++j) x_.col(j) += centre[j];
  }

 private:
  void carry_out(const SamplingOperation& operation, Index step) {
    const bool in_place = operation.scale == 1 && operation.weights.empty() && operation.noise == 0;
    if (!in_place) combine(operation, step);
    if (operation.moves && !in_place) x_ = y_;
    if (operation.evaluates) evaluate(operation.node, in_place ? ConstBlock(x_) : ConstBlock(y_));
    for (Index k = 0; k < operation.forget; ++k) {
      spare_.push_back(std::move(history_.front()));
      history_.pop_front();
    }
  }

  void combine(const SamplingOperation& operation, Index step) {
    const auto& w = operation.weights;
    // One pass for the one or two terms that most operations have.
    if (w.size() == 1) {
      y_ = operation.scale * x_ + w[0] * history_[0];
    } else if (w.size() == 2) {
      y_ = operation.scale * x_ + w[0] * history_[0] + w[1] * history_[1];
    } else {
      y_ = operation.scale * x_;
      for (std::size_t i = 0; i < w.size(); ++i) {
        if (w[i] != 0) y_ += w[i] * history_[i];
      }
    }
    if (operation.noise != 0) noise_(step, first_, draw_++, operation.noise, y_);
  }

  /// The border: score to prediction.
  void evaluate(const ClockNode& node, const ConstBlock& place) {
    Points value = fresh();
    const Eigen::ArrayXd& centre = program_.grid.clock->centre();
    if ((centre != 0).any()) {
      shifted_ = place;
      for (Index j = 0; j < shifted_.cols(); ++j) shifted_.col(j) += centre[j];
      score_.score(node.t, shifted_, value);
    } else {
      score_.score(node.t, place, value);
    }
    if (program_.prediction == Prediction::noise) {
      value *= -node.sigma;
    } else {
      value = (place + (node.sigma * node.sigma) * value) / node.alpha;
    }
    history_.push_front(std::move(value));
    if (history_.size() > most_) {
      spare_.push_back(std::move(history_.back()));
      history_.pop_back();
    }
  }

  Points fresh() {
    if (spare_.empty()) return Points(x_.rows(), x_.cols());
    Points memory = std::move(spare_.back());
    spare_.pop_back();
    return memory;
  }

  void check_finite(double t) const {
    // x − x is 0 or NaN: one pass that vectorises.
    double sum = 0;
    for (Index j = 0; j < x_.cols(); ++j) {
      const double* column = x_.col(j).data();
      for (Index i = 0; i < x_.rows(); ++i) sum += column[i] - column[i];
    }
    if (sum == 0) return;
    for (Index i = 0; i < x_.rows(); ++i) {
      if (x_.row(i).isFinite().all()) continue;
      std::ostringstream message;
      message << "ode: particle " << first_ + i << " at t = " << t << ", sampler " << name_
              << ": the place is not finite; check the score there, take more steps, or raise t_min";
      throw NumericalFailure(message.str());
    }
  }

  const SamplingProgram& program_;
  const process::ScoreField& score_;
  const NoiseSource& noise_;
  const std::string& name_;
  Index first_;
  Block x_;
  Points y_, shifted_;
  std::deque<Points> history_;  ///< E_0 in front
  std::vector<Points> spare_;
  std::size_t most_ = 1;  ///< evaluations that are kept
  Index draw_ = 0;
};

Index count(const SamplingProgram& program, const std::function<bool(const SamplingOperation&)>& counts) {
  Index total = 0;
  for (const auto& step : program.steps) {
    for (const SamplingOperation& operation : step) total += counts(operation) ? 1 : 0;
  }
  return total;
}

}  // namespace

Index SamplingProgram::evaluations() const {
  return count(*this, [](const SamplingOperation& operation) { return operation.evaluates; });
}

Index SamplingProgram::draws() const {
  return count(*this, [](const SamplingOperation& operation) { return operation.noise != 0; });
}

void run_program(const SamplingProgram& program, const process::ScoreField& score, const NoiseSource& noise,
                 const std::string& name, Index first, Block x, const NodeObserver& observer) {
  ProgramRun(program, score, noise, name, first, x).run(observer);
}

}  // namespace kolmo::ode
