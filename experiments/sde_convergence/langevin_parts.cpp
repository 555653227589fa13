#include "sde_convergence/langevin_parts.hpp"

#include <utility>

#include "kolmo/measure/problems/periodic.hpp"
#include "kolmo/measure/sde/langevin_orders.hpp"
#include "kolmo/measure/sde/one_step_moments.hpp"
#include "kolmo/measure/sde/weak_without_sampling.hpp"

namespace kolmo::sde_convergence {
namespace {

using namespace measure;
using sde::SdeScheme;

using Problem = std::shared_ptr<const CircleProblem>;

/// The schemes that no other part steps: those made for Langevin dynamics.
std::vector<const SdeScheme*> schemes_for(const process::Process& process) {
  std::vector<const SdeScheme*> all;
  for (const SdeScheme* scheme : sde::schemes()) {
    if (!scheme->can_step(Periodic()) && scheme->can_step(process)) all.push_back(scheme);
  }
  return all;
}

/// Weak orders of the schemes made for it; stationary ones of all that claim them. Of those that claim weak
/// order 2 at most, or of the others.
void add_spectral(const Problem& problem, const std::vector<Index>& steps, bool more, Plan& plan) {
  const auto exact = lazy([problem] { return exact_expectation(*problem); });
  for (const SdeScheme* scheme : sde::schemes()) {
    if (!scheme->can_step(*problem->process)) continue;
    const Claim& claim = scheme->claim();
    if ((claim.order(Sense::weak, Context::additive).value_or(0) > 2) != more) continue;
    if (claim.order(Sense::weak, Context::additive) && !scheme->can_step(Periodic())) {
      plan.studies.push_back(
          {"weak_" + claim.name, [=] { return circle_weak_study(*scheme, *problem, exact->get(), steps); }});
    }
    if (claim.order(Sense::stationary)) {
      plan.studies.push_back(
          {"stationary_" + claim.name, [=] { return circle_stationary_study(*scheme, *problem, steps); }});
    }
  }
}

void add_moments(const Problem& problem, Plan& plan) {
  for (const SdeScheme* scheme : schemes_for(*problem->process)) {
    plan.checks.push_back(
        {"moments_" + scheme->claim().name, [=] { return one_step_moments(*scheme, *problem->process); }});
  }
}

void add_harmonic_well(Plan& plan) {
  for (const auto& [h, number] : {std::pair{0.1, "0.1"}, {0.5, "0.5"}, {1.0, "1.0"}, {1.5, "1.5"}}) {
    for (const char* scheme : {"baoab", "obabo"}) {
      for (const Index j : {0, 1}) {
        plan.checks.push_back({std::string("harmonic_") + (j == 0 ? "q2_" : "p2_") + scheme + "_h" + number,
                               [scheme, h = h, j] { return harmonic_moment_check(scheme, h, j); }});
      }
    }
  }
  for (const char* scheme : {"baoab", "obabo"}) {
    plan.checks.push_back(
        {std::string("stability_") + scheme, [scheme] { return harmonic_stability_check(scheme); }});
  }
}

}  // namespace

Plan overdamped_plan(const RunSettings&) {
  Plan plan{
      "Overdamped Langevin dynamics on the circle",
      "dX = -V'(X) dt + sqrt(2) dW, V = 0.8 cos x + 0.3 sin 2x: the law at t = 1 and the stationary law",
      {},
      {}};
  const auto problem = std::make_shared<const CircleProblem>(overdamped_on_circle());
  add_spectral(problem, step_counts(16, 256), false, plan);
  add_moments(problem, plan);
  return plan;
}

Plan underdamped_plan(const RunSettings& settings) {
  Plan plan{
      "Underdamped Langevin dynamics",
      "dq = p dt, dp = -V'(q) dt - 0.8 p dt + sqrt(1.6) dW, V = 0.8 cos q + 0.3 sin 2q; harmonic: V = q^2/2",
      {},
      {}};
  const auto problem = std::make_shared<const CircleProblem>(underdamped_on_circle());
  const auto path =
      std::make_shared<PathProblem>(PathProblem{*problem->process, Eigen::ArrayXd::Constant(2, 0.5)});
  const auto reference = lazy([path, problem, settings] { return reference_paths(*path, settings.strong); });
  for (const SdeScheme* scheme : schemes_for(*problem->process)) {
    const Claim& claim = scheme->claim();
    if (claim.order(Sense::strong, Context::additive)) {
      plan.studies.push_back({"strong_" + claim.name, [=] {
                                return strong_study(*scheme, *path, reference->get(), settings.strong);
                              }});
    }
    plan.studies.push_back(
        {"deterministic_" + claim.name, [=] { return noiseless_study(*scheme, *problem->process); }});
  }
  add_spectral(problem, underdamped_steps(2), false, plan);
  add_spectral(std::make_shared<const CircleProblem>(underdamped_on_circle(3)), underdamped_steps(3), true,
               plan);
  add_moments(problem, plan);
  add_harmonic_well(plan);
  return plan;
}

}  // namespace kolmo::sde_convergence
