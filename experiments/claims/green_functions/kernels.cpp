// The kernel that is isotropic in time and space, and kernels that are so in space alone.

#include <cmath>
#include <numbers>

#include "claims/green_functions/radial.hpp"
#include "claims/green_functions/rows.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/green_flow/green_field.hpp"
#include "kolmo/green_flow/power_kernel.hpp"
#include "kolmo/green_flow/radial_profile.hpp"

namespace kolmo::claims::green_functions {
namespace {

using green_flow::PowerKernel;

constexpr double pi = std::numbers::pi;

/// G = C (t, x − x₀)/R^{d+1}: φ R^{d+1}/t is one number at all t and r, C = Γ((d+1)/2)/π^{(d+1)/2}, and the
/// direction is that of (t, x − x₀).
std::vector<verify::Check> g_05() {
  double spread = 0, turned = 0;
  for (Index d = 1; d <= 3; ++d) {
    const PowerKernel kernel(d, 1);
    const double half = 0.5 * static_cast<double>(d + 1), constant = std::tgamma(half) / std::pow(pi, half);
    for (const double t : {0.2, 1.0, 3.0})
      for (const double r : {0.0, 0.7, 4.0}) {
        const At found = at(kernel, t, r);
        spread = std::max(spread, std::abs(found.density * std::pow(t * t + r * r, half) / t / constant - 1));
        turned = std::max(turned, std::abs(found.rate * t - 1));
      }
  }
  return {verify::value_check(0, spread, 1e-13, "Gamma((d + 1)/2)/pi^((d + 1)/2)",
                              "phi R^(d+1)/t over C, less 1"),
          verify::value_check(0, turned, 1e-14, "isotropic", "slope of G against (t, r)")};
}

/// ½∫|φ_T(x) − φ_T(x − 1)| dx of the law on the line: the densities cross at ½.
double apart(double horizon) {
  const PowerKernel kernel(1, 1);
  const auto below = [&](double x) {
    return 0.5 + std::copysign(0.5 * kernel.radial_distribution(horizon, std::abs(x)), x);
  };
  return below(0.5) - below(-0.5);
}

/// Total variation between the ends of sources at 0 and 1: (2/π) arctan(1/2T), which falls as 1/T.
std::vector<verify::Check> g_08() {
  const double slope = std::log(apart(400) / apart(200)) / std::log(2.0);
  const double by_density = 0.5 * integral(
                                      [](double u) {
                                        const double x = 0.5 + 10 * std::tan(u),
                                                     stretch = 10 / std::pow(std::cos(u), 2);
                                        const PowerKernel kernel(1, 1);
                                        return stretch * std::abs(at(kernel, 10, std::abs(x)).density -
                                                                  at(kernel, 10, std::abs(x - 1)).density);
                                      },
                                      -pi / 2, pi / 2, 40);
  return {verify::value_check(2 / pi * std::atan(0.05), by_density, 1e-10, "2/pi arctan(1/2T)", "T = 10"),
          verify::value_check(-1, slope, 1e-4, "1/T", "slope from T = 200 to 400")};
}

/// ϕ = −r^{−d} ∂_t ∫₀^r φ q^{d−1} dq: the integral by quadrature, its derivative by differences.
double continuity_defect(const green_flow::GreenKernel& kernel) {
  const auto d = static_cast<double>(kernel.dimension());
  double worst = 0;
  for (const double r : {0.3, 1.0, 2.5}) {
    const auto inside = [&](double t) {
      return integral([&](double q) { return at(kernel, t, q).density * std::pow(q, d - 1); }, 0, r, 8);
    };
    const At here = at(kernel, 0.8, r);
    const double by_integral = -std::pow(r, -d) * slopes(inside, 0.8, 1e-2).first;
    worst = std::max(worst, std::abs(by_integral / (here.rate * here.density) - 1));
  }
  return worst;
}

std::vector<verify::Check> g_12() {
  const green_flow::ProfileKernel normal(3, green_flow::find_profile("gaussian"),
                                         {[](double t) { return t * t; }, [](double t) { return 2 * t; }});
  const std::string note = "phi by its integral over phi by the kernel, less 1";
  return {
      verify::value_check(0, continuity_defect(PowerKernel(2, 1)), 1e-6, "quadrature",
                          note + ", Poisson, d = 2"),
      verify::value_check(0, continuity_defect(PowerKernel(3, 4)), 1e-6, "quadrature",
                          note + ", d = 3, D = 4"),
      verify::value_check(0, continuity_defect(normal), 1e-5, "quadrature", note + ", normal, sigma = t^2")};
}

}  // namespace

void add_kernels(Rows& rows) {
  rows.add("G-05", {"constant", "direction"}, g_05);
  rows.add("G-08", {"distance", "slope"}, g_08);
  rows.add("G-12", {"poisson", "further_dimensions", "normal"}, g_12);
}

}  // namespace kolmo::claims::green_functions
