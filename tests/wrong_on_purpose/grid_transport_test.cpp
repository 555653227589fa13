// Errors planted into what transport on grids is made of, and into blobs: each is seen by the number that the
// right code passes.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <vector>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/jko/blob_flow.hpp"
#include "kolmo/transport/grid/back_and_forth.hpp"
#include "kolmo/transport/grid/benamou_brenier.hpp"
#include "kolmo/transport/grid/c_transform.hpp"
#include "transport/products.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using transport::normalised;
using transport::unit_grid;

/// J of a disk of radius 0.2 from (¼, ¼) to (¾, ¾) where every y has copies a unit away along both axes, as
/// on a torus, or (`wrapped` = false) none. The infimum over the copies is one over a grid nine times as
/// large.
double quarter(bool wrapped) {
  const Index n = 64;
  const Grid grid = unit_grid(2, n), nine({{-1, 2, 3 * n}, {-1, 2, 3 * n}});
  const Points x = grid.centres();
  const auto disk = [&](double centre) {
    return normalised(grid,
                      ((x.col(0) - centre).square() + (x.col(1) - centre).square() < 0.04).cast<double>());
  };
  const Eigen::ArrayXd mu = disk(0.25), nu = disk(0.75);
  const Eigen::ArrayXd phi = transport::back_and_forth(grid, mu, nu, {6, 1e-12}).phi;
  const auto in_middle = [&](Index i) { return i / n == 1; };
  Eigen::ArrayXd copies(nine.cells()), least(nine.cells());
  for (Index j = 0; j < 3 * n; ++j)
    for (Index i = 0; i < 3 * n; ++i)
      copies(i + 3 * n * j) = wrapped || (in_middle(i) && in_middle(j)) ? phi(i % n + n * (j % n)) : -1e3;
  transport::c_transform(nine, copies.data(), least.data());
  double dual = 0;
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < n; ++i)
      dual += grid.cell_volume() *
              (phi(i + n * j) * nu(i + n * j) + least(n + i + 3 * n * (n + j)) * mu(i + n * j));
  return dual;
}

TEST(WrongOnPurpose, TheQuarterOfADiskSeesItsShiftWrappedAround) {
  EXPECT_NEAR(quarter(false), 0.25, 1e-7);
  EXPECT_GT(std::abs(quarter(true) - 0.25), 0.1);
}

/// min_q { ½(i − q)² + g_q } by the envelope of parabolas; `drop`: a new one that meets the last but one in
/// the place where that met the last is left out, as if it were never the lowest.
std::vector<double> envelope(const std::vector<double>& g, bool drop) {
  const auto number = [](std::size_t k) { return static_cast<double>(k); };
  const auto crossing = [&](std::size_t p, std::size_t q) {
    return (g[q] - g[p]) / number(q - p) + 0.5 * number(p + q);
  };
  std::vector<std::size_t> lowest{0};
  std::vector<double> until;
  for (std::size_t q = 1; q < g.size(); ++q) {
    if (drop && !until.empty() && crossing(lowest.back(), q) == until.back()) continue;
    while (!until.empty() && crossing(lowest.back(), q) <= until.back()) {
      until.pop_back();
      lowest.pop_back();
    }
    until.push_back(crossing(lowest.back(), q));
    lowest.push_back(q);
  }
  std::vector<double> out;
  std::size_t k = 0;
  for (std::size_t i = 0; i < g.size(); ++i) {
    while (k < until.size() && number(i) > until[k]) ++k;
    const double distance = number(i) - number(lowest[k]);
    out.push_back(0.5 * distance * distance + g[lowest[k]]);
  }
  return out;
}

/// The greatest difference from a search over all pairs, for 64 numbers g.
double off_from_search(const std::function<double(std::size_t)>& g, bool drop) {
  std::vector<double> heights;
  for (std::size_t q = 0; q < 64; ++q) heights.push_back(g(q));
  const std::vector<double> found = envelope(heights, drop);
  double worst = 0;
  for (std::size_t i = 0; i < 64; ++i) {
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t q = 0; q < 64; ++q) {
      const double distance = static_cast<double>(i) - static_cast<double>(q);
      least = std::min(least, 0.5 * distance * distance + heights[q]);
    }
    worst = std::max(worst, std::abs(found[i] - least));
  }
  return worst;
}

// φ = ½x² takes all the curvature away: every parabola meets every other in one place. Random numbers have no
// ties, and see nothing.
TEST(WrongOnPurpose, ASearchOverAllPairsSeesTiesOfTheEnvelopeDropped) {
  Points z(64, 1);
  RandomStream(7, 1).normals(0, 0, z);
  const auto rough = [&](std::size_t q) { return 10 * z(static_cast<Index>(q), 0); };
  const auto tied = [](std::size_t q) { return -0.5 * static_cast<double>(q * q); };
  EXPECT_LE(off_from_search(rough, false), 1e-12);  // of 2016, a few ulp
  EXPECT_LE(off_from_search(tied, false), 1e-12);
  EXPECT_LE(off_from_search(rough, true), 1e-12);
  EXPECT_GT(off_from_search(tied, true), 1);
}

