#pragma once
// Moments of ensembles with their standard errors. Sums run in a fixed order (core/sum.hpp).

#include <functional>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo {

/// An estimated number and the standard error of the estimate.
struct Estimate {
  double value = 0;
  double standard_error = 0;
};

/// φ on a block: out(i) = φ(x_i). Thread-safe.
using Functional = std::function<void(const ConstBlock& x, Values out)>;

/// mean of x_i, and √(Σ(x_i − mean)² / (n(n − 1))). n ≥ 2.
Estimate mean_estimate(const double* x, Index n);
/// mean of φ(x_i) and its standard error.
Estimate expectation(const ConstBlock& x, const Functional& phi);
/// Paired: mean of φ(a_i) − φ(b_i) and its standard error; a_i and b_i run on the same noise. Equal shapes.
Estimate expectation_difference(const ConstBlock& a, const ConstBlock& b, const Functional& phi);

/// mean of x_i^k and its standard error, 1 ≤ k ≤ 16.
Estimate raw_moment(const double* x, Index n, int k);
/// Paired: mean of a_i^k − b_i^k and its standard error.
Estimate raw_moment_difference(const double* a, const double* b, Index n, int k);
/// Fraction of x_i > threshold and its standard error.
Estimate fraction_above(const double* x, Index n, double threshold);
/// Paired: mean of 1[a_i > threshold] − 1[b_i > threshold] and its standard error.
Estimate fraction_above_difference(const double* a, const double* b, Index n, double threshold);

/// Central moments m_k = (1/n) Σ(x_i − mean)^k.
struct CentralMoments {
  Index n = 0;
  double mean = 0, second = 0, third = 0, fourth = 0;
  double skewness() const;         ///< m₃ / m₂^{3/2}
  double excess_kurtosis() const;  ///< m₄ / m₂² − 3
  Estimate variance() const;       ///< n m₂/(n − 1), with standard error √((m₄ − m₂²)/n)
};
CentralMoments central_moments(const double* x, Index n);

/// Mean (d) and covariance (d×d, divided by n − 1) of n points with the standard error of every entry.
struct EnsembleMoments {
  Eigen::VectorXd mean, mean_error;
  Eigen::MatrixXd covariance, covariance_error;
};
EnsembleMoments ensemble_moments(const ConstBlock& x);

}  // namespace kolmo
