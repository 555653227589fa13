#include "kolmo/sampling/annealing/importance.hpp"

#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::sampling {
namespace {

/// w/max w.
Eigen::ArrayXd relative(const Eigen::ArrayXd& logs) {
  const double largest = logs.maxCoeff();
  Eigen::ArrayXd w(logs.size());
  for (Index i = 0; i < w.size(); ++i) w(i) = std::exp(logs(i) - largest);
  return w;
}

}  // namespace

double WeightedSample::log_ratio_of_constants() const {
  const Eigen::ArrayXd w = relative(log_weights);
  return log_weights.maxCoeff() + std::log(sum(w.data(), w.size()) / static_cast<double>(w.size()));
}

double WeightedSample::effective_size() const {
  const Eigen::ArrayXd w = relative(log_weights);
  const double all = sum(w.data(), w.size());
  return all * all / dot(w.data(), w.data(), w.size());
}

Estimate WeightedSample::mean_weight() const {
  Eigen::ArrayXd w(log_weights.size());
  for (Index i = 0; i < w.size(); ++i) w(i) = std::exp(log_weights(i));
  return mean_estimate(w.data(), w.size());
}

WeightedSample annealed_importance(const std::vector<std::shared_ptr<const Target>>& path, Points x,
                                   const AnnealedMove& move) {
  require(path.size() >= 2, "levels", static_cast<double>(path.size()), "must be at least 2");
  WeightedSample sample{std::move(x), {}};
  sample.log_weights = Eigen::ArrayXd::Zero(sample.x.rows());
  for (std::size_t k = 1; k < path.size(); ++k) {
    for_each_block(sample.x.rows(), [&](Index, Index first, Index rows) {
      Eigen::ArrayXd here(rows), before(rows);
      path[k]->log_density(sample.x.middleRows(first, rows), here);
      path[k - 1]->log_density(sample.x.middleRows(first, rows), before);
      sample.log_weights.segment(first, rows) += here - before;
    });
    move(static_cast<Index>(k), *path[k], sample.x);
  }
  return sample;
}

double gaussian_weight_moment(double variance, Index steps, int power) {
  require(std::isfinite(variance) && variance > 0, "variance", variance, "must be positive and finite");
  require(steps >= 1, "steps", static_cast<double>(steps), "must be at least 1");
  require(power >= 1, "power", power, "must be at least 1");
  double moment = 1;
  const double step = (1 / variance - 1) / static_cast<double>(steps);
  for (Index k = 0; k < steps; ++k) {
    const double precision = 1 + step * static_cast<double>(k), tilted = precision + power * step;
    if (!(tilted > 0)) return std::numeric_limits<double>::infinity();
    moment *= std::sqrt(precision / tilted);
  }
  return moment;
}

}  // namespace kolmo::sampling
