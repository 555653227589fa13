#include "kolmo/process/linear_process.hpp"

#include <unsupported/Eigen/KroneckerProduct>
#include <unsupported/Eigen/MatrixFunctions>

#include "kolmo/core/errors.hpp"

namespace kolmo::process {

using Eigen::MatrixXd;

LinearProcess::LinearProcess(MatrixXd a, Eigen::VectorXd m, MatrixXd g)
    : a_(std::move(a)), m_(std::move(m)), g_(std::move(g)) {
  const auto rows = [](const MatrixXd& matrix) { return static_cast<double>(matrix.rows()); };
  require(m_.size() >= 1 && m_.allFinite(), "size of m", static_cast<double>(m_.size()),
          "must be at least 1, of finite numbers");
  require(a_.rows() == m_.size() && a_.cols() == m_.size() && a_.allFinite(), "rows of A", rows(a_),
          "must be the size of m, as many columns, of finite numbers");
  require(g_.rows() == m_.size() && g_.cols() >= 1 && g_.allFinite(), "rows of G", rows(g_),
          "must be the size of m, of finite numbers");
}

void LinearProcess::drift(double, const ConstBlock& x, Block out) const {
  const MatrixXd centred = x.matrix().rowwise() - m_.transpose();
  out = (centred * a_.transpose()).array();
}

void LinearProcess::drift_divergence(double, const ConstBlock&, Values out) const { out = a_.trace(); }

void LinearProcess::diffusion_matrix(double, const ConstBlock&, Block out) const {
  for (Index k = 0; k < g_.size(); ++k) out.col(k) = g_.data()[k];
}

density::GaussianMixture LinearProcess::law(const Eigen::VectorXd& mean, const MatrixXd& covariance,
                                            double t) const {
  const Index d = m_.size();
  const MatrixXd one = MatrixXd::Identity(d, d), gg = g_ * g_.transpose();
  const MatrixXd sum =
      MatrixXd(Eigen::kroneckerProduct(a_, one)) + MatrixXd(Eigen::kroneckerProduct(one, a_));
  const Eigen::VectorXd s = sum.fullPivLu().solve(-gg.reshaped());
  if (!((sum * s + gg.reshaped()).norm() <= 1e-9 * gg.norm()))
    throw InvalidArgument("A of a linear process: two eigenvalues sum to 0, no covariance is stationary");
  const MatrixXd stationary = s.reshaped(d, d), exponent = a_ * t;
  MatrixXd flow(d, d);
  Eigen::MatrixExponentialReturnValue<MatrixXd>(exponent).evalTo(flow);
  const MatrixXd now = stationary + flow * (covariance - stationary) * flow.transpose();
  return density::gaussian(m_ + flow * (mean - m_), 0.5 * (now + now.transpose()));
}

}  // namespace kolmo::process
