#include "kolmo/information_geometry/natural_gradient.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::information_geometry {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

MatrixXd kronecker(const MatrixXd& a, const MatrixXd& b) {
  MatrixXd result(a.rows() * b.rows(), a.cols() * b.cols());
  for (Index i = 0; i < a.rows(); ++i)
    for (Index j = 0; j < a.cols(); ++j)
      result.block(i * b.rows(), j * b.cols(), b.rows(), b.cols()) = a(i, j) * b;
  return result;
}

void require_samples(const MatrixXd& inputs, const MatrixXd& deltas) {
  require(inputs.rows() >= 1 && inputs.rows() == deltas.rows(), "deltas.rows",
          static_cast<double>(deltas.rows()), "must be that of the inputs");
}

}  // namespace

VectorXd natural_direction(const MatrixXd& fisher, const VectorXd& gradient, double cut) {
  require(fisher.rows() == fisher.cols() && fisher.rows() == gradient.size(), "gradient.size",
          static_cast<double>(gradient.size()), "must be that of the matrix");
  require(cut > 0 && cut < 1, "cut", cut, "must be in (0, 1)");
  const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(fisher);
  const double largest = eigen.eigenvalues().maxCoeff();
  VectorXd along = eigen.eigenvectors().transpose() * gradient;
  for (Index i = 0; i < along.size(); ++i) {
    const double value = eigen.eigenvalues()(i);
    along(i) = value > cut * largest ? along(i) / value : 0;
  }
  return eigen.eigenvectors() * along;
}

VectorXd natural_gradient_step(const ExponentialFamily& family, const VectorXd& natural,
                               const VectorXd& target_mean, double alpha) {
  return natural - alpha * family.fisher(natural).ldlt().solve(family.mean(natural) - target_mean);
}

VectorXd natural_gradient_step_in_mean(const ExponentialFamily& family, const VectorXd& mean,
                                       const VectorXd& target_mean, double alpha) {
  const MatrixXd f = family.fisher(family.natural(mean));
  const VectorXd gradient = f.ldlt().solve(mean - target_mean);
  return mean - alpha * f * gradient;  // Fisher's matrix of η is F⁻¹
}

VectorXd mirror_step(const ExponentialFamily& family, const VectorXd& natural, const VectorXd& target_mean,
                     double alpha) {
  const VectorXd here = family.mean(natural);
  return family.natural(here - alpha * (here - target_mean));
}

MatrixXd layer_fisher(const MatrixXd& inputs, const MatrixXd& deltas) {
  require_samples(inputs, deltas);
  MatrixXd total = MatrixXd::Zero(inputs.cols() * deltas.cols(), inputs.cols() * deltas.cols());
  for (Index i = 0; i < inputs.rows(); ++i)
    total += kronecker(inputs.row(i).transpose() * inputs.row(i), deltas.row(i).transpose() * deltas.row(i));
  return total / static_cast<double>(inputs.rows());
}

MatrixXd kronecker_fisher(const MatrixXd& inputs, const MatrixXd& deltas) {
  require_samples(inputs, deltas);
  const double n = static_cast<double>(inputs.rows());
  return kronecker(inputs.transpose() * inputs / n, deltas.transpose() * deltas / n);
}

}  // namespace kolmo::information_geometry
