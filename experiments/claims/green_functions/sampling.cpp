// Drawing x_t given its source.

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numbers>

#include "claims/green_functions/rows.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/core/statistics/kolmogorov.hpp"
#include "kolmo/green_flow/conditional_sample.hpp"
#include "kolmo/green_flow/power_kernel.hpp"

namespace kolmo::claims::green_functions {
namespace {

using green_flow::PowerKernel;

/// The radius at u = ¼, ½, 0.99 in the plane, t = 1, from r²/(1 + r²) ~ Beta(1, ½); and draws round x₀ by
/// their distance, against that law.
std::vector<verify::Check> g_09(const Settings& settings) {
  const PowerKernel kernel(2, 1);
  const double expected[] = {0.8819171036881968, 1.7320508075688772, 99.99499987499925},
               u[] = {0.25, 0.5, 0.99};
  double worst = 0;
  for (int k = 0; k < 3; ++k) worst = std::max(worst, std::abs(kernel.radius(1, u[k]) / expected[k] - 1));
  constexpr Index n = 16384;
  Points from(n, 2), to(n, 2);
  from.col(0).setConstant(1.5);
  from.col(1).setConstant(-0.4);
  const RandomStream stream = RandomStream(settings.seed).role("conditional");
  for (Index first = 0; first < n; first += block_rows)
    green_flow::sample_conditional(kernel, 0.6, from.middleRows(first, block_rows), stream, first,
                                   to.middleRows(first, block_rows));
  std::vector<double> r(n);
  for (Index i = 0; i < n; ++i) r[static_cast<std::size_t>(i)] = (to - from).row(i).matrix().norm();
  std::sort(r.begin(), r.end());
  const double distance = ks_statistic(r, [](double x) { return 1 - 0.6 / std::hypot(x, 0.6); });
  // P(√n D > 2.3) = 5e−5.
  return {verify::value_check(0, worst, 1e-9, "data/reference/f_pfgm.json",
                              "largest relative error of three quantiles"),
          verify::value_check(0, distance, 2.3 / std::sqrt(static_cast<double>(n)), "1 - t/sqrt(t^2 + r^2)",
                              "Kolmogorov's distance of 16384 radii")};
}

/// P(|ε_x| ≤ r|ε_t|) of normal numbers in d + 1 dimensions, less the kernel's ψ₁(r): the largest.
double ratio_defect(Index d) {
  const PowerKernel kernel(d, 1);
  double worst = 0;
  for (const double r : {0.2, 1.0, 3.0}) {
    const double below =
        2 * integral(
                [&](double y) {
                  return std::exp(-0.5 * y * y) / std::sqrt(2 * std::numbers::pi) *
                         boost::math::gamma_p(0.5 * static_cast<double>(d), 0.5 * r * r * y * y);
                },
                0, 12, 60);
    worst = std::max(worst, std::abs(below - kernel.radial_distribution(1, r)));
  }
  return worst;
}

std::vector<verify::Check> g_10() {
  const std::string note = "P(|e_x| < r |e_t|) less psi(r), d = ";
  return {verify::value_check(0, ratio_defect(1), 1e-11, "the law of |z|", note + "1"),
          verify::value_check(0, ratio_defect(2), 1e-11, "the law of |z|", note + "2"),
          verify::value_check(0, ratio_defect(5), 1e-11, "the law of |z|", note + "5")};
}

/// Draws x = σ|ε_x|(1 + τ)^m, t = σ|ε_t|(1 + τ)^m with m uniform on [0, M], on the line, τ = 0.03, σ = 0.01:
/// Kolmogorov's distance between the law of |x| given t and that of the kernel at t.
double conditional_defect(double most, double t) {
  const auto scale = [](double m) { return 0.01 * std::pow(1.03, m); };
  const auto weight = [&](double m) { return std::exp(-0.5 * std::pow(t / scale(m), 2)) / scale(m); };
  const double all = most > 0 ? integral(weight, 0, most, 60) : weight(0);
  double worst = 0;
  for (double log_r = -8; log_r <= 8; log_r += 0.02) {
    const double r = t * std::exp(log_r);
    const auto below = [&](double m) { return weight(m) * std::erf(r / (scale(m) * std::numbers::sqrt2)); };
    const double inside = (most > 0 ? integral(below, 0, most, 60) : below(0)) / all;
    worst = std::max(worst, std::abs(inside - 2 / std::numbers::pi * std::atan(r / t)));
  }
  return worst;
}

/// In the middle of the range of t the conditional law is the kernel's up to 0.004; at its edges, and with M
/// = 0, where x does not know t at all, it is not.
std::vector<verify::Check> g_11() {
  const std::string source = "data/reference/f_pfgm.json", note = "Kolmogorov's distance to the kernel's law";
  return {verify::value_check(0.004086114886953651, conditional_defect(291, 0.3), 1e-4, source,
                              note + ", t = 0.3"),
          beside(0, verify::value_check(0.4760401890038311, conditional_defect(291, 0.003), 1e-3, source,
                                        note + ", t = 0.003")),
          beside(0, verify::value_check(0.23142236064128574, conditional_defect(291, 30), 1e-3, source,
                                        note + ", t = 30")),
          beside(0, verify::value_check(0.27968928458844383, conditional_defect(0, 0.003), 1e-3, source,
                                        note + ", M = 0"))};
}

}  // namespace

void add_sampling(Rows& rows, const Settings& settings) {
  rows.add("G-09", {"quantiles", "draws"}, [=] { return g_09(settings); });
  rows.add("G-10", {"d=1", "d=2", "d=5"}, g_10);
  rows.add("G-11", {"middle", "small_t", "large_t", "one_noise"}, g_11);
}

}  // namespace kolmo::claims::green_functions
