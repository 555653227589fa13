#include "kolmo/process/equations/ncsn_ladder.hpp"

#include <cmath>

#include "process/equations/chain_range.hpp"

namespace kolmo::process {

NcsnLadder::NcsnLadder(double sigma_min, double sigma_max, double final_time, Index steps, Index dimension)
    : sigma_min_(sigma_min), log_ratio_(0), final_time_(final_time), steps_(steps), dimension_(dimension) {
  require(std::isfinite(sigma_min) && sigma_min > 0, "sigma_min", sigma_min, "must be positive and finite");
  require(std::isfinite(sigma_max) && sigma_max > sigma_min, "sigma_max", sigma_max,
          "must be finite and above sigma_min");
  require(std::isfinite(final_time) && final_time > 0, "final_time", final_time,
          "must be positive and finite");
  require(steps >= 1, "steps", static_cast<double>(steps), "must be at least 1");
  require(dimension >= 1, "dimension", static_cast<double>(dimension), "must be at least 1");
  log_ratio_ = std::log(sigma_max / sigma_min);
}

double NcsnLadder::sigma(Index i) const {
  return sigma_min_ * std::exp(log_ratio_ * static_cast<double>(i) / static_cast<double>(steps_));
}

double NcsnLadder::added_variance(Index i, Index j) const {
  const double start = sigma(i);
  return start * start *
         std::expm1(2 * log_ratio_ * static_cast<double>(j - i) / static_cast<double>(steps_));
}

Kernel NcsnLadder::kernel(Index i, Index j) const {
  require_range(i, j, steps_);
  return {Eigen::VectorXd::Zero(dimension_), 1, added_variance(i, j)};
}

void NcsnLadder::advance(const RandomStream& stream, Index i, Index j, Index first, Block x) const {
  require_range(i, j, steps_);
  for (Index k = i + 1; k <= j; ++k)
    stream.add_normals(first, static_cast<std::uint32_t>(k), std::sqrt(added_variance(k - 1, k)), x);
}

}  // namespace kolmo::process
