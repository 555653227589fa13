#include "kolmo/transport/entropic/sinkhorn_divergence.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/transport/exact/discrete.hpp"
#include "kolmo/transport/gaussian/gaussian_transport.hpp"
#include "products.hpp"
#include "small_epsilon.hpp"

namespace kolmo::transport {
namespace {

Points cloud(Index n, Index d, std::uint32_t step) {
  Points z(n, d);
  RandomStream(12, 5).normals(0, step, z);
  return z;
}

SinkhornPlan at(double epsilon, double tolerance = 1e-12) {
  return {.epsilon = epsilon, .unit = EpsilonUnit::cost, .tolerance = tolerance};
}

TEST(SinkhornDivergence, IsZeroBetweenEqualDensitiesAndPositiveElse) {
  const SmallEpsilon problem;
  for (const double epsilon : {1e-1, 1e-2, 1e-3}) {
    const SinkhornDivergence equal =
        sinkhorn_divergence(problem.grid, problem.mu, problem.mu, at(epsilon, 1e-9));
    EXPECT_NEAR(equal.value, 0, 1e-14) << epsilon;
    const SinkhornDivergence apart =
        sinkhorn_divergence(problem.grid, problem.mu, problem.nu, at(epsilon, 1e-7));
    EXPECT_GT(apart.value, 0.01);
    // entropic transport of a density to itself is not 0
    EXPECT_GT(equal.between.dual, 0.1 * epsilon);
  }
}

// A translation by v adds |v|² to every plan's cost (|x − y − v|² expanded; the cross term has the marginals
// alone).
TEST(SinkhornDivergence, OfATranslationIsItsSquare) {
  const Points x = cloud(80, 2, 1);
  Points y = x;
  y.col(0) += 0.75;
  y.col(1) -= 1;
  for (const double epsilon : {2.0, 0.1})
    EXPECT_NEAR(sinkhorn_divergence(x, y, at(epsilon)).value, 1.5625, 1e-10) << epsilon;
}

// Between Gaussians on grids against the closed form; the trapezoidal rule is exact to rounding here.
TEST(SinkhornDivergence, MatchesGaussians) {
  const Grid grid({{-6, 6, 96}, {-6, 6, 96}});
  const Points x = grid.centres();
  const auto gaussian = [&](double m0, double m1, double s0, double s1) {
    Eigen::ArrayXd rho(grid.cells());
    for (Index i = 0; i < rho.size(); ++i)
      rho(i) = std::exp(-std::pow((x(i, 0) - m0) / s0, 2) / 2 - std::pow((x(i, 1) - m1) / s1, 2) / 2);
    return normalised(grid, rho);
  };
  const Eigen::ArrayXd mu = gaussian(-0.5, 0.2, 0.6, 0.5), nu = gaussian(0.7, 0, 0.5, 0.7);
  const Eigen::Vector2d from(-0.5, 0.2), to(0.7, 0), s(0.36, 0.25), t(0.25, 0.49);
  const Eigen::MatrixXd s0 = s.asDiagonal(), s1 = t.asDiagonal();
  for (const double epsilon : {1.0, 0.2}) {
    const SinkhornDivergence found = sinkhorn_divergence(grid, mu, nu, at(epsilon, 1e-10));
    EXPECT_EQ(found.status(), Status::converged);
    EXPECT_NEAR(found.value, gaussian_sinkhorn_divergence(from, s0, to, s1, epsilon), 1e-8) << epsilon;
    EXPECT_NEAR(found.between.dual, gaussian_entropic_transport(from, s0, to, s1, epsilon).value, 1e-8);
  }
  // the bias: S_ε − W2² is O(ε²), OT_ε − W2² is not
  const double w2 = gaussian_w2_squared(from, s0, to, s1);
  const auto off = [&](double e) { return std::abs(gaussian_sinkhorn_divergence(from, s0, to, s1, e) - w2); };
  EXPECT_NEAR(std::log2(off(0.01) / off(0.005)), 2, 0.05);
}

TEST(SinkhornDivergence, HasTheGradientOfItsDifferences) {
  const Points x = cloud(12, 2, 2), y = cloud(15, 2, 3) + 0.5;
  const SinkhornPlan plan = at(0.3, 1e-13);
  const Points gradient = sinkhorn_divergence_gradient(x, y, sinkhorn_divergence(x, y, plan));
  const double h = 1e-4;
  for (const Index i : {0, 5, 11})
    for (Index k = 0; k < 2; ++k) {
      Points up = x, down = x;
      up(i, k) += h;
      down(i, k) -= h;
      const double difference =
          (sinkhorn_divergence(up, y, plan).value - sinkhorn_divergence(down, y, plan).value) / (2 * h);
      EXPECT_NEAR(gradient(i, k), difference, 1e-7);  // h² of third derivatives, 1e-13/h of rounding
    }
}

TEST(SelfTransport, ConvergesAtOneHalfOrFaster) {
  const SmallEpsilon problem;
  const auto cost = grid_cost(problem.grid);
  for (const double epsilon : {1e-1, 1e-2, 1e-3}) {
    const SelfTransport found = self_transport(*cost, problem.mu / 300, epsilon, at(epsilon, 1e-12));
    EXPECT_EQ(found.status, Status::converged);
    EXPECT_LE(found.iterations, 60) << epsilon;
  }
}

}  // namespace
}  // namespace kolmo::transport
