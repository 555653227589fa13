// Errors planted into entropic transport and bridges: each is seen by the number that the right code passes.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/kolmogorov.hpp"
#include "kolmo/process/derived/forwarding_process.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/schemes.hpp"
#include "kolmo/transport/entropic/schrodinger_bridge.hpp"
#include "kolmo/transport/entropic/sinkhorn_divergence.hpp"
#include "kolmo/transport/exact/discrete.hpp"
#include "kolmo/transport/gaussian/gaussian_bridge.hpp"
#include "kolmo/transport/gaussian/gaussian_transport.hpp"

namespace kolmo::transport {
namespace {

/// Exponentials without their greatest taken out.
class NaiveKernel final : public GibbsKernel {
 public:
  NaiveKernel(const Eigen::ArrayXXd& cost, double epsilon) : kernel_(cost.rows(), cost.cols()), cost_(cost) {
    for (Index j = 0; j < cost.cols(); ++j)
      for (Index i = 0; i < cost.rows(); ++i) kernel_(i, j) = std::exp(-cost(i, j) / epsilon);
  }
  Index rows() const override { return kernel_.rows(); }
  Index columns() const override { return kernel_.cols(); }
  void log_apply(const double* v, double* out) const override {
    for (Index i = 0; i < rows(); ++i) {
      double total = 0;
      for (Index j = 0; j < columns(); ++j) total += kernel_(i, j) * std::exp(v[j]);
      out[i] = std::log(total);
    }
  }
  void log_apply_transposed(const double* u, double* out) const override {
    for (Index j = 0; j < columns(); ++j) {
      double total = 0;
      for (Index i = 0; i < rows(); ++i) total += kernel_(i, j) * std::exp(u[i]);
      out[j] = std::log(total);
    }
  }
  double plan_cost(const double* u, const double* v) const override {
    double total = 0;
    for (Index j = 0; j < columns(); ++j)
      for (Index i = 0; i < rows(); ++i) total += cost_(i, j) * kernel_(i, j) * std::exp(u[i] + v[j]);
    return total;
  }

 private:
  Eigen::ArrayXXd kernel_;
  const Eigen::ArrayXXd& cost_;
};

/// A cost whose kernel is that, or has an ε that is `factor` times what is asked for.
class PlantedCost final : public TransportCost {
 public:
  PlantedCost(Eigen::ArrayXXd cost, bool naive, double factor = 1)
      : right_(dense_cost(cost)), cost_(std::move(cost)), naive_(naive), factor_(factor) {}
  Index rows() const override { return cost_.rows(); }
  Index columns() const override { return cost_.cols(); }
  std::unique_ptr<GibbsKernel> kernel(double epsilon) const override {
    if (naive_) return std::make_unique<NaiveKernel>(cost_, epsilon);
    return right_->kernel(factor_ * epsilon);
  }
  double mean(const double* p, const double* q) const override { return right_->mean(p, q); }

