#include "kolmo/verify/correlated_fit.hpp"

#include <algorithm>
#include <cmath>

#include "quantiles.hpp"

namespace kolmo::verify {
namespace {

void give_verdict(OrderFit& fit, const OrderFitOptions& options) {
  fit.note.clear();
  if (!(fit.half_width <= options.largest_half_width)) {
    fit.verdict = Verdict::unresolved;
    fit.note = "the interval is too wide to decide: take more paths, or steps that lie further apart";
  } else {
    fit.verdict = judge(fit.claimed, fit.order, fit.half_width + options.slack);
  }
}

}  // namespace

std::vector<OrderPoint> BatchedErrors::points(Index without) const {
  const Index batches = mean_squares.rows();
  const double count = static_cast<double>(batches - (without >= 0 ? 1 : 0));
  std::vector<OrderPoint> all;
  for (std::size_t k = 0; k < steps.size(); ++k) {
    const auto column = static_cast<Index>(k);
    double sum = 0, squares = 0;
    for (Index b = 0; b < batches; ++b) {
      if (b == without) continue;
      sum += mean_squares(b, column);
      squares += mean_squares(b, column) * mean_squares(b, column);
    }
    const double mean = sum / count;
    const double variance = std::max(0.0, squares / count - mean * mean) / (count - 1);
    all.push_back({steps[k], std::sqrt(mean), 0.5 * std::sqrt(variance / mean)});
  }
  return all;
}

OrderFit fit_correlated(const BatchedErrors& errors, double claimed, const OrderFitOptions& options) {
  OrderFitOptions model = options;
  model.curvature = errors.steps.size() >= 6;
  model.resolved_at = 0;
  OrderFit fit = fit_order(errors.points(), claimed, model);
  const Index batches = errors.mean_squares.rows();
  const double count = static_cast<double>(batches);
  double sum = 0, squares = 0;
  for (Index b = 0; b < batches; ++b) {
    const double change = fit_order(errors.points(b), claimed, model).order - fit.order;
    sum += change;
    squares += change * change;
  }
  const double variance = (count - 1) / count * (squares - sum * sum / count);
  fit.half_width = student_quantile_like(options.z, count - 1) * std::sqrt(std::max(0.0, variance));
  give_verdict(fit, options);
  return fit;
}

}  // namespace kolmo::verify
