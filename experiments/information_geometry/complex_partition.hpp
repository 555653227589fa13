#pragma once
// Log-partitions of complex parameters, and their derivatives on circles.

#include <Eigen/Core>
#include <complex>
#include <functional>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::information_geometry::shown {

/// A(θ) on a neighbourhood of the real parameters, where it is analytic.
using ComplexPartition = std::function<std::complex<double>(const Eigen::VectorXcd& theta)>;

/// log(1 + Σ e^{θ_i}).
std::complex<double> categorical_partition(const Eigen::VectorXcd& theta);
/// e^θ.
std::complex<double> poisson_partition(const Eigen::VectorXcd& theta);
/// log Γ(θ_0 + 1) − (θ_0 + 1) log(−θ_1), the first by Stirling's series.
std::complex<double> gamma_partition(const Eigen::VectorXcd& theta);
/// ½hᵀP⁻¹h − ½ log det P + ½d log 2π, P the matrix packed behind h.
ComplexPartition gaussian_partition(Index dimension);

/// ∇A and ∇²A at a real θ by Cauchy's integrals over circles of this radius, 32 places each:
///     f⁽ᵏ⁾(0) = k!/(N rᵏ) Σ_j f(r ω^j) ω^{−jk},
/// along e_k, and e_k + e_l for mixed derivatives. A must be analytic on circles four times as large: what is
/// left is 4⁻³⁰, and ε|A|/r² of rounding.
struct Derivatives {
  Eigen::VectorXd gradient;
  Eigen::MatrixXd hessian;
};
Derivatives derivatives_on_circles(const ComplexPartition& partition, const Eigen::VectorXd& theta,
                                   double radius);

}  // namespace kolmo::information_geometry::shown
