#include "kolmo/transport/gaussian/gaussian_transport.hpp"

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
double inverse_root(double l) { return 1 / std::sqrt(l); }

Eigen::MatrixXd symmetric(const Eigen::MatrixXd& m) { return 0.5 * (m + m.transpose()); }

void require_sizes(Index a, Index b) {
  require(a == b, "size of the second Gaussian", static_cast<double>(b), "must be that of the first");
}

void require_same_places(const Eigen::VectorXd& mean_0, const Eigen::MatrixXd& covariance_0,
                         const Eigen::VectorXd& mean_1, const Eigen::MatrixXd& covariance_1) {
  require_sizes(mean_0.size(), mean_1.size());
  require_sizes(mean_0.size(), covariance_0.rows());
  require_sizes(mean_0.size(), covariance_1.rows());
  require(mean_0.allFinite() && mean_1.allFinite(), "mean", (mean_0 - mean_1).norm(), "must be finite");
}

/// Of a covariance whose inverse is wanted.
Eigensystem definite(const Eigen::MatrixXd& covariance) {
  Eigensystem system = checked(covariance);
  const double least = system.eigenvalues().minCoeff();
  require(least > 1e-12 * system.eigenvalues().maxCoeff(), "smallest eigenvalue of the first covariance",
          least, "must be positive: the map of a degenerate Gaussian is not unique");
  return system;
}

}  // namespace

double gaussian_w2_squared(const Eigen::VectorXd& mean_0, const Eigen::MatrixXd& covariance_0,
                           const Eigen::VectorXd& mean_1, const Eigen::MatrixXd& covariance_1) {
  require_same_places(mean_0, covariance_0, mean_1, covariance_1);
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
  const Eigensystem system = definite(covariance_0);
  checked(covariance_1);
  const Eigen::MatrixXd half = of_eigenvalues(system, root), back = of_eigenvalues(system, inverse_root);
  const Eigen::MatrixXd middle = of_eigenvalues(Eigensystem(symmetric(half * covariance_1 * half)), root);
  return symmetric(back * middle * back);
}

GaussianEntropicTransport gaussian_entropic_transport(const Eigen::VectorXd& mean_0,
                                                      const Eigen::MatrixXd& covariance_0,
                                                      const Eigen::VectorXd& mean_1,
                                                      const Eigen::MatrixXd& covariance_1, double epsilon) {
  require(epsilon > 0 && std::isfinite(epsilon), "epsilon", epsilon, "must be finite and > 0");
  require_same_places(mean_0, covariance_0, mean_1, covariance_1);
  const Eigensystem system = definite(covariance_0);
  checked(covariance_1);
  const double eta = epsilon / 2;
  const Eigen::MatrixXd half = of_eigenvalues(system, root), back = of_eigenvalues(system, inverse_root);
  const Eigensystem product(symmetric(half * covariance_1 * half));
  const auto discriminant = [&](double l) { return std::sqrt(4 * l + eta * eta); };
  GaussianEntropicTransport found{};
  double overlap = 0;
  for (Index k = 0; k < mean_0.size(); ++k) {
    const double lambda = std::max(product.eigenvalues()(k), 0.0), sum = discriminant(lambda) + eta;
    overlap += 2 * lambda / sum;  // c_k
    found.relative_entropy += std::log(sum / (2 * eta)) / 2;
    found.contraction = std::max(found.contraction, 4 * lambda / (sum * sum));  // c_k²/λ_k
  }
  found.transport_cost =
      (mean_0 - mean_1).squaredNorm() + (covariance_0.trace() + covariance_1.trace() - 2 * overlap);
  found.value = found.transport_cost + epsilon * found.relative_entropy;
  found.cross = 0.5 * (half * of_eigenvalues(product, discriminant) * back -
                       eta * Eigen::MatrixXd::Identity(mean_0.size(), mean_0.size()));
  return found;
}

double gaussian_sinkhorn_divergence(const Eigen::VectorXd& mean_0, const Eigen::MatrixXd& covariance_0,
                                    const Eigen::VectorXd& mean_1, const Eigen::MatrixXd& covariance_1,
                                    double epsilon) {
  const auto value = [&](const Eigen::VectorXd& m, const Eigen::MatrixXd& s, const Eigen::VectorXd& n,
                         const Eigen::MatrixXd& t) {
    return gaussian_entropic_transport(m, s, n, t, epsilon).value;
  };
  return value(mean_0, covariance_0, mean_1, covariance_1) -
         0.5 * (value(mean_0, covariance_0, mean_0, covariance_0) +
                value(mean_1, covariance_1, mean_1, covariance_1));
}

}  // namespace kolmo::transport
