#include "kolmo/paths/splitting.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::paths {
namespace {

/// One path as it was stepped: all its points and their ξ.
struct Path {
  std::vector<double> points;  // one after the other, d numbers each
  std::vector<double> coordinates;
  double largest = 0;
};

class Replicas {
 public:
  explicit Replicas(const Splitting& problem)
      : problem_(problem),
        g_(problem.process.diffusion(0) * std::sqrt(problem.step)),
        all_(static_cast<std::size_t>(problem.start.rows())) {
    Eigen::ArrayXd xi(problem.start.rows());
    problem.coordinate(problem.start, xi);
    std::vector<std::size_t> running;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const double at = xi(static_cast<Index>(i));
      require(at > problem.origin && at < problem.target, "coordinate of a start", at,
              "must lie between origin and target");
      for (Index j = 0; j < problem.start.cols(); ++j)
        all_[i].points.push_back(problem.start(static_cast<Index>(i), j));
      all_[i].coordinates.push_back(at);
      all_[i].largest = at;
      running.push_back(i);
    }
    run(running, problem.stream.role("first"));
  }

  SplitProbability result() {
    double probability = 1;
    Index rounds = 0;
    for (;; ++rounds) {
      throw_if_stopped();
      const double level = killing_level();
      // Fewer than `killed` have not arrived: of a round that killed those that have, nothing would be right.
      if (level >= problem_.target) break;
      std::vector<std::size_t> dead, alive;
      for (std::size_t i = 0; i < all_.size(); ++i) (all_[i].largest <= level ? dead : alive).push_back(i);
      probability *= static_cast<double>(alive.size()) / static_cast<double>(all_.size());
      if (alive.empty()) return {0, rounds + 1, steps_, {}};
      branch(dead, alive, level, problem_.stream.role("round", static_cast<std::uint64_t>(rounds)));
    }
    SplitProbability found{probability, rounds, steps_, {}};
    for (const Path& path : all_) {
      if (path.largest < problem_.target) continue;
      const Index d = problem_.start.cols(), n = static_cast<Index>(path.coordinates.size());
      found.reactive.push_back(Eigen::Map<const Eigen::ArrayXXd>(path.points.data(), d, n).transpose());
    }
    found.probability *= static_cast<double>(found.reactive.size()) / static_cast<double>(all_.size());
    return found;
  }

 private:
  double killing_level() const {
    std::vector<double> largest;
    for (const Path& path : all_) largest.push_back(path.largest);
    const auto at = largest.begin() + (problem_.killed - 1);
    std::nth_element(largest.begin(), at, largest.end());
    return *at;
  }

  void branch(const std::vector<std::size_t>& dead, const std::vector<std::size_t>& alive, double level,
              const RandomStream& stream) {
    Points u(static_cast<Index>(dead.size()), 1);
    stream.role("parents").uniforms(0, 0, u);
    for (std::size_t k = 0; k < dead.size(); ++k) {
      const double place = u(static_cast<Index>(k), 0) * static_cast<double>(alive.size());
      const Path& parent = all_[alive[std::min(alive.size() - 1, static_cast<std::size_t>(place))]];
      std::size_t n = 0;
      while (parent.coordinates[n] <= level) ++n;
      Path child;
      child.points.assign(parent.points.begin(),
                          parent.points.begin() + static_cast<std::ptrdiff_t>(n + 1) * problem_.start.cols());
      child.coordinates.assign(parent.coordinates.begin(),
                               parent.coordinates.begin() + static_cast<std::ptrdiff_t>(n + 1));
      child.largest = child.coordinates.back();
      all_[dead[k]] = std::move(child);
    }
    run(dead, stream);
  }

  /// Steps these paths until each has ended.
  void run(std::vector<std::size_t> running, const RandomStream& stream) {
    const auto has_ended = [&](std::size_t i) {
      const double at = all_[i].coordinates.back();
      return at <= problem_.origin || at >= problem_.target;
    };
    std::erase_if(running, has_ended);
    for (std::uint32_t n = 0; !running.empty(); ++n) {
      if (n >= problem_.most_steps)
        throw NumericalFailure("splitting: a path has neither returned nor arrived after " +
                               number_text(problem_.most_steps) + " steps");
      const Index rows = static_cast<Index>(running.size());
      x_.resize(rows, problem_.start.cols());
      drift_.resize(rows, x_.cols());
      xi_.resize(rows);
      for (Index i = 0; i < rows; ++i) {
        const std::vector<double>& points = all_[running[static_cast<std::size_t>(i)]].points;
        for (Index j = 0; j < x_.cols(); ++j)
          x_(i, j) = points[points.size() - static_cast<std::size_t>(x_.cols() - j)];
      }
      problem_.process.drift(0, x_, drift_);
      stream.add_drift_and_normals(0, n, problem_.step, drift_, g_, x_);
      problem_.coordinate(x_, xi_);
      steps_ += rows;
      for (Index i = 0; i < rows; ++i) {
        Path& path = all_[running[static_cast<std::size_t>(i)]];
        if (!std::isfinite(xi_(i)))
          throw NumericalFailure("splitting: a path left the finite numbers; try a smaller step");
        for (Index j = 0; j < x_.cols(); ++j) path.points.push_back(x_(i, j));
        path.coordinates.push_back(xi_(i));
        path.largest = std::max(path.largest, xi_(i));
      }
      std::erase_if(running, has_ended);
    }
  }

  const Splitting& problem_;
  double g_;
  std::vector<Path> all_;
  Points x_, drift_;
  Eigen::ArrayXd xi_;
  Index steps_ = 0;
};

void require_valid(const Splitting& problem) {
  if (problem.process.noise_kind() != process::NoiseKind::scalar)
    throw InvalidArgument("splitting: the noise must be scalar, g in every coordinate");
  require(std::isfinite(problem.step) && problem.step > 0, "step", problem.step,
          "must be positive and finite");
  require(problem.origin < problem.target, "target", problem.target, "must be above the origin");
  require(problem.start.rows() >= 2 && problem.start.rows() <= block_rows, "start.rows",
          static_cast<double>(problem.start.rows()), "must be between 2 and 1024");
  require(problem.killed >= 1 && problem.killed < problem.start.rows(), "killed",
          static_cast<double>(problem.killed), "must be at least 1 and below the number of replicas");
}

}  // namespace

SplitProbability split(const Splitting& problem) {
  require_valid(problem);
  return Replicas(problem).result();
}

SplitRuns split_runs(const Splitting& problem, Index runs,
                     const std::function<Points(const RandomStream& stream)>& start) {
  require(runs >= 2, "runs", static_cast<double>(runs), "must be at least 2");
  Eigen::ArrayXd found(runs);
  std::vector<Index> steps(static_cast<std::size_t>(runs));
  for_each_task(runs, [&](Index i) {
    const RandomStream stream = problem.stream.role("run", static_cast<std::uint64_t>(i));
    const Splitting one{problem.process,   problem.coordinate,          problem.origin, problem.target,
                        problem.step,      start(stream.role("start")), problem.killed, stream,
                        problem.most_steps};
    const SplitProbability result = split(one);
    found(i) = result.probability;
    steps[static_cast<std::size_t>(i)] = result.steps;
  });
  return {mean_estimate(found.data(), runs), std::accumulate(steps.begin(), steps.end(), Index{0})};
}

}  // namespace kolmo::paths
