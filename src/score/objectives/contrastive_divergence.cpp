#include "kolmo/score/objectives/contrastive_divergence.hpp"

#include <cmath>
#include <numbers>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::score {
namespace {

/// Equidistant nodes on [−reach, reach].
struct Nodes {
  double spacing;
  Eigen::ArrayXd x;
};

Nodes nodes_of(double reach, double spacing) {
  const auto half = static_cast<Index>(std::ceil(reach / spacing));
  return {spacing, Eigen::ArrayXd::LinSpaced(2 * half + 1, -spacing * static_cast<double>(half),
                                             spacing * static_cast<double>(half))};
}

double mean(const Nodes& nodes, const Eigen::ArrayXd& law, const std::function<double(double)>& f) {
  const Eigen::ArrayXd values = nodes.x.unaryExpr(f);
  return nodes.spacing * dot(values.data(), law.data(), law.size());
}

/// One step of ULA on the law: Σ_j p_j N(x_i; x_j − hθφ′(x_j), 2h) spacing. The normal density falls below
/// 1e−17 beyond nine deviations.
Eigen::ArrayXd stepped(const ContrastiveProblem& problem, const Nodes& nodes, const Eigen::ArrayXd& law,
                       double theta, double h) {
  const double deviation = std::sqrt(2 * h),
               peak = nodes.spacing / (deviation * std::sqrt(2 * std::numbers::pi));
  Eigen::ArrayXd next = Eigen::ArrayXd::Zero(law.size());
  const double first = nodes.x(0);
  for (Index j = 0; j < law.size(); ++j) {
    if (law(j) < 1e-30) continue;
    const double to = nodes.x(j) - h * theta * problem.slope(nodes.x(j));
    const auto lower = static_cast<Index>(std::ceil((to - 9 * deviation - first) / nodes.spacing));
    const auto upper = static_cast<Index>(std::floor((to + 9 * deviation - first) / nodes.spacing));
    for (Index i = std::max<Index>(0, lower); i <= std::min(law.size() - 1, upper); ++i) {
      const double u = (nodes.x(i) - to) / deviation;
      next(i) += law(j) * peak * std::exp(-0.5 * u * u);
    }
  }
  return next;
}

/// The zero of f between lower and upper by false position, an end that stays twice weighed by ½ (Illinois):
/// some eight evaluations where bisection needs thirty.
double zero_between(const std::function<double(double)>& f, double lower, double upper, double accuracy) {
  double low = f(lower), high = f(upper);
  if ((low > 0) == (high > 0))
    throw NumericalFailure("contrastive divergence: no fixed point between " + number_text(lower) + " and " +
                           number_text(upper) + "; give a wider interval");
  int side = 0;
  for (int k = 0; k < 100; ++k) {
    const double at = (lower * high - upper * low) / (high - low), value = f(at);
    const bool is_upper = (value > 0) == (high > 0);
    const double moved = at - (is_upper ? upper : lower);
    (is_upper ? upper : lower) = at;
    (is_upper ? high : low) = value;
    if (value == 0 || std::abs(moved) < accuracy) return at;
    if (side == (is_upper ? 1 : -1)) (is_upper ? low : high) *= 0.5;
    side = is_upper ? 1 : -1;
  }
  throw NumericalFailure("contrastive divergence: the fixed point was not found in 100 steps");
}

}  // namespace

double contrast(const ContrastiveProblem& problem, double theta, double h, Index steps) {
  require(h > 0, "h", h, "must be positive");
  require(steps >= 1, "steps", static_cast<double>(steps), "must be at least 1");
  const double spread = std::sqrt(2 * h * static_cast<double>(steps));
  const Nodes nodes = nodes_of(problem.reach + spread, std::sqrt(2 * h) / 3);
  const Eigen::ArrayXd data = nodes.x.unaryExpr(problem.data);
  Eigen::ArrayXd law = data;
  for (Index k = 0; k < steps; ++k) law = stepped(problem, nodes, law, theta, h);
  return mean(nodes, data, problem.phi) - mean(nodes, law, problem.phi);
}

double contrastive_fixed_point(const ContrastiveProblem& problem, double h, Index steps, double lower,
                               double upper) {
  return zero_between([&](double theta) { return contrast(problem, theta, h, steps); }, lower, upper, 1e-10);
}

double contrastive_fixed_point_of_flow(const ContrastiveProblem& problem, double time, Index steps,
                                       double lower, double upper) {
  const auto at = [&](Index k) {
    return contrastive_fixed_point(problem, time / static_cast<double>(k), k, lower, upper);
  };
  return 2 * at(2 * steps) - at(steps);
}

double score_matching_theta(const ContrastiveProblem& problem, const std::function<double(double)>& bend) {
  const Nodes nodes = nodes_of(problem.reach, problem.reach / 1024);
  const Eigen::ArrayXd data = nodes.x.unaryExpr(problem.data);
  const auto square = [&](double x) { return problem.slope(x) * problem.slope(x); };
  return mean(nodes, data, bend) / mean(nodes, data, square);
}

double likelihood_theta(const ContrastiveProblem& problem, double lower, double upper) {
  const Nodes nodes = nodes_of(problem.reach, problem.reach / 1024);
  const double wanted = mean(nodes, nodes.x.unaryExpr(problem.data), problem.phi);
  const auto difference = [&](double theta) {
    Eigen::ArrayXd law = nodes.x.unaryExpr([&](double x) { return std::exp(-theta * problem.phi(x)); });
    law /= nodes.spacing * sum(law.data(), law.size());
    return mean(nodes, law, problem.phi) - wanted;
  };
  return zero_between(difference, lower, upper, 1e-12);
}

double contrastive_fixed_point_of_normal(double h) {
  require(h > 0 && h <= 0.5, "h", h, "must be in (0, 1/2]");
  return (1 - std::sqrt(1 - 2 * h)) / h;
}

}  // namespace kolmo::score
