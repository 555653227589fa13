#include "kolmo/paths/weighted_paths.hpp"

#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::paths {
namespace {

/// A block of paths. Those that have ended go on, unseen, until the last has.
class BlockOfPaths {
  using Running = Eigen::Array<bool, Eigen::Dynamic, 1>;

 public:
  BlockOfPaths(const WeightedPaths& problem, const Points& start, Index first, Index rows)
      : problem_(problem),
        first_(first),
        rows_(rows),
        x_(start.middleRows(first, rows)),
        log_weight_(Eigen::ArrayXd::Zero(rows)),
        drift_(rows, x_.cols()),
        control_(Points::Zero(rows, x_.cols())),
        normals_(rows, x_.cols()),
        end_(rows),
        running_(Running::Constant(rows, true)) {}

  void run(WeightedEnds& ends) {
    const double h = problem_.step;
    for (Index n = 0; n < problem_.steps; ++n) {
      if (n % 64 == 0) throw_if_stopped();
      const double t = static_cast<double>(n) * h;
      step(t, static_cast<std::uint32_t>(n));
      if (n % 8 == 7 && !x_.isFinite().all())
        throw NumericalFailure("weighted paths: a path left the finite numbers before t = " +
                               number_text(t, 6) + "; try a smaller step");
      steps_ += running_.count();
      if (!problem_.end) continue;
      problem_.end(x_, end_);
      bool all_ended = true;
      for (Index i = 0; i < rows_; ++i) {
        if (running_(i) && end_(i) != 0) finish(i, end_(i), static_cast<double>(n + 1) * h, ends);
        all_ended = all_ended && !running_(i);
      }
      if (all_ended) break;
    }
    for (Index i = 0; i < rows_; ++i)
      if (running_(i)) finish(i, 0, static_cast<double>(problem_.steps) * h, ends);
  }

  Index steps() const { return steps_; }

 private:
  void step(double t, std::uint32_t n) {
    const double h = problem_.step, g = problem_.process.diffusion(t), root = std::sqrt(h);
    problem_.process.drift(t, x_, drift_);
    problem_.stream.normals(first_, n, normals_);
    if (problem_.control) {
      problem_.control(t, x_, control_);
      for (Index j = 0; j < x_.cols(); ++j)
        log_weight_ -= (control_.col(j) * (normals_.col(j) * root + 0.5 * h * control_.col(j))) *
                       running_.cast<double>();
      drift_ += g * control_;
    }
    x_ += h * drift_ + g * root * normals_;
  }

  void finish(Index i, double side, double time, WeightedEnds& ends) {
    running_(i) = false;
    ends.x.row(first_ + i) = x_.row(i);
    ends.log_weight(first_ + i) = log_weight_(i);
    ends.side[static_cast<std::size_t>(first_ + i)] = static_cast<std::int8_t>(side);
    ends.time(first_ + i) = time;
  }

  const WeightedPaths& problem_;
  Index first_, rows_, steps_ = 0;
  Points x_;
  Eigen::ArrayXd log_weight_;
  Points drift_, control_, normals_;
  Eigen::ArrayXd end_;
  Running running_;
};

}  // namespace

Estimate WeightedEnds::probability(int wanted) const {
  Eigen::ArrayXd w(log_weight.size());
  for (Index i = 0; i < w.size(); ++i)
    w(i) = side[static_cast<std::size_t>(i)] == wanted ? std::exp(log_weight(i)) : 0;
  return mean_estimate(w.data(), w.size());
}

WeightedEnds weighted_paths(const WeightedPaths& problem, const Points& start) {
  if (problem.process.noise_kind() != process::NoiseKind::scalar)
    throw InvalidArgument("weighted paths: the noise must be scalar, g(t) in every coordinate");
  require(std::isfinite(problem.step) && problem.step > 0, "step", problem.step,
          "must be positive and finite");
  require(problem.steps >= 1, "steps", static_cast<double>(problem.steps), "must be at least 1");
  require(start.cols() == problem.process.dimension(), "start.cols", static_cast<double>(start.cols()),
          "must be the process's dimension");
  const Index n = start.rows();
  WeightedEnds ends{Points(n, start.cols()), Eigen::ArrayXd(n),
                    std::vector<std::int8_t>(static_cast<std::size_t>(n)), Eigen::ArrayXd(n)};
  Eigen::Array<Index, Eigen::Dynamic, 1> counts =
      Eigen::Array<Index, Eigen::Dynamic, 1>::Zero(block_count(n));
  for_each_block(n, [&](Index block, Index first, Index rows) {
    BlockOfPaths paths(problem, start, first, rows);
    paths.run(ends);
    counts(block) = paths.steps();
  });
  for (const Index count : counts) ends.row_steps += count;
  return ends;
}

double linear_weight_moment(double slope, double step, Index steps, double q) {
  require(std::isfinite(step) && step > 0, "step", step, "must be positive and finite");
  require(steps >= 1, "steps", static_cast<double>(steps), "must be at least 1");
  // E exp(qκx ξ√h − ½qκ²x²h + a(x + √h ξ)²), ξ ~ N(0, 1).
  double a = 0, c = 0;
  for (Index n = 0; n < steps; ++n) {
    const double left = 1 - 2 * a * step, linear = q * slope + 2 * a;
    if (!(left > 0)) return std::numeric_limits<double>::infinity();
    c -= 0.5 * std::log(left);
    a += 0.5 * step * (linear * linear / left - q * slope * slope);
  }
  return std::exp(c);
}

}  // namespace kolmo::paths
