// Geometric Brownian motion: strong errors and moments in closed form.

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/measure/problems/reference_values.hpp"
#include "kolmo/measure/sde/claimed_orders.hpp"
#include "kolmo/measure/sde/multiplicative_moments.hpp"
#include "kolmo/measure/sde/weak_without_sampling.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "sde_convergence/linear_parts.hpp"
#include "sde_convergence/reference_check.hpp"

namespace kolmo::sde_convergence {
namespace {

using namespace measure;
using sde::SdeScheme;
using verify::noise_free_study;

/// Where the noise is linear in the state, nothing is left of the term with ∂²g/∂x² that holds a scheme to
/// weak order 1.5.
double weak_order_of_linear_noise(double claimed) { return claimed == 1.5 ? 2 : claimed; }

void add_studies(Plan& plan) {
  const std::vector<Index> steps = step_counts(16, 1024);
  for (const SdeScheme* scheme : sde::schemes()) {
    const process::GeometricBrownianMotion process(0.5, 0.3);
    if (!scheme->can_step(process) || !multiplicative_errors(*scheme, 0.5, 0.3, 1, 16)) continue;
    const Claim& claim = scheme->claim();
    const auto add = [&](const std::string& name, const std::string& long_name, std::optional<double> claimed,
                         double MultiplicativeErrors::*error) {
      if (!claimed) return;
      plan.studies.push_back({name, [=] {
                                std::vector<verify::OrderPoint> points;
                                for (const Index n : steps) {
                                  const auto errors = multiplicative_errors(*scheme, 0.5, 0.3, 1, n).value();
                                  points.push_back({1.0 / static_cast<double>(n), std::abs(errors.*error)});
                                }
                                return noise_free_study({name, long_name}, scheme->claim(), *claimed, points);
                              }});
    };
    add("strong_" + claim.name, "root mean square distance of paths at the end from the exact solution",
        claim.order(Sense::strong, Context::commutative), &MultiplicativeErrors::strong);
    std::optional<double> square = claim.order(Sense::weak, Context::general);
    if (square) square = weak_order_of_linear_noise(*square);
    add("weak_" + claim.name + "_square", "error of E X^2", square, &MultiplicativeErrors::square);
  }
}

/// The closed forms at σ = 0.8 against the reference's.
void add_reference(Plan& plan) {
  for (const MultiplicativeRow& row : multiplicative_rows) {
    const auto add = [&](const char* what, const char* scheme, double expected,
                         double MultiplicativeErrors::*error) {
      const std::string name = std::string("reference/") + what + "_" + scheme + "_" + number_text(row.steps);
      plan.checks.push_back({name, [=, steps = row.steps] {
                               const auto errors =
                                   multiplicative_errors(sde::scheme(scheme), 0.5, 0.8, 1, steps).value();
                               return reference_check(expected, errors.*error, 1e-9);
                             }});
    };
    add("strong", "euler_maruyama", row.euler_strong, &MultiplicativeErrors::strong);
    add("strong", "milstein", row.milstein_strong, &MultiplicativeErrors::strong);
    add("mean", "euler_maruyama", row.euler_mean, &MultiplicativeErrors::mean);
    add("square", "euler_maruyama", row.euler_square, &MultiplicativeErrors::square);
    add("square", "milstein", row.milstein_square, &MultiplicativeErrors::square);
  }
}

}  // namespace

Plan geometric_brownian_motion_plan(const RunSettings&) {
  Plan plan{"Geometric Brownian motion", "dX = 0.5 X dt + 0.3 X dW from 1; reference at 0.8 X dW", {}, {}};
  add_studies(plan);
  add_reference(plan);
  return plan;
}

}  // namespace kolmo::sde_convergence
