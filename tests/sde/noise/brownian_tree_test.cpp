#include "kolmo/sde/noise/brownian_tree.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "sde/drivers/simulations.hpp"
#include "sde/noise/brownian_covariance.hpp"
#include "sde/noise/plain_tree.hpp"

namespace kolmo::sde {
namespace {

using test::PlainTree;
using test::Threads;
using test::Wiener;
using test::wiener_of;

constexpr double epsilon = std::numeric_limits<double>::epsilon();
const RandomStream noise(20240607, 31);

struct Query {
  Index particle, component, i, j;
};

/// Intervals of all lengths and alignments.
std::vector<Query> random_queries(int depth, Index count) {
  Points numbers(count, 5);
  RandomStream(4, 8).uniforms(0, 0, numbers);
  std::vector<Query> queries;
  const double cells = std::ldexp(1.0, depth);
  for (Index k = 0; k < count; ++k) {
    const double length = std::exp2(numbers(k, 0) * depth);
    const auto i =
        std::min(static_cast<Index>(numbers(k, 1) * (cells - length)), static_cast<Index>(cells) - 1);
    const auto j = std::clamp(i + static_cast<Index>(length), i + 1, static_cast<Index>(cells));
    queries.push_back(
        {static_cast<Index>(numbers(k, 2) * 4e9), static_cast<Index>(numbers(k, 3) * 1024), i, j});
  }
  return queries;
}

bool same(const IntervalNormals& a, const IntervalNormals& b) { return a.z == b.z && a.u == b.u; }

// The oracle sums ΔW and ΔZ over at most 2·depth pieces, each the end of at most `depth` splits of six
// roundings: within 100 depth ε of numbers of the size of √(3 h) and h^{3/2}, of which a sum of pieces of no
// more than h can exceed no more.
TEST(BrownianTree, IsTheRecursiveOneThatIsDocumented) {
  for (const int depth : {0, 1, 2, 5, 17, 40}) {
    for (const Index tree : {Index{0}, Index{1}, Index{16383}}) {
      const BrownianTree observed(noise, 0.0, std::ldexp(1.0, depth), depth, tree);
      const PlainTree plain{noise, depth, test::right_split(), static_cast<std::uint64_t>(tree)};
      for (const Query& q : random_queries(depth, 300)) {
        const auto n = observed.normals(q.particle, q.component, q.i, q.j);
        const double h = static_cast<double>(q.j - q.i);
        const Wiener expected = plain.interval(static_cast<std::uint32_t>(q.particle),
                                               static_cast<std::uint64_t>(q.component), q.i, q.j);
        const Wiener seen = wiener_of(h, n);
        const double tolerance = 100 * (depth + 1) * epsilon * std::sqrt(3 * h);
        ASSERT_NEAR(seen.dw, expected.dw, tolerance) << depth << " [" << q.i << ", " << q.j << ")";
        ASSERT_NEAR(seen.dz, expected.dz, tolerance * h) << depth << " [" << q.i << ", " << q.j << ")";
      }
    }
  }
}

TEST(BrownianTree, GivesTheSameBitsInAnyOrderOfQueriesAndForEveryNumberOfThreads) {
  const BrownianTree tree(noise, -1.0, 2.0, 30);
  const auto queries = random_queries(30, 3000);
  std::vector<IntervalNormals> expected;
  for (const Query& q : queries) expected.push_back(tree.normals(q.particle, q.component, q.i, q.j));
  for (std::size_t k = queries.size(); k-- > 0;) {
    const Query& q = queries[k];
    ASSERT_TRUE(same(tree.normals(q.particle, q.component, q.i, q.j), expected[k])) << k;
  }
  for (const int count : {1, 2, 3}) {
    const Threads threads(count);
    std::vector<IntervalNormals> observed(queries.size());
    for_each_task(static_cast<Index>(queries.size()), [&](Index k) {
      const Query& q = queries[static_cast<std::size_t>(k)];
      observed[static_cast<std::size_t>(k)] = tree.normals(q.particle, q.component, q.i, q.j);
    });
    EXPECT_TRUE(std::equal(observed.begin(), observed.end(), expected.begin(), same)) << count;
  }
}

TEST(BrownianTree, FillsAllComponentsAtOnce) {
  const BrownianTree tree(noise, 0.0, 1.0, 20);
  Eigen::ArrayXd z(3), u(3);
  tree.normals(7, 100, 12345, z, u);
  for (Index c = 0; c < 3; ++c) {
    const IntervalNormals n = tree.normals(7, c, 100, 12345);
    EXPECT_TRUE(same({z(c), u(c)}, n));
  }
}

// A node of a tree of depth 8 is the same node in every deeper one; only intervals that are no nodes are
// joined with other lengths, which the ratio s does not see.
TEST(BrownianTree, RefinesTheSamePathWhereItIsDeeper) {
  const BrownianTree coarse(noise, 0.0, 1.0, 8, 3), fine(noise, 0.0, 1.0, 33, 3);
  for (const Query& q : random_queries(8, 300)) {
    EXPECT_TRUE(same(coarse.normals(q.particle, q.component, q.i, q.j),
                     fine.normals(q.particle, q.component, q.i << 25, q.j << 25)));
  }
}

// As above, rounding is within 100 depth ε of the larger numbers' size, √3 standard deviations of the whole.
TEST(BrownianTree, AddsUpWhereverAnIntervalIsCut) {
  const int depth = 36;
  const BrownianTree tree(noise, 0.0, std::ldexp(1.0, depth), depth);
  Points cuts(300, 1);
  RandomStream(4, 9).uniforms(0, 0, cuts);
  const auto queries = random_queries(depth, 300);
  for (std::size_t k = 0; k < queries.size(); ++k) {
    const auto [particle, component, i, j] = queries[k];
    if (j - i < 2) continue;
    const auto cut =
        i + 1 + static_cast<Index>(cuts(static_cast<Index>(k), 0) * static_cast<double>(j - i - 1));
    const auto part = [&](Index from, Index to) {
      return wiener_of(static_cast<double>(to - from), tree.normals(particle, component, from, to));
    };
    const Wiener whole = part(i, j), sum = part(i, cut) + part(cut, j);
    const double tolerance = 100 * (depth + 1) * epsilon * std::sqrt(3 * whole.length);
    ASSERT_NEAR(sum.dw, whole.dw, tolerance);
    ASSERT_NEAR(sum.dz, whole.dz, tolerance * whole.length);
  }
}

// W(T) − W(t) from the right equals W(T) minus W(t) from the left.
TEST(BrownianTree, AgreesWithItselfFromBothSides) {
  const int depth = 32;
  const BrownianTree tree(noise, 0.5, 4.5, depth);
  for (Index k = 0; k < 200; ++k) {
    const Index i = 1 + k * (tree.cells() / 201);
    const double left = tree.wiener(k, 2, i), whole = tree.wiener(k, 2, tree.cells());
    const double right =
        std::sqrt(tree.time(tree.cells()) - tree.time(i)) * tree.normals(k, 2, i, tree.cells()).z;
    EXPECT_NEAR(left + right, whole, 100 * (depth + 1) * epsilon * 2);
  }
  EXPECT_EQ(tree.wiener(3, 0, 0), 0);
}

// Σ ΔW² over n cells of a path is T (1 ± √(2/n)): six standard errors.
TEST(BrownianTree, HasTheQuadraticVariationOfBrownianMotion) {
  const BrownianTree tree(noise, 0.0, 3.0, 40, 5);
  for (const int level : {10, 16}) {
    const Index steps = Index{1} << level, length = tree.cells() / steps;
    double sum = 0;
    for (Index k = 0; k < steps; ++k) {
      const double z = tree.normals(11, 1, k * length, (k + 1) * length).z;
      sum += z * z * 3.0 / static_cast<double>(steps);
    }
    EXPECT_NEAR(sum, 3.0, 6 * 3 * std::sqrt(2.0 / static_cast<double>(steps))) << level;
  }
}

// Disjoint intervals among them: their covariances are 0.
TEST(BrownianTree, HasTheCovariancesOfBrownianMotion) {
  const BrownianTree tree(noise, 0.0, 64.0, 6, 9);
  const auto sample = [&](Index particle, Index i, Index j) {
    return wiener_of(static_cast<double>(j - i), tree.normals(particle, 3, i, j));
  };
  EXPECT_TRUE(verify::test::passes(test::covariance_check(sample, 64, 60, 20000)));
}

// Correlations of n pairs of normal numbers are N(0, 1/n): six standard errors.
TEST(BrownianTree, HasIndependentComponentsParticlesTreesAndStreams) {
  const Index n = 20000;
  const BrownianTree tree(noise, 0.0, 1.0, 20), next(noise, 0.0, 1.0, 20, 1);
  const BrownianTree other(RandomStream(noise.seed(), noise.purpose() + 1), 0.0, 1.0, 20);
  double sums[4] = {};
  for (Index k = 0; k < n; ++k) {
    const double z = tree.normals(k, 0, 1000, 700000).z;
    sums[0] += z * tree.normals(k, 1, 1000, 700000).z;
    sums[1] += z * tree.normals(k + n, 0, 1000, 700000).z;
    sums[2] += z * next.normals(k, 0, 1000, 700000).z;
    sums[3] += z * other.normals(k, 0, 1000, 700000).z;
  }
  for (const double sum : sums) EXPECT_LT(std::abs(sum), 6 * std::sqrt(static_cast<double>(n)));
}

TEST(BrownianTree, FindsItsTimesOnTheLattice) {
  const BrownianTree tree(noise, -0.3, 1.1, 30);
  for (const Index i : {Index{0}, Index{1}, Index{12345678}, tree.cells() - 1, tree.cells()}) {
    EXPECT_EQ(tree.lattice_index(tree.time(i)), i);
  }
  EXPECT_EQ(tree.time(tree.cells()), 1.1);
  EXPECT_EQ(BrownianTree(noise, 0.0, 1.0, 4).lattice_index(0.375), 6);
  EXPECT_THROW(BrownianTree(noise, 0.0, 1.0, 4).lattice_index(0.376), InvalidArgument);
  EXPECT_THROW(tree.lattice_index(-0.31), InvalidArgument);
  EXPECT_THROW(tree.lattice_index(1.2), InvalidArgument);
  EXPECT_THROW(tree.lattice_index(std::nan("")), InvalidArgument);
}

TEST(BrownianTree, RefusesArgumentsOutOfRange) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_THROW(BrownianTree(noise, 0.0, 0.0, 4), InvalidArgument);
  EXPECT_THROW(BrownianTree(noise, 1.0, 0.0, 4), InvalidArgument);
  EXPECT_THROW(BrownianTree(noise, 0.0, infinity, 4), InvalidArgument);
  EXPECT_THROW(BrownianTree(noise, std::nan(""), 1.0, 4), InvalidArgument);
  EXPECT_THROW(BrownianTree(noise, 0.0, 1.0, -1), InvalidArgument);
  EXPECT_THROW(BrownianTree(noise, 0.0, 1.0, 41), InvalidArgument);
  EXPECT_THROW(BrownianTree(noise, 0.0, 1.0, 4, 16384), InvalidArgument);
  EXPECT_THROW(BrownianTree(noise, 0.0, 1.0, 4, -1), InvalidArgument);
  EXPECT_THROW(BrownianTree(noise, 1e6, 1e6 + 1, 30), InvalidArgument);  // cells of 4 ulp
  const BrownianTree tree(noise, 0.0, 1.0, 4);
  EXPECT_NO_THROW(tree.normals((Index{1} << 32) - 1, 1023, 0, 16));
  EXPECT_THROW(tree.normals(Index{1} << 32, 0, 0, 1), InvalidArgument);
  EXPECT_THROW(tree.normals(-1, 0, 0, 1), InvalidArgument);
  EXPECT_THROW(tree.normals(0, 1024, 0, 1), InvalidArgument);
  EXPECT_THROW(tree.normals(0, 0, -1, 1), InvalidArgument);
  EXPECT_THROW(tree.normals(0, 0, 3, 3), InvalidArgument);
  EXPECT_THROW(tree.normals(0, 0, 3, 17), InvalidArgument);
  Eigen::ArrayXd z(2), u(3);
  EXPECT_THROW(tree.normals(0, 0, 1, z, u), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::sde
