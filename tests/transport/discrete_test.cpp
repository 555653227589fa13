#include "kolmo/transport/exact/discrete.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/law_1d.hpp"

namespace kolmo::transport {
namespace {

Points cloud(Index n, Index d, std::uint64_t seed, std::uint32_t step) {
  Points z(n, d);
  RandomStream(seed, 2).normals(0, step, z);
  return z;
}

// The assignment problem by augmenting paths with potentials (Kuhn, Munkres; O(n³)): another algorithm
// altogether.
double assignment(const Eigen::ArrayXXd& cost) {
  const Index n = cost.rows();
  const double infinity = std::numeric_limits<double>::infinity();
  std::vector<double> u(n + 1), v(n + 1);
  std::vector<Index> owner(n + 1), way(n + 1);
  for (Index i = 1; i <= n; ++i) {
    owner[0] = i;
    Index j0 = 0;
    std::vector<double> least(n + 1, infinity);
    std::vector<bool> used(n + 1);
    do {
      used[j0] = true;
      const Index i0 = owner[j0];
      double delta = infinity;
      Index j1 = 0;
      for (Index j = 1; j <= n; ++j) {
        if (used[j]) continue;
        const double reduced = cost(i0 - 1, j - 1) - u[i0] - v[j];
        if (reduced < least[j]) least[j] = reduced, way[j] = j0;
        if (least[j] < delta) delta = least[j], j1 = j;
      }
      for (Index j = 0; j <= n; ++j)
        if (used[j])
          u[owner[j]] += delta, v[j] -= delta;
        else
          least[j] -= delta;
      j0 = j1;
    } while (owner[j0] != 0);
    for (; j0 != 0; j0 = way[j0]) owner[j0] = owner[way[j0]];
  }
  double total = 0;
  for (Index j = 1; j <= n; ++j) total += cost(owner[j] - 1, j - 1);
  return total;
}

void expect_feasible(const DiscretePlan& plan, const Eigen::ArrayXXd& cost, const Eigen::ArrayXd& a,
                     const Eigen::ArrayXd& b) {
  Eigen::ArrayXd rows = Eigen::ArrayXd::Zero(a.size()), columns = Eigen::ArrayXd::Zero(b.size());
  for (const Coupling& c : plan.couplings) {
    EXPECT_GT(c.mass, 0);
    rows(c.from) += c.mass;
    columns(c.to) += c.mass;
  }
  EXPECT_LE((rows - a).abs().maxCoeff(), 1e-14);
  EXPECT_LE((columns - b).abs().maxCoeff(), 1e-14);
  double worst = 0;
  for (Index i = 0; i < a.size(); ++i)
    for (Index j = 0; j < b.size(); ++j) worst = std::max(worst, plan.psi(i) + plan.phi(j) - cost(i, j));
  EXPECT_LE(worst, 1e-14 * cost.maxCoeff());
  EXPECT_LE(std::abs(plan.gap()), 1e-12 * plan.cost);
}

TEST(ExactTransport, IsTheBestAssignment) {
  for (std::uint32_t sample = 0; sample < 200; ++sample) {
    const Index n = 1 + sample * 7 % 60, d = 1 + sample % 3;
    const Points x = cloud(n, d, 1, sample), y = cloud(n, d, 2, sample);
    const DiscretePlan plan = exact_transport(x, y);
    const Eigen::ArrayXXd cost = squared_costs(x, y);
    EXPECT_NEAR(plan.cost * static_cast<double>(n) / assignment(cost), 1, 1e-12) << sample;
    EXPECT_EQ(static_cast<Index>(plan.couplings.size()), n) << sample;
    const Eigen::ArrayXd even = Eigen::ArrayXd::Constant(n, 1 / static_cast<double>(n));
    expect_feasible(plan, cost, even, even);
  }
}

// 1/n is no binary fraction: whole shares must be rounded to the nearest, or one point is left with all that
// others lack.
TEST(ExactTransport, GivesEveryPointItsWholeShare) {
  for (const Index n : {49, 98, 400}) {
    const DiscretePlan plan = exact_transport(cloud(n, 2, 9, 0), cloud(n, 2, 10, 0));
    EXPECT_EQ(static_cast<Index>(plan.couplings.size()), n);
    for (const Coupling& c : plan.couplings) EXPECT_NEAR(c.mass * static_cast<double>(n), 1, 1e-14);
    EXPECT_LE(std::abs(plan.gap()), 1e-12 * plan.cost) << n;
  }
}

// On the line the optimum is known for any numbers of points: sort.
TEST(ExactTransport, IsTheSortedOneOnTheLineForUnequalNumbers) {
  const Points x = cloud(37, 1, 3, 0), y = cloud(52, 1, 4, 0);
  const DiscretePlan plan = exact_transport(x, y);
  const auto law = [](const Points& z) { return Law1D::from_samples({z.data(), z.data() + z.size()}); };
  const double w2 = w2_distance(law(x), law(y));
  EXPECT_NEAR(plan.cost, w2 * w2, 1e-12 * w2 * w2);
}

TEST(ExactTransport, TakesWeightsAndCostsOfAnyKind) {
  const Points x = cloud(40, 2, 5, 0), y = cloud(25, 2, 6, 0);
  Eigen::ArrayXd a = cloud(40, 1, 7, 0).abs(), b = cloud(25, 1, 8, 0).abs();
  a(3) = 0;
  a /= a.sum();
  b /= b.sum();
  for (const double unit : {1.0, 1e-12, 1e9}) {
    const Eigen::ArrayXXd cost = squared_costs(x, y) * unit - 0.3 * unit;  // may be negative
    const DiscretePlan plan = exact_transport(cost, a, b);
    expect_feasible(plan, cost, a, b);
    EXPECT_LE(plan.couplings.size(), 64u);
  }
}

TEST(ExactTransport, RefusesWhatHasNoPlan) {
  const Eigen::ArrayXXd cost = Eigen::ArrayXXd::Ones(2, 3);
  const Eigen::ArrayXd a = Eigen::ArrayXd::Constant(2, 0.5), b = Eigen::ArrayXd::Constant(3, 1.0 / 3);
  Eigen::ArrayXXd infinite = cost;
  infinite(1, 2) = std::numeric_limits<double>::infinity();
  EXPECT_THROW(exact_transport(infinite, a, b), InvalidArgument);
  EXPECT_THROW(exact_transport(cost, a, 2 * b), InvalidArgument);
  EXPECT_THROW(exact_transport(cost, b, a), InvalidArgument);
  EXPECT_THROW(exact_transport(cost, 0 * a, 0 * b), InvalidArgument);
  EXPECT_THROW(exact_transport(cost, -a, b), InvalidArgument);
  EXPECT_THROW(exact_transport(Points(0, 2), Points(3, 2)), InvalidArgument);
  EXPECT_THROW(exact_transport(Points::Zero(2, 1), Points::Zero(2, 2)), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::transport
