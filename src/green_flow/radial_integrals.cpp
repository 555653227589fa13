#include "kolmo/green_flow/radial_integrals.hpp"

#include <cmath>
#include <numbers>

#include "green_flow/elementwise.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::green_flow {
namespace {

/// S_d ∫ (r/m)^order φ r^{d−1} dr.
double scaled_integral(const GreenKernel& kernel, double t, double median, double order) {
  static const GaussLegendre<20> rule;
  constexpr int panels = 200;
  constexpr double width = 0.5 * std::numbers::pi / panels;
  Eigen::ArrayXd angle(panels * 20), weight(panels * 20);
  Index at = 0;
  for (int panel = 0; panel < panels; ++panel)
    for (std::size_t i = 0; i < rule.half; ++i)
      for (const double side : {-1.0, 1.0}) {
        angle(at) = width * (panel + 0.5 * (1 + side * rule.nodes[i]));
        weight(at++) = 0.5 * width * rule.weights[i];
      }
  const Eigen::ArrayXd z = angle.tan(), r = median * z;
  RadialTerms terms;
  kernel.terms(t, r, false, terms);
  const double d = static_cast<double>(kernel.dimension());
  const Eigen::ArrayXd log_integrand = terms.log_density + log_sphere_area(kernel.dimension()) +
                                       d * std::log(median) + (d - 1 + order) * log_of(z) +
                                       log_of(1 + z.square());
  const Eigen::ArrayXd integrand = exp_of(log_integrand);
  return dot(weight.data(), integrand.data(), weight.size());
}

}  // namespace

double mass(const GreenKernel& kernel, double t) {
  return scaled_integral(kernel, t, kernel.radius(t, 0.5), 0);
}

double moment(const GreenKernel& kernel, double t, double order) {
  if (!(order >= 0 && order < kernel.finite_moments_below()))
    throw InvalidArgument("E r^" + number_text(order) + " of '" + kernel.name() +
                          "' is infinite: its tails allow moments below " +
                          number_text(kernel.finite_moments_below()));
  const double median = kernel.radius(t, 0.5);
  return std::pow(median, order) * scaled_integral(kernel, t, median, order);
}

double continuity_residual(const GreenField& field, double t, const Points& places, double h) {
  require(h > 0 && h < t, "h", h, "a step of differences lies between 0 and t");
  const Index n = places.rows(), d = field.dimension();
  const auto density = [&](double time, const Points& x) {
    Eigen::ArrayXd log(n);
    field.log_density(time, x, log);
    return exp_of(log);
  };
  Eigen::ArrayXd sum = (density(t + h, places) - density(t - h, places)) / (2 * h);
  for (Index j = 0; j < d; ++j) {
    for (const double side : {-1.0, 1.0}) {
      Points moved = places, v(n, d);
      moved.col(j) += side * h;
      field.velocity(t, moved, v);
      sum += side * density(t, moved) * v.col(j) / (2 * h);
    }
  }
  return sum.abs().maxCoeff();
}

}  // namespace kolmo::green_flow
