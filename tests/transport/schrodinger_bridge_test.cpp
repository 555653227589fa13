#include "kolmo/transport/entropic/schrodinger_bridge.hpp"

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/transport/entropic/sinkhorn.hpp"
#include "kolmo/transport/gaussian/gaussian_bridge.hpp"
#include "products.hpp"

namespace kolmo::transport {
namespace {

/// N(m, s²) at the centres, of mass 1.
Eigen::ArrayXd gaussian(const Grid& grid, double m, double s) {
  const Points x = grid.centres();
  Eigen::ArrayXd rho(grid.cells());
  for (Index i = 0; i < rho.size(); ++i) rho(i) = std::exp(-std::pow((x(i, 0) - m) / s, 2) / 2);
  return normalised(grid, rho);
}

double mean(const Grid& grid, const Eigen::ArrayXd& rho) {
  const Eigen::ArrayXd x = grid.centres().col(0);
  return dot(x.data(), rho.data(), rho.size()) * grid.cell_volume();
}

double variance(const Grid& grid, const Eigen::ArrayXd& rho) {
  const Eigen::ArrayXd square = (grid.centres().col(0) - mean(grid, rho)).square();
  return dot(square.data(), rho.data(), rho.size()) * grid.cell_volume();
}

std::shared_ptr<const process::Process> heat(double epsilon, Index dimension = 1) {
  return std::make_shared<process::Brownian>(std::sqrt(epsilon), dimension);
}

double covariance(const Grid& grid, const SchrodingerBridge& bridge, const Eigen::ArrayXd& mu) {
  const Eigen::ArrayXd x = grid.centres().col(0), ends = bridge.end_means().col(0), product = x * ends * mu,
                       end = ends * mu, start = x * mu;
  const double h = grid.cell_volume();
  return sum(product.data(), x.size()) * h - sum(end.data(), x.size()) * h * sum(start.data(), x.size()) * h;
}

// The two cases of the reference file, with its numbers: 7 deviations on either side, h ≤ √ε.
TEST(SchrodingerBridge, MatchesGaussians) {
  struct Case {
    GaussianBridge exact;
    Index cells;
    double c, entropy, variance_half, slope_quarter;
  };
  const Case cases[] = {
      {{0, 1, 0, 1, 1}, 40, 0.6180339887498949, 0.122571923779907, 1.0590169943749475, -0.4222912360003364},
      {{0, 1, 3, 0.4, 0.2},
       80,
       0.31231056256176615,
       23.920325783901877,
       0.4961552812808831,
       -0.8304649270645318}};
  for (const auto& [exact, cells, c, entropy, variance_half, slope_quarter] : cases) {
    EXPECT_NEAR(exact.covariance(), c, 1e-15);
    EXPECT_NEAR(exact.variance(0.5), variance_half, 1e-15);
    EXPECT_NEAR(exact.drift_slope(0.25), slope_quarter, 1e-14);
    const Grid grid({{-7.5, 7.5, cells}});
    const Eigen::ArrayXd mu = gaussian(grid, exact.mean_0, exact.deviation_0),
                         nu = gaussian(grid, exact.mean_1, exact.deviation_1);
    const SchrodingerBridge bridge(linear_reference(grid, heat(exact.epsilon)), mu, nu);
    EXPECT_EQ(bridge.status(), Status::converged);
    EXPECT_NEAR(covariance(grid, bridge, mu), c, 1e-8);
    EXPECT_NEAR(bridge.relative_entropy(), entropy, 1e-8);
    // close to the ends the reference spreads by less than a cell, and is averaged between the centres
    for (const double t : {0.0, 0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999, 1.0}) {
      const Eigen::ArrayXd p = bridge.marginal(t);
      EXPECT_NEAR(sum(p.data(), p.size()) * grid.cell_volume(), 1, 1e-8) << t;
      EXPECT_NEAR(mean(grid, p), exact.mean(t), 1e-8) << t;
      EXPECT_NEAR(variance(grid, p), exact.variance(t), 1e-8) << t;
    }
    const auto process = bridge_process(bridge, 100);
    Points x(5, 1), drift(5, 1);
    for (const double t : {0.0, 0.25, 0.5, 0.75, 0.9, 0.99}) {
      x.col(0) << -3, -1, 0, 0.3, 2.5;  // where there is mass: beyond, the grid's ends are felt
      x = exact.mean(t) + std::sqrt(exact.variance(t)) * x;
      process->drift(t, x, drift);
      for (Index i = 0; i < 5; ++i)
        EXPECT_NEAR(drift(i, 0), exact.drift(t, x(i, 0)), 1e-6) << t << ' ' << x(i, 0);
    }
  }
}

// h = 1.57 √ε, whose sums would be off by 1e-5, is refused and the message says what would do.
TEST(SchrodingerBridge, RefusesAGridTooCoarseForItsNoise) {
  const Grid grid({{-7.85, 7.85, 10}});
  const Eigen::ArrayXd mu = gaussian(grid, 0, 1);
  try {
    SchrodingerBridge(linear_reference(grid, heat(1)), mu, mu);
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_NE(std::string(error.what()).find("must be at most the deviation of the reference"),
              std::string::npos)
        << error.what();
  }
}

// McCann's variances are approached at order 2 in ε.
TEST(SchrodingerBridge, TendsToDisplacementInterpolation) {
  const auto off = [](double epsilon) {
    const Grid grid({{-8, 10, static_cast<Index>(std::ceil(18 / (0.6 * std::sqrt(epsilon))))}});
    const SchrodingerBridge bridge(linear_reference(grid, heat(epsilon)), gaussian(grid, 0, 1),
                                   gaussian(grid, 2, 1.2), {.iterations = 3000});
    return variance(grid, bridge.marginal(0.5)) - 1.1 * 1.1;
  };
  EXPECT_NEAR(std::log2(off(0.2) / off(0.1)), 2, 0.02);
}

// The coupling of the ends is entropic transport's with twice the bridge's ε: here dX = √κ dW over 2 units of
// time.
TEST(SchrodingerBridge, HasTheCouplingOfEntropicTransport) {
  const Grid grid({{0, 3, 60}});
  const Eigen::ArrayXd mu = product(grid, 0.01, {{0.8, 0.3}}), nu = product(grid, 0.02, {{2, 0.5}});
  const SchrodingerBridge bridge(linear_reference(grid, heat(0.05)), mu, nu, {.start = 1, .end = 3});
  const EntropicTransport plan =
      sinkhorn(grid, mu, nu, {.epsilon = 0.2, .unit = EpsilonUnit::cost, .tolerance = 1e-10});
  // E xy by the plan: (E x² + E y² − E|x − y|²)/2
  const Eigen::ArrayXd x = grid.centres().col(0), ends = bridge.end_means().col(0),
                       product_of = x * ends * mu, squares = x * x * (mu + nu);
  EXPECT_NEAR(sum(product_of.data(), x.size()) * grid.cell_volume(),
              (sum(squares.data(), x.size()) * grid.cell_volume() - plan.transport_cost) / 2, 1e-9);
  // KL(π ‖ μK) = (⟨c, π⟩ + ε KL(π ‖ μ ⊗ ν))/ε + ∫ν log ν + ½ log(2π 0.1)
  Eigen::ArrayXd logarithm(x.size());
  kolmo::log(nu.data(), logarithm.data(), x.size());
  const double entropy = dot(nu.data(), logarithm.data(), x.size()) * grid.cell_volume();
  EXPECT_NEAR(
      bridge.relative_entropy(),
      plan.transport_cost / 0.2 + plan.relative_entropy + entropy + std::log(2 * std::numbers::pi * 0.1) / 2,
      1e-8);
}

// The variance preserving reference (a linear one that contracts), against c = ½(√(q²/a² + 4s₀²s₁²) − q/a), a
// = e^{−B/2}, q = 1 − a²: here from N(1, ½²) to N(0, 1) with B = 1.
TEST(SchrodingerBridge, TakesLinearReferences) {
  const Grid grid({{-8, 8, 120}});
  const Eigen::ArrayXd mu = gaussian(grid, 1, 0.5), nu = gaussian(grid, 0, 1);
  const auto process = std::make_shared<process::OrnsteinUhlenbeck>(0.5, 0.0, 1.0, 1);
  const SchrodingerBridge bridge(linear_reference(grid, process), mu, nu);
  EXPECT_NEAR(covariance(grid, bridge, mu), 0.20108217782155358, 1e-8);
  for (const double t : {0.002, 0.3, 0.998}) {
    const Eigen::ArrayXd p = bridge.marginal(t);
    EXPECT_NEAR(sum(p.data(), p.size()) * grid.cell_volume(), 1, 1e-8) << t;
  }
  // the ends of the reference itself: no drift is added
  const Eigen::ArrayXd free = gaussian(grid, std::exp(-0.5), std::sqrt(1 - 0.75 * std::exp(-1)));
  const SchrodingerBridge itself(linear_reference(grid, process), mu, free);
  EXPECT_NEAR(itself.relative_entropy(), 0, 1e-9);
  const auto drifting = bridge_process(itself, 20);
  Points x(1, 1), drift(1, 1);
  x << 0.4;
  drifting->drift(0.37, x, drift);
  EXPECT_NEAR(drift(0, 0), -0.2, 1e-6);
}

/// e^{tQ} of a reversible chain between cells: rates T/h² e^{(V_i − V_j)/2T}, by the eigenvectors of its
/// symmetric form.
struct Chain {
  Eigen::VectorXd root;  ///< √π
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> system;
  Chain(const Grid& grid, const Eigen::ArrayXd& potential, double temperature) {
    const Index n = grid.cells();
    const double h = grid.axis(0).width();
    root = (-(potential - potential.minCoeff()) / (2 * temperature)).unaryExpr([](double v) {
      return std::exp(v);
    });
    Eigen::MatrixXd symmetric = Eigen::MatrixXd::Zero(n, n);
    for (Index i = 0; i + 1 < n; ++i) {
      symmetric(i, i + 1) = symmetric(i + 1, i) = temperature / (h * h);
      symmetric(i, i) -= temperature / (h * h) * root(i + 1) / root(i);
      symmetric(i + 1, i + 1) -= temperature / (h * h) * root(i) / root(i + 1);
    }
    system.compute(symmetric);
  }
  Eigen::ArrayXXd operator()(double t) const {
    const Eigen::VectorXd decay =
        (t * system.eigenvalues()).array().unaryExpr([](double v) { return std::exp(v); });
    const Eigen::MatrixXd s = system.eigenvectors() * decay.asDiagonal() * system.eigenvectors().transpose();
    Eigen::ArrayXXd p = (root.cwiseInverse().asDiagonal() * s * root.asDiagonal()).array().max(0);
    for (Index i = 0; i < p.rows(); ++i) p.row(i) /= p.row(i).sum();
    return p;
  }
};

// Any process, by its matrix of transitions: Ornstein and Uhlenbeck's from a chain on the grid, O(h²) from
// its closed form.
TEST(SchrodingerBridge, TakesAnyMatrixOfTransitions) {
  const auto off = [](Index cells) {
    const Grid grid({{-4, 4, cells}});
    const Eigen::ArrayXd x = grid.centres().col(0);
    const auto chain = std::make_shared<Chain>(grid, 0.25 * x.square(), 0.5);
    const auto process = std::make_shared<process::OrnsteinUhlenbeck>(0.5, 0.0, 1.0, 1);
    const auto reference =
        matrix_reference(grid, process, [chain](double s, double t) { return (*chain)(t - s); });
    const Eigen::ArrayXd mu = gaussian(grid, 1, 0.5), nu = gaussian(grid, 0, 0.8);
    const SchrodingerBridge bridge(reference, mu, nu);
    EXPECT_EQ(bridge.status(), Status::converged);
    EXPECT_LE((bridge.marginal(1) - nu).abs().maxCoeff(), 1e-8);
    const double a = std::exp(-0.5), q = (1 - a * a) / a;
    return covariance(grid, bridge, mu) - (std::sqrt(q * q + 4 * 0.25 * 0.64) - q) / 2;
  };
  const double coarse = off(40), fine = off(80);
  EXPECT_LE(std::abs(fine), 1e-3);
  EXPECT_NEAR(std::log2(coarse / fine), 2, 0.2);
}

TEST(SchrodingerBridge, WorksInThePlaneAndTheSameOnEveryNumberOfThreads) {
  const Grid grid({{-4, 4, 40}, {-4, 5, 36}}), line({{-4, 4, 40}}), other({{-4, 5, 36}});
  const Eigen::ArrayXd m0 = gaussian(line, 0, 0.6), m1 = gaussian(line, 0.5, 0.5),
                       n0 = gaussian(other, 0.2, 0.7), n1 = gaussian(other, 1, 0.6);
  const auto plane = [&](const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) {
    return Eigen::ArrayXd((a.matrix() * b.matrix().transpose()).array().reshaped());
  };
  const int before = threads();
  set_threads(1);
  const SchrodingerBridge bridge(linear_reference(grid, heat(0.4, 2)), plane(m0, n0), plane(m1, n1));
  set_threads(3);
  const SchrodingerBridge again(linear_reference(grid, heat(0.4, 2)), plane(m0, n0), plane(m1, n1));
  EXPECT_TRUE((bridge.marginal(0.3) == again.marginal(0.3)).all());
  set_threads(before);
  const GaussianBridge x{0, 0.6, 0.5, 0.5, 0.4}, y{0.2, 0.7, 1, 0.6, 0.4};
  const auto process = bridge_process(bridge, 50);
  Points at(2, 2), drift(2, 2);
  at << 0.1, 0.4, -0.7, 1.3;
  for (const double t : {0.2, 0.9, 0.98}) {
    process->drift(t, at, drift);
    for (Index i = 0; i < 2; ++i) {
      EXPECT_NEAR(drift(i, 0), x.drift(t, at(i, 0)), 1e-6);
      EXPECT_NEAR(drift(i, 1), y.drift(t, at(i, 1)), 1e-6);
    }
  }
}

TEST(SchrodingerBridge, RefusesWhatItCannotDo) {
  const Grid grid({{-4, 4, 40}}), plane({{-4, 4, 8}, {-4, 4, 8}});
  const Eigen::ArrayXd mu = gaussian(grid, 0, 1);
  Eigen::ArrayXd half = mu;
  half.head(20).setZero();
  half = normalised(grid, half);
  const auto reference = linear_reference(grid, heat(1));
  EXPECT_THROW(linear_reference(plane, heat(1)), InvalidArgument);
  EXPECT_THROW(linear_reference(grid, nullptr), InvalidArgument);
  EXPECT_THROW(SchrodingerBridge(reference, mu, 2 * mu), InvalidArgument);
  EXPECT_THROW(SchrodingerBridge(reference, mu, mu, {.start = 1, .end = 1}), InvalidArgument);
  EXPECT_THROW(SchrodingerBridge(reference, mu, mu, {.iterations = 0}), InvalidArgument);
  const SchrodingerBridge bridge(reference, mu, half);
  EXPECT_EQ(bridge.status(), Status::converged);
  EXPECT_THROW(bridge.marginal(1.5), InvalidArgument);
  EXPECT_THROW(bridge_process(bridge), InvalidArgument);  // log φ is not finite at the end
  EXPECT_THROW(bridge.marginal(0.999), InvalidArgument);
  EXPECT_NO_THROW(bridge.marginal(0.9));
  EXPECT_EQ(SchrodingerBridge(reference, mu, gaussian(grid, 1, 0.7), {.iterations = 3}).status(),
            Status::budget);
  const auto bad =
      matrix_reference(grid, heat(1), [](double, double) { return Eigen::ArrayXXd::Ones(40, 40); });
  EXPECT_THROW(SchrodingerBridge(bad, mu, mu), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::transport
