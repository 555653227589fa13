#include "kolmo/verify/order_fit.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "kolmo/core/errors.hpp"
#include "quantiles.hpp"

namespace kolmo::verify {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// χ² that a curvature must gain to be believed: 3 standard errors.
constexpr double curvature_gain = 9;

/// log e = θ₀ + θ₁ log(h/H) [+ log(1 + θ₂ h/H)], H the largest h.
struct Model {
  VectorXd parameters;
  MatrixXd covariance;  ///< for weights that are inverse variances
  double chi_squared = 0;
  Index degrees = 0;
};

double model_at(const VectorXd& parameters, double t) {
  const double curvature = parameters.size() == 3 ? std::log1p(parameters(2) * t) : 0;
  return parameters(0) + parameters(1) * std::log(t) + curvature;
}

/// Gauss–Newton from `start`; t = h/H, weight = 1/s. A step that would make 1 + θ₂ t small is halved.
Model least_squares(const VectorXd& t, const VectorXd& y, const VectorXd& weight, VectorXd parameters) {
  const Index n = t.size(), k = parameters.size();
  MatrixXd jacobian(n, k);
  VectorXd residual(n);
  const auto linearise = [&] {
    for (Index i = 0; i < n; ++i) {
      residual(i) = weight(i) * (y(i) - model_at(parameters, t(i)));
      jacobian(i, 0) = weight(i);
      jacobian(i, 1) = weight(i) * std::log(t(i));
      if (k == 3) jacobian(i, 2) = weight(i) * t(i) / (1 + parameters(2) * t(i));
    }
  };
  for (int iteration = 0; iteration < 50; ++iteration) {
    linearise();
    VectorXd step = jacobian.colPivHouseholderQr().solve(residual);
    while (k == 3 && parameters(2) + step(2) <= -0.9) step /= 2;
    parameters += step;
    if (step.norm() <= 1e-13 * (1 + parameters.norm())) break;
  }
  linearise();
  const MatrixXd normal = jacobian.transpose() * jacobian;
  return {parameters, normal.ldlt().solve(MatrixXd::Identity(k, k)), residual.squaredNorm(), n - k};
}

bool slopes_drift(const VectorXd& t, const VectorXd& y) {
  int up = 0, down = 0;
  double previous = 0;
  for (Index i = 1; i < t.size(); ++i) {
    const double slope = (y(i) - y(i - 1)) / std::log(t(i) / t(i - 1));
    if (i > 1) ++(slope > previous ? up : down);
    previous = slope;
  }
  return up == 0 || down == 0;
}

void validate(std::vector<OrderPoint>& points) {
  require(points.size() >= 3, "points.size", static_cast<double>(points.size()),
          "an order needs at least 3 points");
  std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.h < b.h; });
  const bool noisy = points[0].standard_error > 0;
  double previous = 0;
  for (const OrderPoint& point : points) {
    require(std::isfinite(point.h) && point.h > previous, "h", point.h,
            "must be positive, finite and different");
    require(std::isfinite(point.error) && point.error > 0, "error", point.error,
            "must be positive and finite");
    require(std::isfinite(point.standard_error) && point.standard_error >= 0 &&
                (point.standard_error > 0) == noisy,
            "standard_error", point.standard_error, "must be given for all points or for none");
    previous = point.h;
  }
}

/// The fit of the resolved points; the noise of a point is relative to `level`, its error by the fit before.
Model fit_points(const std::vector<OrderPoint>& points, const std::vector<double>& level, double scale,
                 const OrderFitOptions& options) {
  const auto n = static_cast<Index>(points.size());
  VectorXd t(n), y(n), weight(n);
  bool noisy = false;
  for (Index i = 0; i < n; ++i) {
    const OrderPoint& point = points[static_cast<std::size_t>(i)];
    const double relative = point.standard_error / level[static_cast<std::size_t>(i)];
    noisy = relative > 0;
    t(i) = point.h / scale;
    y(i) = std::log(point.error) + relative * relative / 2;
    weight(i) = noisy ? 1 / relative : 1;
  }
  Model plain = least_squares(t, y, weight, VectorXd::Zero(2));
  if (n < options.fewest_for_curvature || !options.curvature.value_or(noisy || slopes_drift(t, y)))
    return plain;
  VectorXd start(3);
  start << plain.parameters, 0;
  Model curved = least_squares(t, y, weight, start);
  const bool better = options.curvature || !noisy || plain.chi_squared - curved.chi_squared > curvature_gain;
  return better ? curved : plain;
}

