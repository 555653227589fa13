#include "kolmo/density/affine_pushforward.hpp"

#include <Eigen/LU>
#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::density {
namespace {

/// out(i, ·) = Σ_k in(i, k) matrix(·, k), term by term so that a row's bits depend on that row alone.
void multiply_rows(const Eigen::MatrixXd& matrix, const ConstBlock& in, Block out) {
  out.setZero();
  for (Index j = 0; j < matrix.rows(); ++j) {
    for (Index k = 0; k < matrix.cols(); ++k) out.col(j) += matrix(j, k) * in.col(k);
  }
}

}  // namespace

AffinePushforward::AffinePushforward(std::shared_ptr<const Density> density, Eigen::MatrixXd matrix,
                                     Eigen::VectorXd offset)
    : density_(std::move(density)), matrix_(std::move(matrix)), offset_(std::move(offset)) {
  if (!density_) throw InvalidArgument("density of an affine push-forward: is null");
  const Index d = density_->dimension();
  if (matrix_.rows() != d || matrix_.cols() != d || !matrix_.allFinite()) {
    throw InvalidArgument(
        "matrix of an affine push-forward: must be finite and square, of the density's dimension");
  }
  if (offset_.size() != d || !offset_.allFinite()) {
    throw InvalidArgument("offset of an affine push-forward: must be finite and of the density's dimension");
  }
  const Eigen::FullPivLU<Eigen::MatrixXd> factors(matrix_);
  if (!factors.isInvertible()) throw InvalidArgument("matrix of an affine push-forward: must be invertible");
  inverse_ = factors.inverse();
  log_determinant_ = std::log(std::abs(factors.determinant()));
}

Points AffinePushforward::pulled_back(const ConstBlock& x) const {
  Points shifted = x, result(x.rows(), x.cols());
  for (Index j = 0; j < dimension(); ++j) shifted.col(j) -= offset_(j);
  multiply_rows(inverse_, shifted, result);
  return result;
}

void AffinePushforward::log_density(const ConstBlock& x, Values out) const {
  density_->log_density(pulled_back(x), out);
  out -= log_determinant_;
}

void AffinePushforward::score(const ConstBlock& x, Block out) const {
  Points inner(x.rows(), x.cols());
  density_->score(pulled_back(x), inner);
  multiply_rows(inverse_.transpose(), inner, out);
}

/// Δlog p′ = Σ_j b_jᵀ ∇²log p b_j with b_j = B⁻¹ e_j.
void AffinePushforward::score_and_laplacian(const ConstBlock& x, Block score_out, Values laplacian) const {
  const Points y = pulled_back(x);
  Points inner(x.rows(), x.cols()), direction(x.rows(), x.cols());
  density_->score(y, inner);
  multiply_rows(inverse_.transpose(), inner, score_out);
  laplacian.setZero();
  for (Index j = 0; j < dimension(); ++j) {
    for (Index k = 0; k < dimension(); ++k) direction.col(k).setConstant(inverse_(k, j));
    density_->hessian_product(y, direction, inner);
    for (Index k = 0; k < dimension(); ++k) laplacian += inverse_(k, j) * inner.col(k);
  }
}

void AffinePushforward::hessian_product(const ConstBlock& x, const ConstBlock& v, Block out) const {
  Points direction(x.rows(), x.cols()), inner(x.rows(), x.cols());
  multiply_rows(inverse_, v, direction);
  density_->hessian_product(pulled_back(x), direction, inner);
  multiply_rows(inverse_.transpose(), inner, out);
}

void AffinePushforward::sample(const RandomStream& stream, Index first, Block out) const {
  Points inner(out.rows(), out.cols());
  density_->sample(stream, first, inner);
  multiply_rows(matrix_, inner, out);
  for (Index j = 0; j < dimension(); ++j) out.col(j) += offset_(j);
}

}  // namespace kolmo::density
