#include "kolmo/process/equations/ddpm_chain.hpp"

#include <cmath>
#include <string>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "process/equations/chain_range.hpp"

namespace kolmo::process {
namespace {

double schedule_time(SchedulePoint point, double i, double steps, double final_time) {
  switch (point) {
    case SchedulePoint::left:
      return final_time * (i - 1) / steps;
    case SchedulePoint::midpoint:
      return final_time * (i - 0.5) / steps;
    case SchedulePoint::right:
      return final_time * i / steps;
    case SchedulePoint::endpoints:
      break;
  }
  return final_time * (i - 1) / (steps - 1);
}

}  // namespace

DdpmChain::DdpmChain(const LinearSchedule& schedule, Index steps, SchedulePoint point, Index dimension)
    : step_(0), dimension_(dimension) {
  const Index fewest = point == SchedulePoint::endpoints ? 2 : 1;
  require(steps >= fewest, "steps", static_cast<double>(steps), "must be at least 1 (2 between endpoints)");
  require(dimension >= 1, "dimension", static_cast<double>(dimension), "must be at least 1");
  const auto count = static_cast<double>(steps);
  step_ = schedule.final_time() / count;
  log_alphas_.push_back(0);
  CompensatedSum log_alpha;
  for (Index i = 1; i <= steps; ++i) {
    const double s = schedule_time(point, static_cast<double>(i), count, schedule.final_time());
    const double beta = schedule.final_time() * schedule.beta(s) / count;
    require(beta < 1, "beta of step " + number_text(i), beta, "must be below 1: take more steps");
    betas_.push_back(beta);
    log_alpha.add(std::log1p(-beta));
    log_alphas_.push_back(log_alpha.value());
  }
}

Kernel DdpmChain::kernel(Index i, Index j) const {
  require_range(i, j, steps());
  const double log_alpha =
      log_alphas_[static_cast<std::size_t>(j)] - log_alphas_[static_cast<std::size_t>(i)];
  return {Eigen::VectorXd::Zero(dimension_), std::exp(0.5 * log_alpha), -std::expm1(log_alpha)};
}

void DdpmChain::advance(const RandomStream& stream, Index i, Index j, Index first, Block x) const {
  require_range(i, j, steps());
  for (Index k = i + 1; k <= j; ++k) {
    x *= std::sqrt(1 - beta(k));
    stream.add_normals(first, static_cast<std::uint32_t>(k), std::sqrt(beta(k)), x);
  }
}

}  // namespace kolmo::process