struct Selection {
  std::vector<OrderPoint> points;
  std::vector<double> level;
  std::vector<bool> kept;  ///< of all points, ascending h
};

/// The points whose pilot error, or else the error by the model, exceeds resolved_at standard errors.
Selection resolved_points(const std::vector<OrderPoint>& points, const Model* model, double scale,
                          double resolved_at) {
  Selection kept;
  for (const OrderPoint& point : points) {
    const double fitted = model ? std::exp(model_at(model->parameters, point.h / scale)) : point.error;
    const bool has_pilot = !std::isnan(point.pilot_error);
    const double judged = has_pilot ? point.pilot_error : fitted;
    kept.kept.push_back(!((model || has_pilot) && judged < resolved_at * point.standard_error));
    if (!kept.kept.back()) continue;
    kept.points.push_back(point);
    kept.level.push_back(fitted);
  }
  return kept;
}

/// Flags of points in ascending h, for points in the order of h.
std::vector<bool> in_order_of(const std::vector<double>& h, const std::vector<bool>& ascending) {
  std::vector<std::size_t> places(h.size());
  std::iota(places.begin(), places.end(), 0);
  std::sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) { return h[a] < h[b]; });
  std::vector<bool> flags(h.size());
  for (std::size_t k = 0; k < places.size(); ++k) flags[places[k]] = ascending[k];
  return flags;
}

void give_verdict(OrderFit& fit, const OrderFitOptions& options) {
  if (fit.half_width > options.largest_half_width) {
    fit.note = "the interval is too wide to decide: take more paths, or steps that lie further apart";
    fit.verdict = Verdict::unresolved;
  } else {
    fit.verdict = judge(fit.claimed, fit.order, fit.half_width + options.slack);
  }
}

}  // namespace

OrderFit fit_order(std::vector<OrderPoint> points, double claimed, const OrderFitOptions& options) {
  std::vector<double> h;
  for (const OrderPoint& point : points) h.push_back(point.h);
  validate(points);
  const double scale = points.back().h;
  const bool noisy = points[0].standard_error > 0;
  OrderFit fit;
  fit.claimed = claimed;
  Model model;
  for (int iteration = 0; iteration < 10; ++iteration) {
    const Selection kept =
        resolved_points(points, iteration > 0 ? &model : nullptr, scale, options.resolved_at);
    fit.points_used = static_cast<Index>(kept.points.size());
    fit.used = in_order_of(h, kept.kept);
    if (fit.points_used < 3) {
      fit.half_width = std::numeric_limits<double>::infinity();
      fit.note = "fewer than 3 points stand out of the noise: take more paths, or larger steps";
      return fit;
    }
    model = fit_points(kept.points, kept.level, scale, options);
    if (!noisy) break;
  }
  const double scatter = model.degrees > 0 ? model.chi_squared / static_cast<double>(model.degrees) : 0;
  const double variance = model.covariance(1, 1) * (noisy ? std::max(1.0, scatter) : scatter);
  const double z = noisy ? options.z : student_quantile_like(options.z, static_cast<double>(model.degrees));
  fit.order = model.parameters(1);
  fit.half_width = z * std::sqrt(variance);
  fit.constant = std::exp(model.parameters(0)) * std::pow(scale, -fit.order);
  fit.with_curvature = model.parameters.size() == 3;
  if (fit.with_curvature) fit.curvature = model.parameters(2) / scale;
  give_verdict(fit, options);
  return fit;
}

Check order_check(const std::string& id, const OrderFit& fit, const std::string& source,
                  const OrderFitOptions& options) {
  Check check;
  check.id = id;
  check.expected = fit.claimed;
  check.observed = fit.order;
  check.standard_error = fit.half_width / options.z;
  check.tolerance = fit.half_width + options.slack;
  check.verdict = fit.verdict;
  check.source = source;
  check.note = fit.note;
  return check;
}

}  // namespace kolmo::verify
