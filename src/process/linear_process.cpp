#include "kolmo/process/linear_process.hpp"

#include <unsupported/Eigen/KroneckerProduct>
#include <unsupported/Eigen/MatrixFunctions>

namespace kolmo::process {

using Eigen::MatrixXd;

LinearProcess::LinearProcess(MatrixXd a, Eigen::VectorXd m, MatrixXd g)
    : a_(std::move(a)), m_(std::move(m)), g_(std::move(g)) {}

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
  const MatrixXd stationary = s.reshaped(d, d), exponent = a_ * t;
  MatrixXd flow(d, d);
  Eigen::MatrixExponentialReturnValue<MatrixXd>(exponent).evalTo(flow);
  const MatrixXd now = stationary + flow * (covariance - stationary) * flow.transpose();
  Points mean_now(1, d);
  mean_now.row(0) = (m_ + flow * (mean - m_)).transpose().array();
  return density::GaussianMixture(Eigen::ArrayXd::Ones(1), mean_now,
                                  density::Covariances::full({0.5 * (now + now.transpose())}));
}

}  // namespace kolmo::process
