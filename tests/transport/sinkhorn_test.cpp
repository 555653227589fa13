#include "kolmo/transport/entropic/sinkhorn.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/transport/exact/discrete.hpp"
#include "kolmo/transport/gaussian/gaussian_transport.hpp"
#include "products.hpp"
#include "small_epsilon.hpp"

namespace kolmo::transport {
namespace {

const SinkhornForm both[] = {SinkhornForm::scaling, SinkhornForm::logarithms};

Points cloud(Index n, Index d, std::uint32_t step) {
  Points z(n, d);
  RandomStream(11, 5).normals(0, step, z);
  return z;
}

SinkhornPlan at(double epsilon, double tolerance = 1e-12, double reduction = 0.5,
                SinkhornForm form = SinkhornForm::scaling) {
  return {.epsilon = epsilon,
          .unit = EpsilonUnit::cost,
          .tolerance = tolerance,
          .reduction = reduction,
          .form = form};
}

// Two places a side, masses ½, costs 0 and 1: π = ½(p, 1 − p) with p = 1/(1 + e^{−1/ε}) by symmetry.
TEST(Sinkhorn, SolvesTwoPlacesInClosedForm) {
  const Eigen::ArrayXd half = Eigen::ArrayXd::Constant(2, 0.5);
  Eigen::ArrayXXd cost(2, 2);
  cost << 0, 1, 1, 0;
  for (const double epsilon : {10.0, 1.0, 0.1, 0.002})
    for (const SinkhornForm form : both) {
      const EntropicTransport found = sinkhorn(*dense_cost(cost), half, half, at(epsilon, 1e-13, 0.5, form));
      const double q = 1 / (1 + std::exp(1 / epsilon)), p = 1 - q;
      const double entropy = std::log(2) + p * std::log(p) + (q > 0 ? q * std::log(q) : 0);
      EXPECT_EQ(found.status, Status::converged);
      EXPECT_NEAR(found.transport_cost, q, 1e-14) << epsilon;
      EXPECT_NEAR(found.relative_entropy, entropy, 1e-13 / epsilon) << epsilon;  // a difference of c/ε
      EXPECT_NEAR(found.dual, q + epsilon * entropy, 1e-13);
      EXPECT_NEAR(found.upper, q + epsilon * entropy, 1e-13);
    }
}

/// A Gaussian on 201 nodes over 7 deviations, as points with weights.
struct Nodes {
  Points x{201, 1};
  Eigen::ArrayXd weights{201};
  Nodes(double mean, double deviation) {
    for (Index i = 0; i < 201; ++i) {
      const double z = 7 * (static_cast<double>(i) - 100) / 100;
      x(i, 0) = mean + deviation * z;
      weights(i) = std::exp(-z * z / 2);
    }
    weights /= weights.sum();
  }
};

// Gaussians are sums of nodes to 1e-11 here (the tails beyond 7 deviations), and so are all their closed
// forms. The potentials are quadratic: an error of the second order in x is left by ρ² a sweep... its square
// in f(x) by ρ⁴; that of first order, of means, by ρ².
TEST(Sinkhorn, ContractsAtTheRateOfGaussians) {
  const Nodes from(-1, 0.5), to(2, 1.5);
  const auto cost = dense_cost(squared_costs(from.x, to.x));
  const auto exact = gaussian_entropic_transport(
      Eigen::VectorXd::Constant(1, -1), Eigen::MatrixXd::Constant(1, 1, 0.25),
      Eigen::VectorXd::Constant(1, 2), Eigen::MatrixXd::Constant(1, 1, 2.25), 1.0);
  EXPECT_NEAR(exact.contraction, 0.5195, 5e-5);
  for (const SinkhornForm form : both) {
    const EntropicTransport found = sinkhorn(*cost, from.weights, to.weights, at(1.0, 1e-13, 1, form));
    EXPECT_EQ(found.status, Status::converged);
    const double rate = std::sqrt(found.history[13].residual / found.history[11].residual);
    EXPECT_NEAR(rate, exact.contraction, 0.002);
    EXPECT_NEAR(static_cast<double>(found.iterations), 48, 2) << found.residual;
    EXPECT_NEAR(found.dual, exact.value, 1e-9);
    EXPECT_NEAR(found.transport_cost, exact.transport_cost, 1e-9);
    EXPECT_NEAR(found.relative_entropy, exact.relative_entropy, 1e-9);
    // ε doubled contracts at 0.286
    const EntropicTransport doubled = sinkhorn(*cost, from.weights, to.weights, at(2.0, 1e-13, 1, form));
    EXPECT_NEAR(std::sqrt(doubled.history[9].residual / doubled.history[7].residual), 0.286, 0.002);
  }
}

// Hilbert's metric bounds what a sweep leaves of an error: tanh²(greatest mixed difference/4ε).
TEST(Sinkhorn, ContractsAtLeastAsHilbertsMetricSays) {
  const Points x = 0.5 * cloud(30, 2, 1), y = 0.5 * cloud(40, 2, 2);
  const Eigen::ArrayXXd c = squared_costs(x, y);
  double mixed = 0;
  for (Index i = 0; i < 30; ++i)
    for (Index k = 0; k < 30; ++k) {
      const Eigen::ArrayXd difference = (c.row(i) - c.row(k)).transpose();
      mixed = std::max(mixed, difference.maxCoeff() - difference.minCoeff());
    }
  const double epsilon = 4, bound = std::pow(std::tanh(mixed / (4 * epsilon)), 2);
  ASSERT_LT(bound, 0.9);
  const EntropicTransport found = sinkhorn(x, y, at(epsilon, 1e-13, 1));
  for (std::size_t k = 4; k + 1 < std::min<std::size_t>(found.history.size(), 12); ++k)
    if (found.history[k].residual > 1e-12) {
      EXPECT_LE(found.history[k + 1].residual, 1.01 * bound * found.history[k].residual);
    }
}

TEST(Sinkhorn, ConvergesForSmallEpsilonWithinTheBudget) {
  const SmallEpsilon problem;
  const auto cost = dense_cost(squared_costs(problem.points, problem.points));
  const EntropicTransport found = sinkhorn(*cost, problem.mu / 300, problem.nu / 300, at(1e-4, 1e-6));
  EXPECT_EQ(found.status, Status::converged);
  EXPECT_LE(found.iterations, 4500);
  EXPECT_LE(found.residual, 1e-6);
  EXPECT_TRUE(found.f.allFinite() && found.g.allFinite());
  EXPECT_LE(found.gap(), 1e-6);
  // from the wanted ε on, mass has to find its way in steps of √ε: nothing is seen to change for long, and
  // that is no stall
  SinkhornPlan hasty = at(1e-4, 1e-6, 1);
  hasty.iterations = 200;
  const EntropicTransport flat = sinkhorn(*cost, problem.mu / 300, problem.nu / 300, hasty);
  EXPECT_EQ(flat.status, Status::budget);
  EXPECT_GE(flat.residual, 0.5);
  EXPECT_LE(flat.dual, found.upper);
  EXPECT_GE(flat.upper, found.dual);
}

// The exact cost is at least OT_ε − ε KL of any plan and at most ⟨c, π⟩: OT ≤ ⟨c, π_ε⟩ ≤ OT + ε log n.
TEST(Sinkhorn, BracketsTheExactOptimum) {
  const Points x = cloud(60, 2, 3), y = cloud(60, 2, 4) + 0.4;
  const double exact = exact_transport(x, y).cost;
  for (const double epsilon : {1.0, 0.1})
    for (const SinkhornForm form : both) {
      const EntropicTransport found = sinkhorn(x, y, at(epsilon, 1e-9, 0.5, form));
      EXPECT_EQ(found.status, Status::converged) << epsilon;
      EXPECT_GE(found.transport_cost, exact - 1e-9);
      EXPECT_LE(found.transport_cost, exact + epsilon * std::log(60.0));
      EXPECT_GE(found.gap(), -1e-12);
      EXPECT_LE(found.gap(), 1e-8);
    }
}

// Weak duality holds at every stop: what a few sweeps give brackets what many do.
TEST(Sinkhorn, BracketsItsOwnOptimumWhereverItStops) {
  const Points x = cloud(50, 3, 5), y = 1.3 * cloud(70, 3, 6) - 0.3;
  const EntropicTransport best = sinkhorn(x, y, at(0.05));
  ASSERT_EQ(best.status, Status::converged);
  for (const SinkhornForm form : both)
    for (const Index iterations : {1, 2, 5, 20, 100}) {
      SinkhornPlan plan = at(0.05, 1e-12, 1, form);
      plan.iterations = iterations;
      const EntropicTransport found = sinkhorn(x, y, plan);
      EXPECT_EQ(found.status, Status::budget);
      EXPECT_GT(found.residual, 1e-12);
      EXPECT_LT(found.dual, best.dual);
      EXPECT_GT(found.upper, best.dual);
      EXPECT_EQ(found.iterations, iterations);
    }
}

TEST(Sinkhorn, AgreesWithItselfInEveryForm) {
  const Grid grid({{0, 1, 9}, {-1, 1, 8}, {0, 0.5, 5}});
  const std::vector<Bump> from = {{0.4, 0.2}, {0.1, 0.4}, {0.2, 0.1}},
                          to = {{0.6, 0.1}, {0, 0.5}, {0.3, 0.2}};
  const Eigen::ArrayXd mu = product(grid, 0.1, from), nu = product(grid, 0.2, to);
  const Points x = grid.centres();
  for (const double epsilon : {0.5, 0.02}) {
    const EntropicTransport on_grid = sinkhorn(grid, mu, nu, at(epsilon, 1e-11));
    for (const SinkhornForm form : both) {
      const EntropicTransport dense = sinkhorn(*dense_cost(squared_costs(x, x)), mu * grid.cell_volume(),
                                               nu * grid.cell_volume(), at(epsilon, 1e-11, 0.5, form));
      EXPECT_NEAR(dense.dual, on_grid.dual, 1e-11);
      EXPECT_NEAR(dense.upper, on_grid.upper, 1e-10);
      EXPECT_NEAR(dense.transport_cost, on_grid.transport_cost, 1e-10);
      EXPECT_NEAR(dense.relative_entropy, on_grid.relative_entropy, 1e-9);
      EXPECT_LE((dense.f - on_grid.f - (dense.f(0) - on_grid.f(0))).abs().maxCoeff(), 1e-8);
    }
  }
}

TEST(Sinkhorn, CarriesNothingWhereThereIsNothing) {
  const Grid grid = unit_grid(1, 64);
  Eigen::ArrayXd mu = Eigen::ArrayXd::Zero(64), nu = mu;
  mu.segment(4, 8) = 8;
  nu.segment(40, 16) = 4;
  const EntropicTransport found = sinkhorn(grid, mu, nu, at(1e-3));
  EXPECT_EQ(found.status, Status::converged);
  EXPECT_TRUE(std::isfinite(found.dual) && std::isfinite(found.upper) && found.f.allFinite());
  EXPECT_LE(found.gap(), 1e-9);
  // uniform on 1/8 to uniform on 1/4, means 1/8 and 3/4: (5/8)² + (1/4 − 1/8)²/12 at ε = 0
  EXPECT_NEAR(found.transport_cost, 25.0 / 64 + 1.0 / 768, 1e-3);
}

TEST(Sinkhorn, SaysThatItStalls) {
  const Points x = cloud(20, 1, 7), y = cloud(20, 1, 8);
  const EntropicTransport found = sinkhorn(x, y, at(0.5, 1e-30));
  EXPECT_EQ(found.status, Status::stalled);
  EXPECT_LE(found.residual, 1e-13);
}

// Lengths in units of 2^k: every number is the same but for its exponent; in micrometres to rounding.
TEST(Sinkhorn, HasTheSameBitsInOtherUnits) {
  const Points x = cloud(40, 2, 9), y = cloud(50, 2, 10);
  for (const SinkhornForm form : both) {
    SinkhornPlan plan{.epsilon = 0.05, .form = form};
    const EntropicTransport here = sinkhorn(x, y, plan);
    for (const double unit : {0x1p-40, 0x1p30}) {
      const EntropicTransport there = sinkhorn(unit * x, unit * y, plan);
      EXPECT_EQ(there.dual, unit * unit * here.dual);
      EXPECT_EQ(there.upper, unit * unit * here.upper);
      EXPECT_EQ(there.iterations, here.iterations);
      EXPECT_TRUE((there.f == unit * unit * here.f).all());
    }
    EXPECT_NEAR(sinkhorn(1e6 * x, 1e6 * y, plan).dual / (1e12 * here.dual), 1, 1e-12);
    EXPECT_NEAR(here.epsilon_of_mean_cost, 0.05, 1e-15);
  }
  const Grid grid = unit_grid(2, 12), large({{0, 64, 12}, {0, 64, 12}});
  const Eigen::ArrayXd mu = product(grid, 0.1, {{0.3, 0.1}, {0.5, 0.2}}),
                       nu = product(grid, 0.1, {{0.6, 0.1}, {0.5, 0.1}});
  EXPECT_EQ(4096 * sinkhorn(grid, mu, nu).dual, sinkhorn(large, mu / 4096, nu / 4096).dual);
}

TEST(Sinkhorn, HasTheSameBitsForEveryNumberOfThreads) {
  const Points x = cloud(500, 2, 11), y = cloud(510, 2, 12);
  const Grid grid = unit_grid(2, 40);
  const Eigen::ArrayXd mu = product(grid, 0.1, {{0.3, 0.1}, {0.5, 0.2}}),
                       nu = product(grid, 0.1, {{0.6, 0.1}, {0.5, 0.1}});
  const int before = threads();
  for (const SinkhornForm form : both) {
    SinkhornPlan plan = at(0.05, 1e-6, 0.5, form);
    plan.iterations = 10;
    set_threads(1);
    const EntropicTransport one = sinkhorn(x, y, plan), one_grid = sinkhorn(grid, mu, nu, plan);
    set_threads(3);
    const EntropicTransport three = sinkhorn(x, y, plan), three_grid = sinkhorn(grid, mu, nu, plan);
    EXPECT_EQ(one.dual, three.dual);
    EXPECT_EQ(one.upper, three.upper);
    EXPECT_TRUE((one.f == three.f).all());
    EXPECT_EQ(one_grid.upper, three_grid.upper);
  }
  set_threads(before);
}

TEST(Sinkhorn, RefusesWhatItCannotDo) {
  const Points x = cloud(4, 2, 13);
  const auto message = [&](const Eigen::ArrayXd& a, const Eigen::ArrayXd& b, const SinkhornPlan& plan) {
    try {
      sinkhorn(*dense_cost(squared_costs(x, x)), a, b, plan);
    } catch (const InvalidArgument& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  const Eigen::ArrayXd even = Eigen::ArrayXd::Constant(4, 0.25);
  Eigen::ArrayXd negative = even, infinite = even;
  negative(2) = -0.25;
  infinite(1) = std::numeric_limits<double>::infinity();
  const auto expect = [&](const std::string& text, const std::string& said) {
    EXPECT_NE(said.find(text), std::string::npos) << said;
  };
  expect("b[2] = -0.25", message(even, negative, {}));
  expect("a[1] = inf", message(infinite, even, {}));
  expect("off by 0.5", message(even, 1.5 * even, {}));
  expect("3 of them for 4", message(even.head(3), even, {}));
  expect("must be 1", message(0 * even, even, {}));
  expect("epsilon = 0", message(even, even, {.epsilon = 0}));
  expect("tolerance = 2", message(even, even, {.tolerance = 2}));
  expect("iterations = 0", message(even, even, {.iterations = 0}));
  expect("reduction of epsilon = 0", message(even, even, {.reduction = 0}));
  Eigen::ArrayXXd cost = squared_costs(x, x);
  cost(1, 2) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(dense_cost(cost), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::transport
