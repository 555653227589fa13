#include "kolmo/transport/gaussian_transport.hpp"

#include <Eigen/Eigenvalues>
#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::transport {
namespace {

using Eigensystem = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>;

Eigensystem checked(const Eigen::MatrixXd& s) {
  require(s.rows() == s.cols() && s.rows() >= 1, "columns of a covariance", static_cast<double>(s.cols()),
          "must be as many as rows, at least 1");
  const double largest = s.cwiseAbs().maxCoeff();
  require(s.allFinite(), "covariance", largest, "must be finite");
  const double skew = (s - s.transpose()).cwiseAbs().maxCoeff();
  require(skew <= 1e-12 * largest, "asymmetry of a covariance", skew, "must be symmetric");
  Eigensystem system(s);
  const double least = system.eigenvalues().minCoeff();
  require(least >= -1e-12 * system.eigenvalues().maxCoeff(), "eigenvalue of a covariance", least,
          "must be at least 0");
  return system;
}

/// V diag(f(λ)) Vᵀ with negative rounding of λ taken for 0.
template <class Function>
Eigen::MatrixXd of_eigenvalues(const Eigensystem& system, const Function& f) {
  const Eigen::VectorXd values =
      system.eigenvalues().unaryExpr([&](double l) { return f(std::max(l, 0.0)); });
  return system.eigenvectors() * values.asDiagonal() * system.eigenvectors().transpose();
}

double root(double l) { return std::sqrt(l); }

Eigen::MatrixXd symmetric(const Eigen::MatrixXd& m) { return 0.5 * (m + m.transpose()); }

void require_sizes(Index a, Index b) {
  require(a == b, "size of the second Gaussian", static_cast<double>(b), "must be that of the first");
}

}  // namespace

double gaussian_w2_squared(const Eigen::VectorXd& mean_0, const Eigen::MatrixXd& covariance_0,
                           const Eigen::VectorXd& mean_1, const Eigen::MatrixXd& covariance_1) {
  require_sizes(mean_0.size(), mean_1.size());
  require_sizes(mean_0.size(), covariance_0.rows());
  require_sizes(mean_0.size(), covariance_1.rows());
  require(mean_0.allFinite() && mean_1.allFinite(), "mean", (mean_0 - mean_1).norm(), "must be finite");
  const Eigen::MatrixXd half = of_eigenvalues(checked(covariance_0), root);
  checked(covariance_1);
  const Eigensystem cross(symmetric(half * covariance_1 * half));
  double overlap = 0;
  for (Index k = 0; k < cross.eigenvalues().size(); ++k)
    overlap += std::sqrt(std::max(cross.eigenvalues()(k), 0.0));
  return (mean_0 - mean_1).squaredNorm() +
         std::max(0.0, covariance_0.trace() + covariance_1.trace() - 2 * overlap);
}

Eigen::MatrixXd gaussian_map(const Eigen::MatrixXd& covariance_0, const Eigen::MatrixXd& covariance_1) {
  require_sizes(covariance_0.rows(), covariance_1.rows());
  const Eigensystem system = checked(covariance_0);
  const double least = system.eigenvalues().minCoeff();
  require(least > 1e-12 * system.eigenvalues().maxCoeff(), "smallest eigenvalue of the first covariance",
          least, "must be positive: the map of a degenerate Gaussian is not unique");
  checked(covariance_1);
  const Eigen::MatrixXd half = of_eigenvalues(system, root);
  const Eigen::MatrixXd back = of_eigenvalues(system, [](double l) { return 1 / std::sqrt(l); });
  const Eigen::MatrixXd middle = of_eigenvalues(Eigensystem(symmetric(half * covariance_1 * half)), root);
  return symmetric(back * middle * back);
}

}  // namespace kolmo::transport
