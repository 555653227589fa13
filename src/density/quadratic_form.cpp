#include "kolmo/density/quadratic_form.hpp"

#include <Eigen/Cholesky>

#include "kolmo/core/errors.hpp"

namespace kolmo::density {

QuadraticForm::QuadraticForm(Eigen::MatrixXd a) : a_(std::move(a)) {
  require(a_.rows() >= 1 && a_.rows() == a_.cols(), "rows of the matrix", static_cast<double>(a_.rows()),
          "must be at least 1 and as many as columns");
  require(a_.allFinite() && a_ == a_.transpose() && a_.llt().info() == Eigen::Success,
          "first entry of the matrix", a_(0, 0), "the matrix must be symmetric and positive definite");
}

void QuadraticForm::value(const ConstBlock& x, Values out) const {
  out.setZero();
  for (Index j = 0; j < dimension(); ++j) {
    out += (0.5 * a_(j, j)) * x.col(j).square();
    for (Index k = 0; k < j; ++k) out += a_(j, k) * x.col(j) * x.col(k);
  }
}

void QuadraticForm::gradient(const ConstBlock& x, Block out) const {
  for (Index j = 0; j < dimension(); ++j) {
    out.col(j) = a_(j, 0) * x.col(0);
    for (Index k = 1; k < dimension(); ++k) out.col(j) += a_(j, k) * x.col(k);
  }
}

void QuadraticForm::laplacian(const ConstBlock&, Values out) const { out.setConstant(a_.trace()); }

}  // namespace kolmo::density
