#pragma once
// Measured values as a sum of powers of the step.

#include <Eigen/Core>
#include <vector>

#include "kolmo/core/statistics/moments.hpp"

namespace kolmo::verify {

/// value(h) = Σ_k c_k h^{p_k} by least squares with weights 1/(standard error)².
struct PowerFit {
  std::vector<double> powers;
  Eigen::VectorXd coefficients;
  Eigen::MatrixXd covariance;
  double chi_squared = 0;

  Estimate coefficient(Eigen::Index k) const;
  /// Σ_{k ≥ first} c_k h^{p_k} and its standard error.
  Estimate at(double h, Eigen::Index first = 0) const;
};

/// h and values of the same size, at least as many as powers (else InvalidArgument).
PowerFit fit_powers(const std::vector<double>& h, const std::vector<Estimate>& values,
                    std::vector<double> powers);

/// c_0 with the bound of what the terms left out may do to it: how far it moves without the largest step
/// (h in descending order).
struct LeadingTerm {
  Estimate coefficient;
  double model_bound = 0;
};
LeadingTerm leading_term(const std::vector<double>& h, const std::vector<Estimate>& values,
                         const std::vector<double>& powers);

}  // namespace kolmo::verify
