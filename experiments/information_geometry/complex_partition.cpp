#include "information_geometry/complex_partition.hpp"

#include <cmath>
#include <numbers>

namespace kolmo::information_geometry::shown {
namespace {

using Complex = std::complex<double>;
using Eigen::MatrixXcd;
using Eigen::VectorXcd;
using Eigen::VectorXd;

/// log Γ where Re z > 0: Stirling's series behind the recurrence, Re z ≥ 15.
Complex log_gamma(Complex z) {
  Complex shift = 0;
  for (; z.real() < 15; z += 1) shift += std::log(z);
  // B_{2k}/(2k (2k − 1)).
  constexpr double terms[] = {1.0 / 12,   -1.0 / 360,        1.0 / 1260, -1.0 / 1680,
                              1.0 / 1188, -691.0 / 360360.0, 1.0 / 156,  -3617.0 / 122400};
  Complex series = 0, power = 1.0 / z;
  for (const double term : terms) {
    series += term * power;
    power /= z * z;
  }
  return (z - 0.5) * std::log(z) - z + 0.5 * std::log(2 * std::numbers::pi) + series - shift;
}

/// First and second derivative along a direction.
struct Along {
  double first, second;
};

Along along(const ComplexPartition& partition, const VectorXd& theta, const VectorXd& direction,
            double radius) {
  constexpr int places = 32;
  Complex first = 0, second = 0;
  for (int j = 0; j < places; ++j) {
    const Complex omega = std::polar(1.0, 2 * std::numbers::pi * j / places);
    const Complex value = partition(theta.cast<Complex>() + radius * omega * direction.cast<Complex>());
    first += value / omega;
    second += value / (omega * omega);
  }
  return {first.real() / (places * radius), 2 * second.real() / (places * radius * radius)};
}

}  // namespace

Complex categorical_partition(const VectorXcd& theta) {
  double largest = 0;
  for (const Complex& t : theta) largest = std::max(largest, t.real());
  Complex total = std::exp(-largest);
  for (const Complex& t : theta) total += std::exp(t - largest);
  return largest + std::log(total);
}

Complex poisson_partition(const VectorXcd& theta) { return std::exp(theta(0)); }

Complex gamma_partition(const VectorXcd& theta) {
  return log_gamma(theta(0) + 1.0) - (theta(0) + 1.0) * std::log(-theta(1));
}

ComplexPartition gaussian_partition(Index d) {
  return [d](const VectorXcd& theta) -> Complex {
    MatrixXcd p(d, d);
    Index at = d;
    for (Index j = 0; j < d; ++j)
      for (Index i = j; i < d; ++i, ++at) p(i, j) = p(j, i) = (i == j ? -2.0 : -1.0) * theta(at);
    // P = L D Lᵀ and L y = h: hᵀP⁻¹h = Σ y_i²/D_i; pivots stay near the real ones, which are positive.
    VectorXcd y = theta.head(d);
    Complex value = 0.5 * static_cast<double>(d) * std::log(2 * std::numbers::pi);
    for (Index k = 0; k < d; ++k) {
      value += 0.5 * (y(k) * y(k) / p(k, k) - std::log(p(k, k)));
      for (Index i = k + 1; i < d; ++i) {
        const Complex factor = p(i, k) / p(k, k);
        y(i) -= factor * y(k);
        for (Index j = k + 1; j < d; ++j) p(i, j) -= factor * p(k, j);
      }
    }
    return value;
  };
}

Derivatives derivatives_on_circles(const ComplexPartition& partition, const VectorXd& theta, double radius) {
  const Index n = theta.size();
  Derivatives found{VectorXd(n), Eigen::MatrixXd(n, n)};
  for (Index k = 0; k < n; ++k) {
    const Along one = along(partition, theta, VectorXd::Unit(n, k), radius);
    found.gradient(k) = one.first;
    found.hessian(k, k) = one.second;
  }
  for (Index k = 0; k < n; ++k)
    for (Index l = 0; l < k; ++l) {
      const double both = along(partition, theta, VectorXd::Unit(n, k) + VectorXd::Unit(n, l), radius).second;
      found.hessian(k, l) = found.hessian(l, k) = 0.5 * (both - found.hessian(k, k) - found.hessian(l, l));
    }
  return found;
}

}  // namespace kolmo::information_geometry::shown
