// Annealed importance sampling: weights of exact moves, and what ULA inside does to them.

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/sampling/annealing/importance.hpp"
#include "mode_weights/parts.hpp"
#include "mode_weights/two_wells.hpp"

namespace kolmo::mode_weights {
namespace {

using namespace sampling;

std::vector<std::shared_ptr<const Target>> path(double variance, Index steps) {
  std::vector<std::shared_ptr<const Target>> targets;
  for (Index k = 0; k <= steps; ++k)
    targets.push_back(
        normal_target(1 / (1 + (1 / variance - 1) * static_cast<double>(k) / static_cast<double>(steps))));
  return targets;
}

double ratio(double variance, Index steps) {
  return gaussian_weight_moment(variance, steps, 2) / std::pow(gaussian_weight_moment(variance, steps, 1), 2);
}

RandomStream stream_of(const Sizes& sizes, Index steps) {
  return RandomStream(sizes.seed).role("importance", static_cast<std::uint64_t>(steps));
}

/// N(0, 1) → N(0, ¼) with independent draws of each level.
WeightedSample exact_sample(const Sizes& sizes, Index steps) {
  const RandomStream stream = stream_of(sizes, steps);
  return annealed_importance(path(0.25, steps), normal_points(stream.role("start"), sizes.particles, 1, 1),
                             [&](Index level, const Target&, Points& x) {
                               const double precision =
                                   1 + 3 * static_cast<double>(level) / static_cast<double>(steps);
                               x = normal_points(stream.role("move", static_cast<std::uint64_t>(level)),
                                                 x.rows(), 1, 1 / std::sqrt(precision));
                             });
}

WeightedSample chain_sample(const Sizes& sizes, Index steps, const char* name, double h, Index moves) {
  const RandomStream stream = stream_of(sizes, steps).role(name);
  return annealed_importance(path(0.25, steps), normal_points(stream.role("start"), sizes.particles, 1, 1),
                             [&](Index level, const Target& target, Points& x) {
                               Chains chains(x);
                               KernelSettings settings;
                               settings.step = h;
                               run_chains({target, kernel(name), settings, moves,
                                           stream.role("move", static_cast<std::uint64_t>(level))},
                                          chains);
                               x = chains.x;
                             });
}

/// Second moments of the weights of exact moves.
void add_moment_checks(frame::Plan& plan) {
  const auto moment = [&](double variance, Index steps, double expected) {
    plan.checks.push_back({"second_moment/s2=" + number_text(variance) + "/K=" + number_text(steps), [=] {
                             return verify::value_check(expected, ratio(variance, steps), 5e-7,
                                                        "Gaussian integrals", "E w^2/(E w)^2");
                           }});
  };
  moment(0.25, 1, 1.511858);
  moment(0.25, 10, 1.099683);
  moment(0.25, 100, 1.011105);
  moment(4, 10, 1.149534);
  for (const Index steps : {1, 2, 3}) {
    plan.checks.push_back({"infinite_second_moment/s2=4/K=" + number_text(steps), [=] {
                             return verify::value_check(1, std::isinf(ratio(4, steps)) ? 1 : 0, 0,
                                                        "the integral diverges", "said, not averaged");
                           }});
  }
}

}  // namespace

frame::Plan importance_plan(const Sizes& sizes, const Z& z) {
  frame::Plan plan{"Annealed importance sampling",
                   "N(0, 1) to N(0, s^2) by K steps of equal precision: E w is the ratio of constants "
                   "whatever K, and E w^2/(E w)^2 "
                   "is n over the effective sample size."};
  add_moment_checks(plan);
  for (const Index steps : {1, 10}) {
    const auto sample = frame::lazy([=] { return exact_sample(sizes, steps); });
    const std::string name = "/K=" + number_text(steps);
    plan.checks.push_back({"mean_weight" + name, [=] {
                             return verify::estimate_check("", 0.5, sample->get().mean_weight(), z(), 0,
                                                           "s, the ratio of constants");
                           }});
    plan.checks.push_back({"effective_size" + name, [=] {
                             const double exact = ratio(0.25, steps),
                                          n = static_cast<double>(sizes.particles);
                             // w² has a relative deviation below 3 at K = 1 and far below it at K = 10.
                             return verify::value_check(exact, n / sample->get().effective_size(),
                                                        z() * 3 * (exact - 1) / std::sqrt(n),
                                                        "Gaussian integrals", "n over (sum w)^2/sum w^2");
                           }});
  }
  plan.checks.push_back({"mala_inside", [=] {
                           return verify::estimate_check(
                               "", 0.5, chain_sample(sizes, 10, "mala", 0.2, 20).mean_weight(), z(), 0,
                               "s: MALA leaves every level invariant");
                         }});
  plan.checks.push_back({"ula_inside_is_biased", [=] {
                           const Estimate found = chain_sample(sizes, 10, "ula", 0.2, 20).mean_weight();
                           const double away = std::abs(found.value - 0.5) / found.standard_error;
                           return verify::value_check(
                               1, away > 2 * z() ? 1 : 0, 0, "ULA leaves no level invariant",
                               "whether E w is off by more than twice what noise allows");
                         }});
  return plan;
}

}  // namespace kolmo::mode_weights
