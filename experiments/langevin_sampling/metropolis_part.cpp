// Kernels that reject: acceptance and invariance by quadrature, and the step that adaptation finds.

#include <cmath>
#include <numbers>

#include "kolmo/core/number_text.hpp"
#include "kolmo/sampling/chains/adapt_step.hpp"
#include "kolmo/sampling/exact/acceptance.hpp"
#include "kolmo/sampling/kernels/hamiltonian.hpp"
#include "langevin_sampling/known_targets.hpp"
#include "langevin_sampling/parts.hpp"

namespace kolmo::langevin_sampling {
namespace {

using namespace sampling;

struct Case {
  std::string id, kernel;
  KernelSettings settings;
  double acceptance;
  const char* source;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const auto& [h, acceptance] : {std::pair{0.5, .92083315}, {1.0, .78365310}, {1.5, .63328343}}) {
    all.push_back({"mala/h=" + number_text(h), "mala", with_step(h), acceptance,
                   "1 - (2/pi) asin(h^2/sqrt((h^2 + 2h)(4 - 2h + h^2)))"});
  }
  for (const double sigma : {0.5, 1.0, 2.4}) {
    all.push_back({"random_walk/sigma=" + number_text(sigma), "random_walk", with_step(0.5 * sigma * sigma),
                   2 / std::numbers::pi * std::atan(2 / sigma), "(2/pi) atan(2/sigma)"});
  }
  constexpr const char* closed = "(4/pi) atan(1/sqrt(lambda)), lambda the larger eigenvalue of M^T M";
  all.push_back({"hmc/h=0.5/L=1", "hmc", with_step(0.5), 0.9900536254420992, closed});
  KernelSettings path = with_step(0.9);
  path.leapfrogs = 3;
  all.push_back({"hmc/h=0.9/L=3", "hmc", path, 0.9758727746720637, closed});
  return all;
}

OneStep one_step_of(const Case& one) {
  return one_step(kernel(one.kernel), *normal_target(), one.settings, normal_density,
                  [](double x) { return x * x; });
}

/// The largest change of v² + (1 − ¼h²)x² over 1000 leapfrogs.
verify::Check leapfrog_check(double h) {
  Points x = Points::Constant(1, 1, 0.7), v = Points::Constant(1, 1, -0.4), s = -x;
  const auto kept = [&] { return v(0, 0) * v(0, 0) + (1 - 0.25 * h * h) * x(0, 0) * x(0, 0); };
  const double start = kept();
  double change = 0;
  for (int n = 0; n < 1000; ++n) {
    leapfrog(*normal_target(), h, 1, x, v, s);
    change = std::max(change, std::abs(kept() - start));
  }
  return verify::value_check(0, change, 1e-11, "v^2 + (1 - h^2/4) x^2", "largest change over 1000 steps");
}

verify::Check adaptation_check(const std::string& name, const Sizes& sizes) {
  const auto target = normal_target(1, 10);
  const RandomStream stream = RandomStream(sizes.seed).role("adaptation");
  Points start(256, 10);
  stream.role("start").normals(0, 0, start);
  Chains chains(start);
  ChainPlan plan{*target, kernel(name), with_step(0.3), 20, stream.role(name)};
  const double wanted = plan.kernel.best_acceptance();
  const AdaptedStep adapted = adapt_step(plan, chains, wanted, 60, 20, name == "hmc" ? 1.5 : 0);
  plan.settings = adapted.settings;
  plan.first_step = static_cast<std::uint32_t>(adapted.steps);
  plan.steps = 200;
  return verify::value_check(wanted, mean_acceptance(plan, chains), 0.03,
                             "Roberts and Rosenthal 2001; Beskos et al. 2013",
                             "acceptance of 200 steps after adaptation has stopped, N(0, I_10)");
}

}  // namespace

frame::Plan metropolis_plan(const Sizes& sizes) {
  frame::Plan plan{"Kernels that reject",
                   "N(0, 1): quadrature over the library's own proposals and log ratios."};
  for (const Case& one : cases()) {
    const auto found = frame::lazy([=] { return one_step_of(one); });
    plan.checks.push_back({"acceptance/" + one.id, [=] {
                             const verify::Check check = verify::value_check(
                                 one.acceptance, found->get().acceptance, 1e-6, one.source);
                             return one.kernel == "mala" ? check.shows("C4-42") : check;
                           }});
    plan.checks.push_back({"invariance/" + one.id, [=] {
                             return verify::value_check(1, found->get().mean, 1e-10, "detailed balance",
                                                        "E y^2 after one step from N(0, 1)");
                           }});
  }
  for (const double h : {0.5, 1.5})
    plan.checks.push_back({"leapfrog/h=" + number_text(h), [=] { return leapfrog_check(h); }});
  for (const char* name : {"random_walk", "mala", "hmc"})
    plan.checks.push_back({"adaptation/" + std::string(name), [=] { return adaptation_check(name, sizes); }});
  plan.tables.push_back([](io::Group& part) {
    std::vector<double> steps, acceptance;
    for (double h = 0.1; h < 3; h += 0.2) {
      steps.push_back(h);
      acceptance.push_back(
          one_step(kernel("mala"), *normal_target(), with_step(h), normal_density, [](double x) {
            return x;
          }).acceptance);
    }
    io::Group& group = part.group("acceptance");
    group.scale("h", steps, {"step", "1"});
    group.variable("mala", {"h"}, acceptance, {"acceptance of MALA on N(0, 1)", "1"});
  });
  return plan;
}

}  // namespace kolmo::langevin_sampling
