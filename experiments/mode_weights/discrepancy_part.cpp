// The kernel Stein discrepancy: its values, the level of its tests, and what it does not see.

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/statistics/gauss_hermite.hpp"
#include "kolmo/sampling/stein/stein.hpp"
#include "mode_weights/parts.hpp"
#include "mode_weights/two_wells.hpp"

namespace kolmo::mode_weights {
namespace {

using namespace sampling;

constexpr Index draws = 400, replicates = 99;

/// KSD² between N(δ, 1) and N(0, 1), ℓ = 1, by Gauss and Hermite's rule.
double discrepancy(double shift) {
  const GaussHermite rule(60);
  const Points x = rule.nodes + shift;
  return rule.weights.matrix().dot(stein_kernel(x, -x, x, -x, 1) * rule.weights.matrix());
}

/// Share of replicas that reject at 5 %.
double rejections(const Sizes& sizes, SteinBootstrap bootstrap, double shift, Index replicas) {
  Eigen::ArrayXd rejected(replicas);
  const RandomStream stream = RandomStream(sizes.seed).role("stein");
  for_each_task(replicas, [&](Index r) {
    const RandomStream own = stream.role("replica", static_cast<std::uint64_t>(r));
    Points x(draws, 1);
    own.role("draws").normals(0, 0, x);
    x += shift;
    rejected(r) = stein_test(stein_kernel(x, -x, x, -x, 1), bootstrap, replicates, own).p_value <= 0.05;
  });
  return rejected.mean();
}

verify::Check level_check(const Sizes& sizes, SteinBootstrap bootstrap, const char* note) {
  // Twice the nominal level is the bias that the wild bootstrap is known for at n = 400; 4 √(0.05·0.95/n)
  // beside it.
  const double noise = 4 * std::sqrt(0.05 * 0.95 / static_cast<double>(sizes.replicas));
  return verify::value_check(0.05, rejections(sizes, bootstrap, 0, sizes.replicas), std::max(0.04, noise),
                             "nominal level 5 %", note);
}

double statistic(const Sizes& sizes, double left, double shift) {
  const density::GaussianMixture target = two_wells(1);
  const Points x = density::sample(two_wells(1, left), RandomStream(sizes.seed).role("blind"), 1000) + shift;
  Points s(x.rows(), 1);
  target.score(x, s);
  return ksd_u(stein_kernel(x, s, x, s, 1));
}

/// Levels and power of the tests.
void add_test_checks(frame::Plan& plan, const Sizes& sizes) {
  plan.checks.push_back({"level/wild", [=] {
                           return level_check(sizes, SteinBootstrap::wild, "V-statistic, wild bootstrap");
                         }});
  plan.checks.push_back({"level/multinomial", [=] {
                           return level_check(sizes, SteinBootstrap::multinomial,
                                              "U-statistic, centred multinomial weights");
                         }});
  plan.checks.push_back({"power/wild", [=] {
                           return verify::value_check(1, rejections(sizes, SteinBootstrap::wild, 0.5, 16),
                                                      0.1, "a shift by half a deviation",
                                                      "share of rejections");
                         }});
  plan.checks.push_back({"ordinary_bootstrap_never_rejects", [=] {
                           return verify::value_check(0, rejections(sizes, SteinBootstrap::ordinary, 0, 32),
                                                      0, "its replicates are not centred",
                                                      "share of rejections of the true law");
                         }});
}

}  // namespace

frame::Plan discrepancy_plan(const Sizes& sizes) {
  frame::Plan plan{"The kernel Stein discrepancy",
                   "k = exp(-r^2/2), N(0, 1): values by quadrature, tests on 400 draws."};
  for (const double shift : {0.0, 0.3, 1.0, 2.0}) {
    plan.checks.push_back({"value/shift=" + number_text(shift), [=] {
                             return verify::value_check(shift * shift / std::sqrt(3.0), discrepancy(shift),
                                                        1e-10, "delta^2/sqrt(3)", "KSD^2 of N(delta, 1)");
                           }});
  }
  plan.checks.push_back({"diagonal", [] {
                           const GaussHermite rule(60);
                           const Points x = rule.nodes;
                           return verify::value_check(
                               2, rule.weights.matrix().dot(stein_kernel(x, -x, x, -x, 1).diagonal()), 1e-12,
                               "E s^2 + 1/l^2", "E k_p(x, x)");
                         }});
  add_test_checks(plan, sizes);
  plan.checks.push_back({"blind_to_weights", [=] {
                           return verify::value_check(0, statistic(sizes, 0.5, 0), 0.02,
                                                      "scores do not know weights of separated modes",
                                                      "KSD^2 of weights 1/2 for 0.2 and 0.8");
                         }});
  plan.checks.push_back({"sees_a_shift", [=] {
                           return verify::value_check(0.09 / std::sqrt(3.0),
                                                      statistic(sizes, left_weight, 0.3), 0.03,
                                                      "delta^2/sqrt(3)", "KSD^2 of a shift by 0.3");
                         }});
  return plan;
}

}  // namespace kolmo::mode_weights
