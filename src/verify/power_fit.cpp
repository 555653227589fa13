#include "kolmo/verify/power_fit.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::verify {

Estimate PowerFit::coefficient(Eigen::Index k) const {
  return {coefficients(k), std::sqrt(covariance(k, k))};
}

Estimate PowerFit::at(double h, Eigen::Index first) const {
  Eigen::VectorXd row = Eigen::VectorXd::Zero(coefficients.size());
  for (Eigen::Index k = first; k < row.size(); ++k) row(k) = std::pow(h, powers[static_cast<std::size_t>(k)]);
  return {row.dot(coefficients), std::sqrt(row.dot(covariance * row))};
}

PowerFit fit_powers(const std::vector<double>& h, const std::vector<Estimate>& values,
                    std::vector<double> powers) {
  const auto n = static_cast<Eigen::Index>(h.size()), m = static_cast<Eigen::Index>(powers.size());
  require(n >= m && values.size() == h.size(), "number of step sizes", static_cast<double>(n),
          "must be at least the number of terms");
  // Steps in units of the largest: columns of one size whatever the unit of h, or small ones would count as
  // 0.
  const double unit = *std::max_element(h.begin(), h.end());
  Eigen::MatrixXd design(n, m);
  Eigen::VectorXd y(n), scale(m);
  for (Eigen::Index k = 0; k < m; ++k) scale(k) = std::pow(unit, -powers[static_cast<std::size_t>(k)]);
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto place = static_cast<std::size_t>(i);
    const double weight = 1 / values[place].standard_error;
    y(i) = weight * values[place].value;
    for (Eigen::Index k = 0; k < m; ++k) {
      design(i, k) = weight * std::pow(h[place] / unit, powers[static_cast<std::size_t>(k)]);
    }
  }
  PowerFit fit;
  fit.powers = std::move(powers);
  const Eigen::VectorXd scaled = design.colPivHouseholderQr().solve(y);
  const Eigen::MatrixXd normal = design.transpose() * design;
  fit.coefficients = scale.cwiseProduct(scaled);
  fit.covariance =
      scale.asDiagonal() * normal.ldlt().solve(Eigen::MatrixXd::Identity(m, m)) * scale.asDiagonal();
  fit.chi_squared = (y - design * scaled).squaredNorm();
  return fit;
}

LeadingTerm leading_term(const std::vector<double>& h, const std::vector<Estimate>& values,
                         const std::vector<double>& powers) {
  LeadingTerm term;
  term.coefficient = fit_powers(h, values, powers).coefficient(0);
  const std::vector<double> finer(h.begin() + 1, h.end());
  const std::vector<Estimate> finer_values(values.begin() + 1, values.end());
  term.model_bound =
      std::abs(fit_powers(finer, finer_values, powers).coefficient(0).value - term.coefficient.value);
  return term;
}

}  // namespace kolmo::verify
