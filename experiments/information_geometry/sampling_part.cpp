// Langevin steps corrected by curvature, and preconditioners that depend on the place.

#include <cmath>

#include "information_geometry/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::information_geometry::shown {
namespace {

/// One step x ← x + (1 − hJ)⁻¹(h s + √(2h) ξ), on N(0, 1): s = −x, J = −1. `inside`: whether the noise is
/// under the inverse.
double linear_step(double x, double h, double noise, bool inside) {
  const double inverse = 1 / (1 + h);
  return x - inverse * h * x + (inside ? inverse : 1) * std::sqrt(2 * h) * noise;
}

/// The variance at rest of a step that is affine in x and in its noise, read off at two places of either.
double variance_at_rest(double h, bool inside) {
  const double keep = linear_step(1, h, 0, inside) - linear_step(0, h, 0, inside),
               noise = linear_step(0, h, 1, inside);
  return noise * noise / (1 - keep * keep);
}

double second_derivative(double x) { return 1 + 3 * x * x; }  // of V = x²/2 + x⁴/4

/// E x² under e^{−V} m(x).
double second_moment(const std::function<double(double)>& m) {
  double mass = 0, second = 0;
  for (Index i = 0; i <= 4000; ++i) {  // the trapezoid's rule on [−6, 6]
    const double x = -6 + 12 * static_cast<double>(i) / 4000,
                 p = std::exp(-0.5 * x * x - 0.25 * x * x * x * x) * m(x);
    mass += p;
    second += x * x * p;
  }
  return second / mass;
}

/// Means of x² over chains of x ← x + h(−M V′ [+ M′]) + √(2hM) ξ, M = 1/(1 + V″), h small.
Estimate preconditioned(const Sizes& sizes, bool with_divergence) {
  constexpr double h = 0.02;
  constexpr std::uint32_t steps = 1000;
  const RandomStream stream = RandomStream(sizes.seed).role("preconditioned", with_divergence ? 1 : 0);
  const Index chains = sizes.samples / 8;
  Eigen::ArrayXd square(chains);
  for_each_block(chains, [&](Index, Index first, Index rows) {
    Points x(rows, 1), noise(rows, 1);
    stream.normals(first, 0, x);
    for (std::uint32_t n = 1; n <= steps; ++n) {
      stream.normals(first, n, noise);
      for (Index i = 0; i < rows; ++i) {
        const double at = x(i, 0), m = 1 / (1 + second_derivative(at)), slope = -6 * at * m * m;
        x(i, 0) += h * (-m * (at + at * at * at) + (with_divergence ? slope : 0)) +
                   std::sqrt(2 * h * m) * noise(i, 0);
      }
    }
    square.segment(first, rows) = x.col(0).square();
  });
  return mean_estimate(square.data(), chains);
}

/// A metric that depends on the place, with and without its divergence.
void add_metric_checks(frame::Plan& plan, const Sizes& sizes, const Z& z) {
  const auto metric = [](double) { return 1.0; };
  plan.checks.push_back({"metric/with_divergence", [=] {
                           return verify::value_check(0.46792, second_moment(metric), 5e-6, "another program",
                                                      "E x^2, V = x^2/2 + x^4/4");
                         }});
  plan.checks.push_back({"metric/without_divergence", [] {
                           return verify::value_check(
                               0.74391, second_moment([](double x) { return 1 + second_derivative(x); }),
                               5e-6, "another program", "E x^2 under e^{-V}/M, M = 1/(1 + V'')");
                         }});
  // Euler and Maruyama's bias at h = 0.02: h over 4 of rates of order 1.
  plan.checks.push_back({"metric/sampled/with_divergence", [=] {
                           return verify::estimate_check("", second_moment(metric),
                                                         preconditioned(sizes, true), z(), 0.01, "e^{-V}");
                         }});
  plan.checks.push_back({"metric/sampled/without_divergence", [=] {
                           return verify::estimate_check(
                               "", second_moment([](double x) { return 1 + second_derivative(x); }),
                               preconditioned(sizes, false), z(), 0.015, "e^{-V}/M");
                         }});
}

}  // namespace

frame::Plan sampling_plan(const Sizes& sizes, const Z& z) {
  frame::Plan plan{
      "Curvature in a sampler's step",
      "The linearly implicit step is stable for every h; (1 + lH)^{-1} s, with H the Hessian of log p, is "
      "singular where l = 1/|H|; a metric that depends on the place needs its divergence."};
  for (const double h : {0.1, 1.0, 10.0}) {
    const std::string at = "/h=" + number_text(h);
    plan.checks.push_back({"implicit" + at, [=] {
                             return verify::value_check(1 / (1 + h / 2), variance_at_rest(h, true), 1e-13,
                                                        "1/(1 + h/2)", "variance on N(0, 1)");
                           }});
    plan.checks.push_back({"noise_outside_is_wrong" + at, [=] {
                             // ((1 + h)²·2h)/((1 + h)² − 1) = 2(1 + h)²/(2 + h).
                             return verify::value_check(
                                 2 * (1 + h) * (1 + h) / (2 + h), variance_at_rest(h, false), 1e-12,
                                 "2 (1 + h)^2/(2 + h)",
                                 "variance with the noise outside of the inverse: 1 is right as h -> 0");
                           }});
  }
  plan.checks.push_back({"printed_form_is_singular", [] {
                           // H = −1 on N(0, 1): 1 + λH at λ = 1.
                           return verify::value_check(1, std::isinf(1 / (1 + 1.0 * -1.0)) ? 1 : 0, 0,
                                                      "1 + lambda H = 0 at lambda = 1",
                                                      "(1 + lambda H)^{-1} s on N(0, 1)");
                         }});
  add_metric_checks(plan, sizes, z);
  return plan;
}

}  // namespace kolmo::information_geometry::shown
