// Weak and deterministic orders without sampling.

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "kolmo/sde/simulate.hpp"
#include "sde/gauss_hermite.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

using test::FrozenNoise;
using test::Noiseless;
using test::NoiselessState;
using test::Periodic;
using test::Smooth;
using test::StateNoise;

constexpr Index modes = 32;  // trigonometric polynomials of degree < 32 on 64 points
constexpr Index nodes = 2 * modes;
constexpr double end_time = 1.0;

Points grid() {
  Points x(nodes, 1);
  for (Index j = 0; j < nodes; ++j) x(j, 0) = 2 * std::numbers::pi * static_cast<double>(j) / nodes;
  return x;
}

/// u(x) = Σ_k c_k e^{ikx}, interpolating values on the grid.
class Trigonometric {
 public:
  explicit Trigonometric(const Eigen::ArrayXd& values) : c_(modes) {
    const Points x = grid();
    for (Index k = 0; k < modes; ++k) {
      std::complex<double> sum = 0;
      for (Index j = 0; j < nodes; ++j) {
        sum += values(j) * std::exp(std::complex<double>(0, -static_cast<double>(k) * x(j, 0)));
      }
      c_[static_cast<std::size_t>(k)] = sum * ((k == 0 ? 1.0 : 2.0) / nodes);
    }
  }
  /// The derivative of this order at x.
  double operator()(double x, int derivative) const {
    std::complex<double> sum = 0;
    for (Index k = 0; k < modes; ++k) {
      const auto wave = static_cast<double>(k);
      sum += c_[static_cast<std::size_t>(k)] * std::exp(std::complex<double>(0, wave * x)) *
             std::pow(std::complex<double>(0, wave), derivative);
    }
    return sum.real();
  }
  /// u(x), by Horner's rule in real arithmetic.
  double operator()(double x) const {
    const double c = std::cos(x), s = std::sin(x);
    double re = 0, im = 0;
    for (std::size_t k = modes; k-- > 0;) {
      const double turned = re * c - im * s + c_[k].real();
      im = re * s + im * c + c_[k].imag();
      re = turned;
    }
    return re;
  }

 private:
  std::vector<std::complex<double>> c_;
};

double phi(double x) { return std::cos(x) + 0.5 * std::sin(2 * x); }

/// E φ(X_T) for the scheme with N steps from every point of the grid: u_n(x) = Σ_q w_q u_{n+1}(step(x, ξ_q)).
Eigen::ArrayXd expectation(const SdeScheme& scheme, const process::Process& process, Index steps) {
  const Points x = grid();
  const double h = end_time / static_cast<double>(steps);
  Eigen::ArrayXd u = x.col(0).unaryExpr(&phi);
  for (Index n = steps - 1; n >= 0; --n) {
    const Trigonometric next(u);
    u.setZero();
    test::for_each_node(scheme, 24, 6, [&](double xi, double eta, double weight) {
      const Points y = test::stepped(scheme, process, static_cast<double>(n) * h, h, x, xi, eta);
      for (Index j = 0; j < nodes; ++j) u(j) += weight * next(y(j, 0));
    });
  }
  return u;
}

/// The same exactly: −∂t u = f ∂x u + ½ g² ∂xx u backward from φ, spectral in x, by the classical Runge–Kutta
/// method.
Eigen::ArrayXd exact_expectation(const Smooth& process) {
  const Points x = grid();
  Eigen::MatrixXd first(nodes, nodes), second(nodes, nodes);
  for (Index j = 0; j < nodes; ++j) {
    Eigen::ArrayXd unit = Eigen::ArrayXd::Zero(nodes);
    unit(j) = 1;
    const Trigonometric delta(unit);
    for (Index i = 0; i < nodes; ++i) {
      first(i, j) = delta(x(i, 0), 1);
      second(i, j) = delta(x(i, 0), 2);
    }
  }
  const auto rate = [&](double t, const Eigen::VectorXd& u) -> Eigen::VectorXd {
    Eigen::ArrayXd f(nodes), v(nodes);
    for (Index i = 0; i < nodes; ++i) {
      const test::Derivatives d = process.derivatives(t, x(i, 0));
      f(i) = d.f;
      v(i) = d.g * d.g;
    }
    return (f * (first * u).array() + 0.5 * v * (second * u).array()).matrix();
  };
  Eigen::VectorXd u = x.col(0).unaryExpr(&phi).matrix();
  const int steps = 800;  // stable: ½ g² 31² h ≤ 1.02; error ~ h⁴
  const double h = end_time / steps;
  for (int n = steps; n > 0; --n) {
    const double t = n * h;
    const Eigen::VectorXd a = rate(t, u), b = rate(t - h / 2, u + h / 2 * a),
                          c = rate(t - h / 2, u + h / 2 * b), d = rate(t - h, u + h * c);
    u += h / 6 * (a + 2 * b + 2 * c + d);
  }
  return u.array();
}

/// log₂ of the ratio of the largest errors over all starting points at 32 and 64 steps.
double observed_weak_order(const SdeScheme& scheme, const process::Process& process,
                           const Eigen::ArrayXd& exact) {
  const double coarse = (expectation(scheme, process, 32) - exact).abs().maxCoeff();
  const double fine = (expectation(scheme, process, 64) - exact).abs().maxCoeff();
  return std::log2(coarse / fine);
}

