// Laws of random walks against the normal law (Donsker, Berry and Esseen).

#include <cmath>
#include <numbers>

#include "discrete_to_continuous/parts.hpp"
#include "discrete_to_continuous/random_walk.hpp"

#include "kolmo/core/statistics/normal.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

const char* const esseen =
    "C5-05: Donsker 1951; Esseen 1956: sqrt(n) KS -> (|E X^3| + 3 d)/(6 sqrt(2 pi)), d the span of the "
    "lattice";

Study study(const DonskerSettings& donsker, const std::string& name, const std::string& long_name,
            double order, std::function<double(Index)> error) {
  Study result;
  result.name = name;
  result.long_name = long_name;
  result.order = order;
  result.h = steps_of(donsker.steps);
  result.error = [error = std::move(error)](double h) { return error(number_of_steps(h)); };
  result.fit_up_to = 1 / static_cast<double>(donsker.fit_from_steps);
  result.source = esseen;
  result.h_long_name = "1/n, n the number of steps of the walk";
  result.h_units = "1";
  return result;
}

/// (|E X³| + 3 d)/(6 √(2π)).
double esseen_constant(double third_moment, double span) {
  return (std::abs(third_moment) + 3 * span) / (6 * std::sqrt(2 * std::numbers::pi));
}

void add_walks(const DonskerSettings& donsker, Noiseless& plan) {
  plan.studies.push_back(study(donsker, "simple_walk",
                               "KS distance of S_n/sqrt(n) from N(0, 1), steps +1 and -1", 0.5,
                               [](Index n) { return ks_distance(coin_walk(n, 0.5), normal_cdf); }));
  plan.studies.back().constant = {esseen_constant(0, 2)};
  plan.studies.push_back(study(donsker, "simple_walk_midpoints",
                               "the same at the midpoints of the lattice (continuity correction)", 1,
                               [](Index n) { return ks_at_midpoints(coin_walk(n, 0.5), normal_cdf); }));
  const double p = donsker.coin, deviation = std::sqrt(p * (1 - p));
  plan.studies.push_back(study(donsker, "biased_walk",
                               "KS distance of S_n/sqrt(n) from N(0, 1), a biased coin centred and scaled",
                               0.5, [p](Index n) { return ks_distance(coin_walk(n, p), normal_cdf); }));
  // The lattice point next to 0 lies up to one span off, where φ and the skewness term have changed by
  // O(1/n).
  const double constant = esseen_constant((1 - 2 * p) / deviation, 1 / deviation);
  plan.studies.back().constant = {constant,
                                  2 * constant / std::sqrt(static_cast<double>(donsker.steps.back()))};
  plan.studies.push_back(study(donsker, "exponential_walk",
                               "KS distance of S_n/sqrt(n) from N(0, 1), exponential steps less 1", 0.5,
                               [](Index n) { return exponential_walk_ks(n); }));
  plan.studies.back().constant = {esseen_constant(2, 0)};
  plan.studies.push_back(study(donsker, "maximum",
                               "KS distance of max S_k/sqrt(n) from |N(0, 1)|, steps +1 and -1", 0.5,
                               [](Index n) { return ks_distance(simple_walk_maximum(n), half_normal_cdf); }));
  // All of it is the jump at 0: P(M = 0) = P(S_n = 0) + P(S_n = 1) ~ 2/√(2πn).
  plan.studies.back().constant = {2 / std::sqrt(2 * std::numbers::pi)};
  plan.studies.back().source = "C5-05: the maximum is a continuous functional; reflection principle";
}

/// E W² for Δ = 0.1 at t = 1 with as many terms √Δ z as the sum from k = 0 to ⌊t/Δ⌋ − 1 + extra has.
double partial_sum_variance(int extra) {
  const double step = 0.1;
  double variance = 0;
  for (int k = 0; k <= static_cast<int>(std::floor(1.0 / step)) - 1 + extra; ++k) variance += step;
  return variance;
}

}  // namespace

Noiseless donsker_plan(const Settings& settings) {
  Noiseless plan;
  add_walks(settings.donsker, plan);
  const std::string source = "C5-04: data/reference/k_misc.json, donsker_offbyone";
  plan.facts.push_back({"partial_sum_variance", 1, [] { return partial_sum_variance(0); }, 1e-15, source,
                        "sum to floor(t/dt) - 1, dt = 0.1, t = 1"});
  plan.facts.push_back({"partial_sum_variance_as_printed", 1.1, [] { return partial_sum_variance(1); }, 1e-15,
                        source, "sum to floor(t/dt): one term too many, E W^2 = t + dt"});
  return plan;
}

}  // namespace kolmo::discrete_to_continuous