/// Twice ∫∫ factor·|m|²/ρ of the flow of least action from N(0.35, 0.06²) to N(0.6, 0.09²), ρ the mean of
/// neighbours in time and m of those in space: W2² where the factor is ½.
double twice_action(const transport::DynamicTransport& flow, double factor) {
  double total = 0;
  const Index cells = flow.density.rows(), steps = flow.momentum[0].cols();
  for (Index k = 0; k < steps; ++k)
    for (Index i = 0; i < cells; ++i) {
      const double rho = 0.5 * (flow.density(i, k) + flow.density(i, k + 1)), m = flow.momentum[0](i, k);
      if (rho > 1e-6) total += factor * m * m / rho;
    }
  return 2 * total / static_cast<double>(cells * steps);
}

TEST(WrongOnPurpose, TheActionOfGaussiansAndItsGapSeeTheHalfOfKineticEnergyMissing) {
  const Grid grid = unit_grid(1, 32);
  const auto flow = transport::benamou_brenier(grid, transport::product(grid, 0, {{0.35, 0.06}}),
                                               transport::product(grid, 0, {{0.6, 0.09}}), {.steps = 32});
  EXPECT_NEAR(twice_action(flow, 0.5) / 0.0634, 1, 3e-3);
  EXPECT_LE(twice_action(flow, 0.5) - flow.dual, 4e-3 * flow.action);
  EXPECT_GT(twice_action(flow, 1) / 0.0634, 1.9);
  EXPECT_GT(twice_action(flow, 1) - flow.dual, 0.9 * flow.action);
}

/// x′ of blobs for the heat equation, with or without the particle itself in its density.
Points blob_velocity(const Points& x, const Eigen::ArrayXd& weights, double width, bool itself) {
  const Index n = x.rows();
  const auto bell = [&](Index i, Index k) { return std::exp(-std::pow((x(i, 0) - x(k, 0)) / width, 2) / 2); };
  Eigen::ArrayXd density = Eigen::ArrayXd::Zero(n);
  for (Index i = 0; i < n; ++i)
    for (Index k = 0; k < n; ++k)
      if (itself || i != k) density(i) += weights(k) * bell(i, k);
  Points out = Points::Zero(n, 1);
  for (Index i = 0; i < n; ++i)
    for (Index k = 0; k < n; ++k)
      out(i, 0) +=
          weights(k) * (x(i, 0) - x(k, 0)) / (width * width) * bell(i, k) * (1 / density(i) + 1 / density(k));
  return out;
}

/// Heat from N(0, 1) on [−4, 4] to t = 0.1, which is N(0, 1.2): error of the blurred density at 0, for
/// weights on a uniform grid of spacing h and δ = h^¾. (Without themselves the outermost fly off, and later
/// than this there is nothing to measure.)
double blob_error(double h, bool itself) {
  const Index n = std::lround(8 / h);
  Points x(n, 1);
  for (Index i = 0; i < n; ++i) x(i, 0) = -4 + (static_cast<double>(i) + 0.5) * h;
  Eigen::ArrayXd weights = (-x.col(0).square() / 2).exp();
  weights /= weights.sum();
  const double width = std::pow(h, 0.75);
  const auto steps = static_cast<int>(std::ceil(0.1 / (0.25 * width * width)));
  const double tau = 0.1 / steps;
  for (int k = 0; k < steps; ++k) {
    const Points half = x + tau / 2 * blob_velocity(x, weights, width, itself);
    x += tau * blob_velocity(half, weights, width, itself);
  }
  const Eigen::ArrayXd bells = (-x.col(0).square() / (2 * width * width)).exp() / width;
  return std::abs((weights * bells).sum() - 1 / std::sqrt(1.2)) / std::sqrt(2 * std::numbers::pi);
}

double blob_order(bool itself) { return std::log2(blob_error(0.2, itself) / blob_error(0.1, itself)); }

// Of the density at a particle, its own part is h/(δ√2π): without it the error falls more
// slowly.
TEST(WrongOnPurpose, TheOrderOfBlobsSeesSelfInteractionDropped) {
  EXPECT_NEAR(blob_order(true), 1.5, 0.15);
  EXPECT_LT(blob_order(false), 1);  // 0.82
}

TEST(WrongOnPurpose, BlobsOfTheTestAreThoseOfTheLibrary) {
  Points x(3, 1), v;
  x << -0.3, 0.1, 0.7;
  Eigen::ArrayXd weights(3);
  weights << 0.2, 0.3, 0.5;
  jko::BlobFlow(weights, 0.4, 1).velocity(x, v);
  EXPECT_LT((v - blob_velocity(x, weights, 0.4, true)).abs().maxCoeff(), 1e-13);
  EXPECT_GT((v - blob_velocity(x, weights, 0.4, false)).abs().maxCoeff(), 0.1);
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
