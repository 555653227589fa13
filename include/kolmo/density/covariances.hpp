#pragma once
// The covariance matrices of a mixture's components, in the simplest form that holds them.

#include <memory>
#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::density {

/// isotropic: C_k = v_k I; diagonal: C_k = diag(v_k); full: C_k = Q_k diag(v_k) Q_kᵀ.
enum class CovarianceKind { isotropic, diagonal, full };

/// K symmetric positive definite d×d matrices as eigenvalues and eigenvectors, so that scale·C + shift·I
/// needs no new factorisation. Full matrices without off-diagonal entries are kept as diagonal ones, diagonal
/// ones with equal entries as isotropic ones.
class Covariances {
 public:
  /// C_k = variances(k) I in `dimension` dimensions. Throws InvalidArgument unless all variances are positive
  /// and finite.
  static Covariances isotropic(const Eigen::ArrayXd& variances, Index dimension);
  /// C_k = diag(variances(k, ·)), K×d, all positive and finite (else InvalidArgument).
  static Covariances diagonal(const Eigen::ArrayXXd& variances);
  /// Any symmetric positive definite matrices of one size (else InvalidArgument, naming the component).
  static Covariances full(const std::vector<Eigen::MatrixXd>& matrices);

  CovarianceKind kind() const { return kind_; }
  Index components() const { return eigenvalues_.cols(); }
  Index dimension() const { return dimension_; }

  /// C_k, d×d.
  Eigen::MatrixXd matrix(Index k) const;
  /// uᵀ C_k u.
  double variance_along(Index k, const Eigen::VectorXd& u) const;
  /// C_k^{1/2} z.
  Eigen::VectorXd square_root_times(Index k, const Eigen::VectorXd& z) const;
  /// The matrices scale·C_k + shift·I (scale > 0, shift ≥ 0).
  Covariances scaled_and_shifted(double scale, double shift) const;

  /// v_k: 1×K for isotropic matrices, d×K for others.
  const Eigen::ArrayXXd& eigenvalues() const { return eigenvalues_; }
  /// Q_k as K consecutive column-major d×d matrices; null unless full.
  const std::shared_ptr<const std::vector<double>>& axes() const { return axes_; }

 private:
  Covariances(CovarianceKind kind, Index dimension, Eigen::ArrayXXd eigenvalues)
      : kind_(kind), dimension_(dimension), eigenvalues_(std::move(eigenvalues)) {}
  Eigen::Map<const Eigen::MatrixXd> axes_of(Index k) const;

  CovarianceKind kind_;
  Index dimension_;
  Eigen::ArrayXXd eigenvalues_;
  std::shared_ptr<const std::vector<double>> axes_;
};

}  // namespace kolmo::density
