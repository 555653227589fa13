#include "kolmo/measure/sde/chebyshev_chain.hpp"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"

namespace kolmo::measure {

ChebyshevChain::ChebyshevChain(double lower, double upper, Index n)
    : lower_(lower), upper_(upper), nodes_(n), weights_(n), transition_(Eigen::MatrixXd::Zero(n, n)) {
  require(std::isfinite(lower) && std::isfinite(upper) && lower < upper, "lower end", lower,
          "must be finite and below the upper one");
  require(n >= 4, "nodes", static_cast<double>(n), "must be at least 4");
  for (Index i = 0; i < n; ++i) {
    const double cosine = std::cos(std::numbers::pi * static_cast<double>(i) / static_cast<double>(n - 1));
    nodes_(i) = 0.5 * (lower + upper) - 0.5 * (upper - lower) * cosine;
    weights_(i) = (i % 2 == 0 ? 1.0 : -1.0) * (i == 0 || i == n - 1 ? 0.5 : 1.0);
  }
  nodes_(0) = lower;
  nodes_(n - 1) = upper;
}

/// Berrut and Trefethen 2004, equation (4.2).
Eigen::VectorXd ChebyshevChain::basis(double x) const {
  const Index n = nodes_.size();
  x = std::clamp(x, lower_, upper_);
  Eigen::VectorXd out(n);
  double sum = 0;
  for (Index j = 0; j < n; ++j) {
    if (x == nodes_(j)) return Eigen::VectorXd::Unit(n, j);
    out(j) = weights_(j) / (x - nodes_(j));
    sum += out(j);
  }
  return out / sum;
}

void ChebyshevChain::add(Index i, double to, double weight) {
  transition_.row(i) += weight * basis(to).transpose();
}

double ChebyshevChain::normalise() {
  double missing = 0;
  for (Index i = 0; i < nodes_.size(); ++i) {
    double sum = 0;
    for (Index j = 0; j < nodes_.size(); ++j) sum += transition_(i, j);
    missing = std::max(missing, std::abs(sum - 1));
    transition_.row(i) /= sum;
  }
  return missing;
}

Eigen::VectorXd ChebyshevChain::expectation(const Eigen::VectorXd& phi, Index steps) const {
  Eigen::VectorXd u = phi;
  for (Index k = 0; k < steps; ++k) u = (transition_ * u).eval();
  return u;
}

double ChebyshevChain::at(const Eigen::VectorXd& u, double x) const { return basis(x).dot(u); }

double ChebyshevChain::expectation(const Eigen::VectorXd& phi, Index steps, double x) const {
  return at(expectation(phi, steps), x);
}

double ChebyshevChain::stationary_expectation(const Eigen::VectorXd& phi) const {
  const Index n = nodes_.size();
  Eigen::MatrixXd system(n + 1, n);
  system.topRows(n) = transition_.transpose() - Eigen::MatrixXd::Identity(n, n);
  system.row(n).setOnes();
  const Eigen::VectorXd law = system.colPivHouseholderQr().solve(Eigen::VectorXd::Unit(n + 1, n));
  return law.dot(phi);
}

}  // namespace kolmo::measure