 private:
  std::unique_ptr<TransportCost> right_;
  Eigen::ArrayXXd cost_;
  bool naive_;
  double factor_;
};

Points nodes(double mean, double deviation) {
  Points x(201, 1);
  for (Index i = 0; i < 201; ++i) x(i, 0) = mean + deviation * 7 * (static_cast<double>(i) - 100) / 100;
  return x;
}

double rate(double factor) {
  Eigen::ArrayXd weights(201);
  for (Index i = 0; i < 201; ++i)
    weights(i) = std::exp(-std::pow(7 * (static_cast<double>(i) - 100) / 100, 2) / 2);
  weights /= weights.sum();
  const PlantedCost cost(squared_costs(nodes(-1, 0.5), nodes(2, 1.5)), false, factor);
  const auto found = sinkhorn(cost, weights, weights,
                              {.epsilon = 1, .unit = EpsilonUnit::cost, .tolerance = 1e-13, .reduction = 1});
  return std::sqrt(found.history[9].residual / found.history[7].residual);
}

TEST(WrongOnPurpose, TheRateOfSinkhornSeesEpsilonDoubled) {
  EXPECT_NEAR(rate(1), 0.5195, 0.002);
  EXPECT_NEAR(rate(2), 0.286, 0.002);
}

TEST(WrongOnPurpose, TheBudgetOfSmallEpsilonSeesExponentialsWithoutTheirGreatest) {
  const Grid grid({{0, 1, 100}});
  const Points x = grid.centres();
  Eigen::ArrayXd a(100), b(100);
  for (Index i = 0; i < 100; ++i) {
    a(i) = std::exp(-std::pow((x(i, 0) - 0.2) / 0.05, 2) / 2) + 1e-12;
    b(i) = std::exp(-std::pow((x(i, 0) - 0.8) / 0.05, 2) / 2) + 1e-12;
  }
  a /= a.sum();
  b /= b.sum();
  const SinkhornPlan plan{.epsilon = 5e-4, .unit = EpsilonUnit::cost, .iterations = 1500, .tolerance = 1e-6};
  const auto right = sinkhorn(PlantedCost(squared_costs(x, x), false), a, b, plan);
  EXPECT_EQ(right.status, Status::converged);
  EXPECT_TRUE(right.f.allFinite());
  const auto wrong = sinkhorn(PlantedCost(squared_costs(x, x), true), a, b, plan);
  EXPECT_FALSE(wrong.status == Status::converged && wrong.f.allFinite());
}

TEST(WrongOnPurpose, EqualDensitiesSeeAnEntropicCostThatIsNotDebiased) {
  const Points x = nodes(0, 0.3);
  const auto found = sinkhorn_divergence(x, x, {.epsilon = 0.1});
  EXPECT_NEAR(found.value, 0, 1e-12);
  EXPECT_GT(found.between.dual, 0.01);
}

// The bridge with the noise's variance halved, and with the drift of the reference alone or without its g².
const GaussianBridge exact{0, 1, 3, 0.4, 0.2};
const Axis axis{-7.5, 7.5, 90};

Eigen::ArrayXd gaussian(double m, double s) {
  const Grid grid({axis});
  Eigen::ArrayXd rho(axis.cells);
  for (Index i = 0; i < axis.cells; ++i) rho(i) = std::exp(-std::pow((axis.centre(i) - m) / s, 2) / 2);
  return rho / (sum(rho.data(), rho.size()) * axis.width());
}

SchrodingerBridge bridge(double epsilon) {
  return SchrodingerBridge(
      linear_reference(Grid({axis}), std::make_shared<process::Brownian>(std::sqrt(epsilon), 1)),
      gaussian(exact.mean_0, exact.deviation_0), gaussian(exact.mean_1, exact.deviation_1));
}

double variance_half_way(double epsilon) {
  const Eigen::ArrayXd p = bridge(epsilon).marginal(0.5);
  double first = 0, second = 0;
  for (Index i = 0; i < axis.cells; ++i) {
    first += axis.centre(i) * p(i) * axis.width();
    second += axis.centre(i) * axis.centre(i) * p(i) * axis.width();
  }
  return second - first * first;
}

TEST(WrongOnPurpose, TheBridgesMarginalsSeeItsVarianceHalved) {
  EXPECT_NEAR(variance_half_way(0.2), exact.variance(0.5), 1e-8);
  EXPECT_GT(std::abs(variance_half_way(0.1) - exact.variance(0.5)), 1e-3);
}

/// The bridge with g⁴ ∇log φ, as if g² had been taken twice.
class DriftTwice final : public process::ForwardingProcess {
 public:
  explicit DriftTwice(std::shared_ptr<const process::Process> process)
      : ForwardingProcess(std::move(process), "planted drift") {}
  void drift(double t, const ConstBlock& x, Block out) const override {
    inner()->drift(t, x, out);
    out *= std::pow(inner()->diffusion(t), 2);
  }
};

double distance_at_the_end(const process::Process& process) {
  const Index particles = 4000;
  const RandomStream stream = RandomStream(7).role("planted bridge");
  Points start(particles, 1);
  sde::start_of(stream).normals(0, 0, start);
  const sde::Simulation simulation{process, sde::scheme("drift_heun"),
                                   Schedule::with_step({0.0, 1.0}, 1.0 / 128), particles, stream};
  const Points x = sde::simulate_snapshots(simulation, start).back()[0];
  std::vector<double> sorted(x.data(), x.data() + x.rows());
  std::sort(sorted.begin(), sorted.end());
  return ks_statistic(sorted, [](double y) {
    return (1 + std::erf((y - exact.mean_1) / (exact.deviation_1 * std::numbers::sqrt2))) / 2;
  });
}

TEST(WrongOnPurpose, TheEndOfTheBridgesPathsSeesItsDriftWrong) {
  const double tolerance = 2.6 / std::sqrt(4000.0);
  const auto right = bridge_process(bridge(0.2), 128);
  EXPECT_LE(distance_at_the_end(*right), tolerance);
  EXPECT_GT(distance_at_the_end(DriftTwice(right)), tolerance);
  EXPECT_GT(distance_at_the_end(process::Brownian(std::sqrt(0.2), 1)), tolerance);  // none at all
}

}  // namespace
}  // namespace kolmo::transport
