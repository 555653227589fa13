#include "kolmo/density/covariances.hpp"

#include <Eigen/Eigenvalues>
#include <cmath>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::density {
namespace {

std::string of_component(const char* what, Index k) {
  return std::string(what) + " of component " + number_text(k);
}

void require_positive(const Eigen::ArrayXXd& values, const char* what) {
  for (Index k = 0; k < values.cols(); ++k) {
    for (Index j = 0; j < values.rows(); ++j) {
      require(std::isfinite(values(j, k)) && values(j, k) > 0, of_component(what, k), values(j, k),
              "must be positive and finite");
    }
  }
}

bool is_diagonal(const std::vector<Eigen::MatrixXd>& matrices) {
  for (const auto& matrix : matrices) {
    if (!matrix.isDiagonal(0)) return false;
  }
  return true;
}

void require_symmetric(const Eigen::MatrixXd& matrix, Index dimension, Index k) {
  const std::string what = of_component("covariance", k);
  if (matrix.rows() != dimension || matrix.cols() != dimension) {
    throw InvalidArgument(what + ": has " + number_text(matrix.rows()) + " rows and " +
                          number_text(matrix.cols()) + " columns, must have " + number_text(dimension) +
                          " of each");
  }
  if (!matrix.allFinite()) throw InvalidArgument(what + ": must be finite");
  const double asymmetry = (matrix - matrix.transpose()).cwiseAbs().maxCoeff();
  require(asymmetry <= 1e-12 * matrix.cwiseAbs().maxCoeff(), of_component("asymmetry of the covariance", k),
          asymmetry, "must be at most 1e-12 of the largest entry");
}

}  // namespace

Covariances Covariances::isotropic(const Eigen::ArrayXd& variances, Index dimension) {
  require(variances.size() >= 1, "number of components", static_cast<double>(variances.size()),
          "must be at least 1");
  require(dimension >= 1, "dimension", static_cast<double>(dimension), "must be at least 1");
  Eigen::ArrayXXd values = variances.transpose();
  require_positive(values, "variance");
  return {CovarianceKind::isotropic, dimension, std::move(values)};
}

Covariances Covariances::diagonal(const Eigen::ArrayXXd& variances) {
  require(variances.rows() >= 1, "number of components", static_cast<double>(variances.rows()),
          "must be at least 1");
  require(variances.cols() >= 1, "dimension", static_cast<double>(variances.cols()), "must be at least 1");
  Eigen::ArrayXXd values = variances.transpose();
  require_positive(values, "variance");
  bool equal = true;
  for (Index j = 1; j < values.rows(); ++j) equal = equal && (values.row(j) == values.row(0)).all();
  if (equal) return isotropic(values.row(0).transpose(), values.rows());
  const Index dimension = values.rows();
  return {CovarianceKind::diagonal, dimension, std::move(values)};
}

Covariances Covariances::full(const std::vector<Eigen::MatrixXd>& matrices) {
  require(!matrices.empty(), "number of components", 0, "must be at least 1");
  const Index n = static_cast<Index>(matrices.size()), d = matrices.front().rows();
  require(d >= 1, "dimension", static_cast<double>(d), "must be at least 1");
  for (Index k = 0; k < n; ++k) require_symmetric(matrices[static_cast<std::size_t>(k)], d, k);
  Eigen::ArrayXXd values(d, n);
  if (is_diagonal(matrices)) {
    for (Index k = 0; k < n; ++k) values.col(k) = matrices[static_cast<std::size_t>(k)].diagonal().array();
    return diagonal(values.transpose());
  }
  auto axes = std::make_shared<std::vector<double>>(static_cast<std::size_t>(n * d * d));
  for (Index k = 0; k < n; ++k) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrices[static_cast<std::size_t>(k)]);
    values.col(k) = solver.eigenvalues().array();
    Eigen::Map<Eigen::MatrixXd>(axes->data() + k * d * d, d, d) = solver.eigenvectors();
  }
  require_positive(values, "eigenvalue of the covariance");
  Covariances result(CovarianceKind::full, d, std::move(values));
  result.axes_ = std::move(axes);
  return result;
}

Eigen::Map<const Eigen::MatrixXd> Covariances::axes_of(Index k) const {
  return {axes_->data() + k * dimension_ * dimension_, dimension_, dimension_};
}

Eigen::MatrixXd Covariances::matrix(Index k) const {
  const Eigen::VectorXd values = eigenvalues_.col(k).matrix();
  if (kind_ == CovarianceKind::isotropic)
    return values(0) * Eigen::MatrixXd::Identity(dimension_, dimension_);
  if (kind_ == CovarianceKind::diagonal) return values.asDiagonal();
  const Eigen::MatrixXd product = axes_of(k) * values.asDiagonal() * axes_of(k).transpose();
  return 0.5 * (product + product.transpose());
}

double Covariances::variance_along(Index k, const Eigen::VectorXd& u) const {
  if (kind_ == CovarianceKind::isotropic) return eigenvalues_(0, k) * u.squaredNorm();
  const Eigen::VectorXd values = eigenvalues_.col(k).matrix();
  if (kind_ == CovarianceKind::diagonal) return u.dot(values.asDiagonal() * u);
  const Eigen::VectorXd y = axes_of(k).transpose() * u;
  return y.dot(values.asDiagonal() * y);
}

Eigen::VectorXd Covariances::square_root_times(Index k, const Eigen::VectorXd& z) const {
  if (kind_ == CovarianceKind::isotropic) return std::sqrt(eigenvalues_(0, k)) * z;
  const Eigen::VectorXd roots = eigenvalues_.col(k).sqrt().matrix();
  if (kind_ == CovarianceKind::diagonal) return roots.asDiagonal() * z;
  return axes_of(k) * (roots.asDiagonal() * (axes_of(k).transpose() * z));
}

Covariances Covariances::scaled_and_shifted(double scale, double shift) const {
  require(std::isfinite(scale) && scale >= 0, "scale", scale, "must be at least 0 and finite");
  require(std::isfinite(shift) && shift >= 0 && scale + shift > 0, "shift", shift,
          "must be at least 0 and finite, and positive where scale is 0");
  Covariances result(kind_, dimension_, scale * eigenvalues_ + shift);
  result.axes_ = axes_;
  return result;
}

}  // namespace kolmo::density
