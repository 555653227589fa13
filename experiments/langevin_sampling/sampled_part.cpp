// The same by sampling: ULA's variance with an honest error, autocorrelation times, and what diagnostics see.

#include <cmath>

#include "kolmo/core/statistics/correlated_samples.hpp"
#include "kolmo/sampling/chains/run_chains.hpp"
#include "kolmo/sampling/diagnostics/convergence.hpp"
#include "langevin_sampling/known_targets.hpp"
#include "langevin_sampling/parts.hpp"

namespace kolmo::langevin_sampling {
namespace {

using namespace sampling;

struct Chain {
  CorrelatedMean of_x, of_square;
};

/// One chain of ULA on N(0, 1), h = 0.1, after 500 steps.
Chain chain_of(const Sizes& sizes) {
  Chains chains(Points::Zero(1, 1));
  Eigen::ArrayXd x(sizes.samples);
  run_chains({*normal_target(), kernel("ula"), with_step(0.1), sizes.samples + 500,
              RandomStream(sizes.seed).role("one_chain")},
             chains, [&](Index step, Index, const ChainView& chain) {
               if (step > 500) x(step - 501) = chain.x(0, 0);
             });
  const Eigen::ArrayXd square = x.square();
  return {correlated_mean(x.data(), x.size()), correlated_mean(square.data(), square.size())};
}

/// An autocorrelation time τ from n draws is known to about τ √(2(2m + 1)/n), m ≈ 5τ the window (Sokal 1997):
/// to 12 % from a million at τ = 19, z = 4.
double time_tolerance(double time, Index n) {
  return std::max(0.12, 4 * std::sqrt(2 * (10 * time + 1) / static_cast<double>(n))) * time;
}

/// Four chains at −5 and four at 5.
ChainDraws stuck(const Sizes& sizes) {
  Points z(1000, 8);
  const RandomStream stream = RandomStream(sizes.seed).role("stuck");
  stream.normals(0, 0, z);
  for (Index c = 0; c < 8; ++c) z.col(c) += c < 4 ? -5 : 5;
  return z;
}

}  // namespace

frame::Plan sampled_plan(const Sizes& sizes, const std::function<double()>& z) {
  frame::Plan plan{"Chains that are sampled",
                   "ULA on N(0, 1), h = 0.1: x is an autoregression with 0.9, x^2 one with 0.81."};
  const auto chain = frame::lazy([=] { return chain_of(sizes); });
  plan.checks.push_back({"ula/variance", [=] {
                           const CorrelatedMean& mean = chain->get().of_square;
                           return verify::estimate_check("", 1 / 0.95, {mean.value, mean.standard_error}, z(),
                                                         0, "1/(1 - h/2)");
                         }});
  plan.checks.push_back({"ula/autocorrelation_time/x", [=] {
                           return verify::value_check(19, chain->get().of_x.autocorrelation_time,
                                                      time_tolerance(19, sizes.samples),
                                                      "(1 + 0.9)/(1 - 0.9)");
                         }});
  plan.checks.push_back({"ula/autocorrelation_time/x2", [=] {
                           return verify::value_check(9.526, chain->get().of_square.autocorrelation_time,
                                                      time_tolerance(9.526, sizes.samples),
                                                      "(1 + 0.81)/(1 - 0.81)");
                         }});
  const auto draws = frame::lazy([=] { return stuck(sizes); });
  // W is a mean of 8 variances of 1000 draws: R̂ is known to R̂/(2√(8000/2)), 0.043 at one deviation.
  plan.checks.push_back({"stuck/r_hat", [=] {
                           return verify::value_check(std::sqrt(0.999 + 200.0 / 7),
                                                      potential_scale_reduction(draws->get()), 0.25,
                                                      "W = 1, B = 25*8/7", "4 chains at -5, 4 at 5");
                         }});
  plan.checks.push_back({"stuck/split_r_hat", [=] {
                           return verify::value_check(std::sqrt(0.998 + 80.0 / 3), split_r_hat(draws->get()),
                                                      0.25, "W = 1, B = 25*16/15", "their 16 halves");
                         }});
  plan.checks.push_back({"stuck/rank_r_hat", [=] {
                           return verify::value_check(
                               1.694, rank_r_hat(draws->get()), 0.03,
                               "normal scores of halves: mean^2 2/pi, variance 1 - 2/pi",
                               "ranks forget how far the modes are");
                         }});
  return plan;
}

}  // namespace kolmo::langevin_sampling
