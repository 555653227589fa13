// Orders of the schemes for Langevin dynamics: of the law at a finite time, of the stationary law, of paths.

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "kolmo/process/overdamped_langevin.hpp"
#include "kolmo/process/underdamped_langevin.hpp"
#include "kolmo/sde/simulate.hpp"
#include "sde/spectral_space.hpp"
#include "sde/torus_potential.hpp"

namespace kolmo::sde {
namespace {

using test::Chain;
using test::SpectralSpace;
using test::TorusPotential;

const auto potential = std::make_shared<TorusPotential>();
const process::UnderdampedLangevin kinetic(potential, 0.8, 1.0);
const process::OverdampedLangevin overdamped(potential, 1.0);
constexpr const char* splittings[] = {"baoab", "obabo"};

const SpectralSpace& phase_space() {
  static const SpectralSpace space(10, 24);
  return space;
}

const SpectralSpace& circle() {
  static const SpectralSpace space(24, 1);
  return space;
}

/// cos q + ½ sin q p + ½ (p² − 1)/√2, or cos q + ½ sin 2q on the circle.
Eigen::VectorXd functional(const SpectralSpace& space) {
  const Points& x = space.nodes();
  if (x.cols() == 1) return space.coefficients(x.col(0).cos() + 0.5 * (2 * x.col(0)).sin());
  const auto q = x.col(0), p = x.col(1);
  return space.coefficients(q.cos() + 0.5 * q.sin() * p + (p.square() - 1) / std::sqrt(8.0));
}

/// E φ(X_1) from all starts by the classical Runge–Kutta method for c′ = L c, L the generator in the space,
/// with its derivatives from the basis: p ∂q − V′ ∂p − γ p ∂p + γT ∂pp (or −V′ ∂q + T ∂qq).
Eigen::VectorXd exact_expectation(const SpectralSpace& space, const process::Process& process) {
  const Points& x = space.nodes();
  const double step = 1e-3;
  const auto shifted = [&](Index j, double by) {
    Points y = x;
    y.col(j) += by;
    return space.values(y);
  };
  // derivatives along coordinate j by central differences of order 6: error ~ (10 step)⁶
  const auto first = [&](Index j) -> Eigen::MatrixXd {
    return (45 * (shifted(j, step) - shifted(j, -step)) - 9 * (shifted(j, 2 * step) - shifted(j, -2 * step)) +
            (shifted(j, 3 * step) - shifted(j, -3 * step))) /
           (60 * step);
  };
  const auto second = [&](Index j) -> Eigen::MatrixXd {
    return (270 * (shifted(j, step) + shifted(j, -step)) -
            27 * (shifted(j, 2 * step) + shifted(j, -2 * step)) +
            2 * (shifted(j, 3 * step) + shifted(j, -3 * step)) - 490 * space.values(x)) /
           (180 * step * step);
  };
  Points f = x;
  process.drift(0, x, f);
  const Index last = x.cols() - 1;
  const double half_variance = x.cols() == 1 ? 1.0 : kinetic.friction();
  Eigen::MatrixXd rate = half_variance * second(last);
  for (Index j = 0; j <= last; ++j) rate += f.col(j).matrix().asDiagonal() * first(j);
  Eigen::MatrixXd generator(space.size(), space.size());
  for (Index c = 0; c < space.size(); ++c) generator.col(c) = space.coefficients(rate.col(c).array());
  Eigen::VectorXd u = functional(space);
  const int steps = 500;  // |L| h ≤ 24² / 500, and (10·5 + 24)/500 in phase space: stable
  const double h = 1.0 / steps;
  for (int n = 0; n < steps; ++n) {
    const Eigen::VectorXd a = generator * u, b = generator * (u + h / 2 * a), c = generator * (u + h / 2 * b),
                          d = generator * (u + h * c);
    u += h / 6 * (a + 2 * b + 2 * c + d);
  }
  return u;
}

/// The largest error of E φ(X_1) over starts with |p| ≤ 2.
double weak_error(const SpectralSpace& space, const SdeScheme& scheme, const process::Process& process,
                  const Eigen::VectorXd& exact, Index steps) {
  const Chain chain(space, scheme, process, 1.0 / static_cast<double>(steps));
  const Eigen::ArrayXd error =
      (space.values(space.nodes()) * (chain.expectation(functional(space), steps) - exact)).array().abs();
  double worst = 0;
  for (Index i = 0; i < error.size(); ++i) {
    if (space.nodes().cols() == 1 || std::abs(space.nodes()(i, 1)) <= 2) worst = std::max(worst, error(i));
  }
  return worst;
}

double weak_order(const SpectralSpace& space, const SdeScheme& scheme, const process::Process& process,
                  const Eigen::VectorXd& exact, Index steps) {
  return std::log2(weak_error(space, scheme, process, exact, steps) /
                   weak_error(space, scheme, process, exact, 2 * steps));
}

// The slope's own bias is O(h) for order 1 and O(h²) for these splittings; claims are one apart.
TEST(WeakOrder, OfSchemesForUnderdampedLangevinIsAsClaimed) {
  const Eigen::VectorXd exact = exact_expectation(phase_space(), kinetic);
  for (const char* name : splittings) {
    const double order = weak_order(phase_space(), scheme(name), kinetic, exact, 8);
    RecordProperty(name, std::to_string(order));
    EXPECT_NEAR(order, *scheme(name).claim().order_weak_additive, 0.1) << name;
  }
}

TEST(WeakOrder, OfLeimkuhlerMatthewsAtAFiniteTimeIsOne) {
  const Eigen::VectorXd exact = exact_expectation(circle(), overdamped);
  const double order = weak_order(circle(), scheme("leimkuhler_matthews"), overdamped, exact, 32);
  RecordProperty("leimkuhler_matthews", std::to_string(order));
  EXPECT_NEAR(order, *scheme("leimkuhler_matthews").claim().order_weak_additive, 0.1);
}

/// |E φ − ∫φ e^{−V − p²/2}/Z| under the chain's stationary law: after a time of 40 from any start, where
/// relaxation rates ≥ 0.4 leave e^{−16}.
double stationary_error(const SpectralSpace& space, const SdeScheme& scheme, const process::Process& process,
                        double h) {
  const Chain chain(space, scheme, process, h);
  const Eigen::VectorXd u = chain.expectation(functional(space), static_cast<Index>(std::lround(40 / h)));
  double mass = 0, mean = 0;
  for (int i = 0; i < 256; ++i) {
    const double q = 2 * std::numbers::pi * i / 256, weight = std::exp(-TorusPotential::at(q));
    mass += weight;
    mean += weight * (std::cos(q) + (space.nodes().cols() == 1 ? 0.5 * std::sin(2 * q) : 0));
  }
  return std::abs(u(0) - mean / mass);  // u is a constant by then
}

double stationary_order(const SpectralSpace& space, const SdeScheme& scheme, const process::Process& process,
                        double h) {
  return std::log2(stationary_error(space, scheme, process, h) /
                   stationary_error(space, scheme, process, h / 2));
}

TEST(StationaryOrder, OfSchemesForUnderdampedLangevinIsAsClaimed) {
  for (const char* name : splittings) {
    const double order = stationary_order(phase_space(), scheme(name), kinetic, 0.125);
    RecordProperty(name, std::to_string(order));
    EXPECT_NEAR(order, *scheme(name).claim().order_stationary, 0.1) << name;
  }
}

// One evaluation of the drift a step each.
TEST(StationaryOrder, OfLeimkuhlerMatthewsIsTwoWhereEulersIsOne) {
  const double euler = stationary_order(circle(), scheme("euler_maruyama"), overdamped, 1.0 / 32);
  const double order = stationary_order(circle(), scheme("leimkuhler_matthews"), overdamped, 1.0 / 32);
  RecordProperty("euler_maruyama", std::to_string(euler));
  RecordProperty("leimkuhler_matthews", std::to_string(order));
  EXPECT_NEAR(euler, 1, 0.1);
  EXPECT_NEAR(order, *scheme("leimkuhler_matthews").claim().order_stationary, 0.1);
}

// Paths with steps 16, 32 and 64 times those of the finest, whose own error is a sixteenth, which shifts the
// slope by ½ log₂((64 − 1)/(16 − 1)) − 1 = 0.035 at most; standard error of the root mean square of 1024
// errors ≤ 4 %, 0.03 in the slope.
TEST(StrongOrder, OfSchemesForUnderdampedLangevinIsAsClaimed) {
  const Schedule schedule{{0.0, 2.0}, {1024}};
  for (const char* name : splittings) {
    const std::vector<Points> x =
        simulate_snapshots({kinetic, scheme(name), schedule, 1024, RandomStream(8, 2), 7},
                           Points(Points::Constant(1024, 2, 0.5)))
            .back();
    const auto error = [&](std::size_t level) { return std::sqrt((x[level] - x[0]).square().mean()); };
    const double order = 0.5 * std::log2(error(6) / error(4));
    RecordProperty(name, std::to_string(order));
    EXPECT_NEAR(order, *scheme(name).claim().order_strong_additive, 0.1) << name;
    EXPECT_LT(error(4), 0.05) << name;
  }
}

/// The end of x′ = f at time 2 with z = u = 0 from (0.5, 1.2).
Points noiseless_end(const SdeScheme& scheme, const process::Process& process, Index steps) {
  Points x(1, 2);
  x << 0.5, 1.2;
  const double h = 2 / static_cast<double>(steps);
  for (Index n = 0; n < steps; ++n) x = test::step_with(scheme, process, 0, h, x, Points::Zero(1, 1));
  return x;
}

// With and without friction, against four times as many steps than the finest twice over.
TEST(DeterministicOrder, OfSchemesForUnderdampedLangevinIsAsClaimed) {
  for (double friction : {0.0, 0.8}) {
    const process::UnderdampedLangevin process(potential, friction, 1.0);
    for (const char* name : splittings) {
      const Points exact = noiseless_end(scheme(name), process, 1 << 14);
      const double coarse = (noiseless_end(scheme(name), process, 64) - exact).abs().maxCoeff();
      const double fine = (noiseless_end(scheme(name), process, 128) - exact).abs().maxCoeff();
      EXPECT_NEAR(std::log2(coarse / fine), *scheme(name).claim().order_time, 0.05) << name << friction;
      // another scheme's path, so that it converges to the solution
      const Points heun = noiseless_end(scheme("drift_heun"), process, 1 << 14);
      EXPECT_LT((exact - heun).abs().maxCoeff(), 1e-6) << name << friction;
    }
  }
}

}  // namespace
}  // namespace kolmo::sde