// The slope's own bias is O(h) ≈ 0.03; claims are a half apart at least.
TEST(WeakOrder, IsWhatEverySchemeClaimsForAdditiveNoise) {
  const Periodic process;
  const Eigen::ArrayXd exact = exact_expectation(process);
  for (const SdeScheme* scheme : schemes()) {
    ASSERT_TRUE(scheme->claim().order_weak_additive.has_value()) << scheme->claim().name;
    const double order = observed_weak_order(*scheme, process, exact);
    RecordProperty(scheme->claim().name, std::to_string(order));
    EXPECT_NEAR(order, *scheme->claim().order_weak_additive, 0.1) << scheme->claim().name;
  }
}

TEST(WeakOrder, IsWhatEverySchemeClaimsForDiagonalNoise) {
  const StateNoise process;
  const Eigen::ArrayXd exact = exact_expectation(process);
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->accepts(process::NoiseKind::diagonal)) continue;
    ASSERT_TRUE(scheme->claim().order_weak_general.has_value()) << scheme->claim().name;
    const double order = observed_weak_order(*scheme, process, exact);
    RecordProperty(scheme->claim().name, std::to_string(order));
    EXPECT_NEAR(order, *scheme->claim().order_weak_general, 0.1) << scheme->claim().name;
  }
}

TEST(WeakOrder, OfDriftHeunFallsToOneWhereTheNoiseIsFrozenOverAStep) {
  const Eigen::ArrayXd exact = exact_expectation(Periodic());
  const double order = observed_weak_order(scheme("drift_heun"), FrozenNoise(), exact);
  RecordProperty("drift_heun", std::to_string(order));
  EXPECT_NEAR(order, 1, 0.1);
}

// The term of h^{5/2} in a step of SRI1W1: its slope tends to 1.5, not to the 2 that schemes with ΔZ are
// often said to have.
TEST(WeakOrder, OfSri1w1OnDiagonalNoiseStaysBelowTwoAtFineSteps) {
  const StateNoise process;
  const Eigen::ArrayXd exact = exact_expectation(process);
  const double coarse = (expectation(scheme("sri1w1"), process, 128) - exact).abs().maxCoeff();
  const double fine = (expectation(scheme("sri1w1"), process, 256) - exact).abs().maxCoeff();
  RecordProperty("sri1w1_fine", std::to_string(std::log2(coarse / fine)));
  EXPECT_NEAR(std::log2(coarse / fine), 1.5, 0.05);
}

/// x′ = f(t, x) from every point of the grid, by the classical Runge–Kutta method with 1000 steps: error ~
/// 1e−12.
Points exact_flow(const Periodic& process) {
  Points x = grid();
  const double h = end_time / 1000;
  for (Index j = 0; j < nodes; ++j) {
    double& y = x(j, 0);
    for (int n = 0; n < 1000; ++n) {
      const double t = n * h;
      const double a = process.f(t, y), b = process.f(t + h / 2, y + h / 2 * a),
                   c = process.f(t + h / 2, y + h / 2 * b), d = process.f(t + h, y + h * c);
      y += h / 6 * (a + 2 * b + 2 * c + d);
    }
  }
  return x;
}

void expect_deterministic_order(const SdeScheme& scheme, const process::Process& process,
                                const Points& exact) {
  const Schedule schedule{{0.0, end_time}, {64}};
  const Snapshots snapshots =
      simulate_snapshots({process, scheme, schedule, nodes, RandomStream(1, 1), 2}, grid());
  const double fine = (snapshots.back()[0] - exact).abs().maxCoeff();
  const double coarse = (snapshots.back()[1] - exact).abs().maxCoeff();
  const double order = std::log2(coarse / fine);
  testing::Test::RecordProperty(scheme.claim().name + "_" + process.name(), std::to_string(order));
  EXPECT_NEAR(order, *scheme.claim().order_time, 0.1) << scheme.claim().name << " on " << process.name();
}

TEST(DeterministicOrder, IsWhatEverySchemeClaimsWithoutNoise) {
  const Noiseless scalar;
  const NoiselessState diagonal;
  const Points exact = exact_flow(scalar);
  for (const SdeScheme* scheme : schemes()) {
    ASSERT_TRUE(scheme->claim().order_time.has_value()) << scheme->claim().name;
    expect_deterministic_order(*scheme, scalar, exact);
    if (scheme->can_step(diagonal)) expect_deterministic_order(*scheme, diagonal, exact);
  }
}

// x(t + h) = x + h f + ½h² (f_t + f f_x) + O(h³): a weight of the drift that is 1 % off shows, which the
// slope need not see. The remainder and rounding are those of the strong expansion.
TEST(DeterministicOrder, OfTwoRestsOnTheSecondTermOfTheExpansion) {
  const Noiseless scalar;
  const NoiselessState diagonal;
  const double h = 1e-5;
  for (const SdeScheme* scheme : schemes()) {
    if (*scheme->claim().order_time < 2) continue;
    for (const process::Process* process :
         {static_cast<const process::Process*>(&scalar), static_cast<const process::Process*>(&diagonal)}) {
      if (!scheme->can_step(*process)) continue;
      for (double x : {-2.0, -0.7, 0.4, 1.5, 2.8}) {
        const double f = scalar.f(0.3, x), second = scalar.f_t(0.3, x) + f * scalar.f_x(0.3, x);
        const double y = test::stepped(*scheme, *process, 0.3, h, Points::Constant(1, 1, x), 0.8, -0.4)(0, 0);
        EXPECT_NEAR((y - x - h * f) / (h * h), 0.5 * second, 5e-4) << scheme->claim().name << " x = " << x;
      }
    }
  }
}

}  // namespace
}  // namespace kolmo::sde
