// Barenblatt's solution on the line, by quantiles: every step's error is known.

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

#include "frame/lazy.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/jko/barenblatt.hpp"
#include "kolmo/jko/jko_step.hpp"
#include "kolmo/jko/porous_medium_line.hpp"
#include "wasserstein_flow/parts.hpp"

namespace kolmo::wasserstein_flow {
namespace {

/// From t = 1 to 4.
struct Flow {
  double radius, error;  ///< error: ∫|ρ − exact| at the end
};

double distance(const jko::Barenblatt& exact, double t, const std::function<double(double)>& other) {
  const Index points = 20000;
  const double end = 1.1 * exact.radius(5), h = 2 * end / static_cast<double>(points);
  double total = 0;
  for (Index i = 0; i < points; ++i) {
    const double x = -end + (static_cast<double>(i) + 0.5) * h;
    total += h * std::abs(exact.density(std::abs(x), t) - other(x));
  }
  return total;
}

Flow flow(const std::string& scheme, double m, Index cells, int steps) {
  const jko::Barenblatt exact(1, m);
  const jko::PorousMediumLine energy(m);
  const auto step = jko::find_step(scheme).make();
  jko::LagrangianDensity rho = exact.line(cells, 1);
  const double tau = 3.0 / steps;
  for (int k = 0; k < steps; ++k) {
    throw_if_stopped();
    step->step(energy, k * tau, tau, rho);
  }
  const double error = distance(exact, 4, [&](double x) {
    const Eigen::ArrayXd place = Eigen::ArrayXd::Constant(1, x);
    Eigen::ArrayXd value(1);
    rho.density(place, value);
    return value(0);
  });
  return {(rho.nodes()(cells) - rho.nodes()(0)) / 2, error};
}

/// s of the profile after exact steps, from s^β (1 − cβ/s) = x: c = τ and x = s₀^β for a first-order one.
double next(double x, double c, double beta) {
  double low = std::pow(x, 1 / beta), high = low + 2 * c + 2;
  for (int k = 0; k < 100; ++k) {
    const double s = (low + high) / 2;
    (std::pow(s, beta) * (1 - c * beta / s) < x ? low : high) = s;
  }
  return (low + high) / 2;
}

double exact_steps(const jko::Barenblatt& exact, int steps, bool bdf2) {
  const double tau = 3.0 / steps, beta = exact.beta();
  double s = 1, before = 1;
  for (int k = 0; k < steps; ++k) {
    const double here = std::pow(s, beta), old = std::pow(before, beta);
    before = s;
    if (!bdf2) {
      s = next(here, tau, beta);
    } else if (k == 0) {
      s = next(std::pow(next(here, tau / 2, beta), beta), tau / 2, beta);
    } else {
      s = next((4 * here - old) / 3, 2 * tau / 3, beta);
    }
  }
  return s;
}

/// log₄ of how much the front has grown: what BDF2 leaves in 64 steps is 2e-4 of it.
double exponent(double m, Index cells) {
  return std::log(flow("quantile_bdf2", m, cells, 64).radius / jko::Barenblatt(1, m).radius(1)) /
         std::log(4.0);
}

}  // namespace

frame::Plan porous_line_plan(Index cells) {
  frame::Plan plan{
      "The porous medium equation on the line",
      "Barenblatt's solution of rho_t = (rho^m)_xx from t = 1 to 4 by quantiles. Exact steps keep the "
      "profile, so that radius and error of each are known."};
  const auto check = [&](const std::string& name, double tolerance, const std::string& source,
                         const std::string& note, std::function<double()> expected,
                         std::function<double()> observed) {
    plan.checks.push_back(
        {name, [=] { return verify::value_check(expected(), observed(), tolerance, source, note); }});
  };
  const jko::Barenblatt two(1, 2);
  // the front is an end of the last cell: 1.4e-4 short of it at 400 cells
  const double front = 2e-4 * std::max(1.0, 400 / static_cast<double>(cells));
  for (const bool bdf2 : {false, true})
    for (const int steps : {4, 8, 16}) {
      const std::string scheme = bdf2 ? "quantile_bdf2" : "quantile",
                        name = scheme + "_" + number_text(steps) + "_steps";
      const auto found = frame::lazy([=] { return flow(scheme, 2, cells, steps); });
      check(
          "radius/" + name, front, "exact steps", "radius of the front at t = 4",
          [=] { return two.radius(exact_steps(two, steps, bdf2)); }, [=] { return found->get().radius; });
      check(
          "error/" + name, 1e-4, "exact steps", "L1 error at t = 4",
          [=] {
            const double s = exact_steps(two, steps, bdf2);
            return distance(two, 4, [=](double x) { return two.density(std::abs(x), s); });
          },
          [=] { return found->get().error; });
    }
  check(
      "exponent_m_2", 1e-3, "1/(m + 1) on the line", "growth of the front", [] { return 1.0 / 3; },
      [=] { return exponent(2, cells); });
  check(
      "exponent_m_3", 1e-3, "1/(m + 1) on the line", "growth of the front", [] { return 0.25; },
      [=] { return exponent(3, cells); });
  return plan;
}

}  // namespace kolmo::wasserstein_flow
