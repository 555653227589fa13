#include "constrained_diffusions/interval_law.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::constrained_diffusions {
namespace {

std::shared_ptr<const density::ExpressionProgram> program_of(const Interval& interval) {
  return std::make_shared<const density::ExpressionProgram>(
      std::vector{density::Expression(interval.drift, {})});
}

}  // namespace

process::BlockFunctions process_of(const Interval& interval) {
  return {1,
          1,
          [program = program_of(interval)](double t, const ConstBlock& x, Block out) {
            program->evaluate(t, x, out);
          },
          [noise = interval.noise](double, const ConstBlock&, Block out) { out.setConstant(noise); },
          {.noise = process::NoiseKind::scalar,
           .scales = Eigen::ArrayXd::Constant(1, interval.length()),
           .name = "interval"}};
}

double largest_drift(const Interval& interval) {
  Points x(1001, 1), f(1001, 1);
  x.col(0) = Eigen::ArrayXd::LinSpaced(1001, interval.lower, interval.upper);
  program_of(interval)->evaluate(0, x, f);
  for (Index i = 0; i < x.rows(); ++i)
    if (!std::isfinite(f(i, 0)))
      throw InvalidArgument("is not finite at x = " + number_text(x(i, 0)) + ", must be between the walls");
  return f.abs().maxCoeff();
}

namespace {

/// Ten Gauss–Legendre points on [0, 1].
struct UnitRule {
  std::vector<double> nodes, weights;
  UnitRule() {
    const GaussLegendre<10> gauss;
    for (std::size_t i = 0; i < gauss.half; ++i)
      for (const double side : {-1.0, 1.0}) {
        nodes.push_back(0.5 * (1 + side * gauss.nodes[i]));
        weights.push_back(0.5 * gauss.weights[i]);
      }
  }
};

/// ∫ f from `left` to left + length.
double integral(const StationaryLaw::Drift& drift, double left, double length) {
  static const UnitRule rule;
  Points x(10, 1), f(10, 1);
  for (Index b = 0; b < 10; ++b) x(b, 0) = left + length * rule.nodes[static_cast<std::size_t>(b)];
  drift(x, f);
  double sum = 0;
  for (Index b = 0; b < 10; ++b) sum += rule.weights[static_cast<std::size_t>(b)] * f(b, 0);
  return length * sum;
}

}  // namespace

/// The exponent at a node is its value at the panel's left end and the integral from there.
StationaryLaw::StationaryLaw(double lower, double upper, double noise, const Drift& drift) {
  static const UnitRule rule;
  constexpr Index panels = 400;
  const double width = (upper - lower) / static_cast<double>(panels), factor = 2 / (noise * noise);
  std::vector<double> exponent;
  double at_left = 0;
  for (Index panel = 0; panel < panels; ++panel) {
    const double left = lower + width * static_cast<double>(panel);
    for (std::size_t a = 0; a < rule.nodes.size(); ++a) {
      places_.push_back(left + width * rule.nodes[a]);
      share_.push_back(width * rule.weights[a]);
      exponent.push_back(at_left + factor * integral(drift, left, width * rule.nodes[a]));
    }
    at_left += factor * integral(drift, left, width);
  }
  const double top = *std::max_element(exponent.begin(), exponent.end());
  double mass = 0;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    density_.push_back(std::exp(exponent[i] - top));
    mass += share_[i] * density_[i];
  }
  for (double& p : density_) p /= mass;
}

double StationaryLaw::expectation(const std::function<double(double)>& phi) const {
  double sum = 0;
  for (std::size_t i = 0; i < places_.size(); ++i) sum += share_[i] * density_[i] * phi(places_[i]);
  return sum;
}

double reflected_distribution(const Interval& interval, double t, double x) {
  const double pi = std::numbers::pi, length = interval.length();
  const double u = std::clamp((x - interval.lower) / length, 0.0, 1.0);
  const double start = (interval.start - interval.lower) / length;
  const double rate = 0.5 * std::pow(pi * interval.noise / length, 2) * t;
  double sum = 0;
  for (double k = 1; k * k * rate < 40; ++k)
    sum += std::cos(k * pi * start) * std::exp(-k * k * rate) * std::sin(k * pi * u) / k;
  return std::clamp(u + 2 / pi * sum, 0.0, 1.0);
}

}  // namespace kolmo::constrained_diffusions
