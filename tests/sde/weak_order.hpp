#pragma once
// Weak orders without sampling.

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "sde/claimed_orders.hpp"
#include "sde/gauss_hermite.hpp"
#include "sde/test_processes.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::sde::test {

inline constexpr Index modes = 32;  // trigonometric polynomials of degree < 32 on 64 points
inline constexpr Index nodes = 2 * modes;
inline constexpr double end_time = 1.0;

inline Points grid() {
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

inline double phi(double x) { return std::cos(x) + 0.5 * std::sin(2 * x); }

/// E φ(X_T) for the scheme with N steps from every point of the grid: u_n(x) = Σ_q w_q u_{n+1}(step(x, ξ_q)).
inline Eigen::ArrayXd expectation(const SdeScheme& scheme, const process::Process& process, Index steps) {
  const Points x = grid();
  const double h = end_time / static_cast<double>(steps);
  Eigen::ArrayXd u = x.col(0).unaryExpr(&phi);
  for (Index n = steps - 1; n >= 0; --n) {
    const Trigonometric next(u);
    u.setZero();
    for_each_node(scheme, process, 24, 6, [&](double xi, double eta, double weight) {
      const Points y = stepped(scheme, process, static_cast<double>(n) * h, h, x, xi, eta);
      for (Index j = 0; j < nodes; ++j) u(j) += weight * next(y(j, 0));
    });
  }
  return u;
}

/// The same exactly: −∂t u = f ∂x u + ½ g² ∂xx u backward from φ, spectral in x, by the classical Runge–Kutta
/// method.
inline Eigen::ArrayXd exact_expectation(const Smooth& process) {
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
      const Derivatives d = process.derivatives(t, x(i, 0));
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

/// log₂ of the ratio of the largest errors over all starting points at `steps` and twice as many. `exact` is
/// that of the process as it should be.
inline double observed_weak_order(const SdeScheme& scheme, const process::Process& process,
                                  const Eigen::ArrayXd& exact, Index steps = 32) {
  const double coarse = (expectation(scheme, process, steps) - exact).abs().maxCoeff();
  const double fine = (expectation(scheme, process, 2 * steps) - exact).abs().maxCoeff();
  return std::log2(coarse / fine);
}

/// The same against the claim for the process's noise. The slope's own bias is O(h) ≈ 0.03; claims are a half
/// apart at least.
inline verify::Check weak_order(const SdeScheme& scheme, const process::Process& process,
                                const Eigen::ArrayXd& exact) {
  return verify::test::compared(check_id("weak order", scheme, process), claimed_weak_order(scheme, process),
                                observed_weak_order(scheme, process, exact), 0.1);
}

}  // namespace kolmo::sde::test
