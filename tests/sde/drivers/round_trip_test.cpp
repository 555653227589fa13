// A mixture under VP and back, on the process's own clock: the exact marginals are mixtures again.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <memory>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"
#include "kolmo/sde/drivers/simulate.hpp"

namespace kolmo::sde {
namespace {

using density::GaussianMixture;

struct Functional {
  const char* name;
  double (*of)(double x);
  double exact;
};

std::array<Functional, 3> functionals(const GaussianMixture& law) {
  return {{{"E X", [](double x) { return x; }, law.raw_moment(1)},
           {"E X²", [](double x) { return x * x; }, law.raw_moment(2)},
           {"P(X > 1)", [](double x) { return x > 1 ? 1.0 : 0.0; }, law.probability_above(1)}}};
}

// |observed − exact| ≤ z s + b, z = 6, b = 2 (|Δ| + z s_Δ) / (2^p − 1) from the coupled difference Δ of two
// levels.
void expect_law(const Points& fine, const Points& coarse, const GaussianMixture& law,
                const SdeScheme& scheme) {
  const double divisor = std::pow(2.0, *scheme.claim().order(Sense::weak, Context::additive)) - 1;
  const auto n = static_cast<double>(fine.rows());
  for (const Functional& functional : functionals(law)) {
    const Eigen::ArrayXd value = fine.col(0).unaryExpr(functional.of);
    const Eigen::ArrayXd change = value - coarse.col(0).unaryExpr(functional.of);
    const double error = std::sqrt((value - value.mean()).square().mean() / n);
    const double error_of_change = std::sqrt((change - change.mean()).square().mean() / n);
    const double budget = 2 * (std::abs(change.mean()) + 6 * error_of_change) / divisor;
    EXPECT_NEAR(value.mean(), functional.exact, 6 * error + budget)
        << functional.name << " " << scheme.claim().name;
    // levels that round their normals are coupled loosely
    EXPECT_LT(budget, scheme.quadrature_nodes() > 0 ? 0.2 : 0.1)
        << functional.name << " " << scheme.claim().name;
  }
}

struct RoundTrip : testing::Test {
  const process::VariancePreserving process{0.1, 20, 1, 1};
  const std::shared_ptr<const process::Process> on_clock = process::on_clock(process);
  const double end = process.clock(1);
  const Index particles = 15000;
  const GaussianMixture data = density::mixture_1d(Eigen::Array3d(0.3, 0.5, 0.2), Eigen::Array3d(-3, 0, 2),
                                                   Eigen::Array3d(0.4, 0.7, 0.3));
};

TEST_F(RoundTrip, ForwardGivesTheExactMarginal) {
  const double half = process.clock(0.3);
  const Schedule schedule = Schedule::with_step({0, half, end}, 0.02, 2);
  const Points start = density::sample(data, RandomStream(1, 1), particles);
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(*on_clock)) continue;
    const Snapshots snapshots =
        simulate_snapshots({*on_clock, *scheme, schedule, particles, RandomStream(1, 2), 2}, start);
    expect_law(snapshots[1][0], snapshots[1][1], process::marginal(process, data, 0.3), *scheme);
    expect_law(snapshots[2][0], snapshots[2][1], process::marginal(process, data, 1), *scheme);
  }
}

TEST_F(RoundTrip, BackwardGivesTheData) {
  const auto score = std::make_shared<process::MarginalScore>(on_clock, data);
  const process::ReverseProcess reverse(on_clock, score, end);
  const Schedule schedule = Schedule::with_step({0, end - 1, end}, 0.01, 2);
  const Points start = density::sample(process::marginal(process, data, 1), RandomStream(2, 1), particles);
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(reverse)) continue;
    const Snapshots snapshots =
        simulate_snapshots({reverse, *scheme, schedule, particles, RandomStream(2, 2), 2}, start);
    expect_law(snapshots.back()[0], snapshots.back()[1], data, *scheme);
  }
}

}  // namespace
}  // namespace kolmo::sde
