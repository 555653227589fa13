#pragma once
// A linear process with rotation and noise of a constant matrix, and its exact law.

#include <unsupported/Eigen/MatrixFunctions>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/process/matrix_noise.hpp"

namespace kolmo::fokker_planck::testing {

/// dX = A (X − m) dt + G dW.
class LinearProcess final : public process::MatrixNoise {
 public:
  LinearProcess(Eigen::MatrixXd a, Eigen::VectorXd m, Eigen::MatrixXd g)
      : a_(std::move(a)), m_(std::move(m)), g_(std::move(g)) {}
  std::string name() const override { return "linear"; }
  Index dimension() const override { return m_.size(); }
  Index noise_dimension() const override { return g_.cols(); }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::constant; }
  void drift(double, const ConstBlock& x, Block out) const override {
    const Eigen::MatrixXd centred = x.matrix().rowwise() - m_.transpose();
    out = (centred * a_.transpose()).array();
  }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out = a_.trace(); }
  void diffusion_matrix(double, const ConstBlock&, Block out) const override {
    for (Index k = 0; k < g_.size(); ++k) out.col(k) = g_.data()[k];
  }

  /// The law at t of a Gaussian start: mean m + e^{At} (μ − m), covariance S + e^{At} (Σ − S) e^{Aᵀt} with
  /// A S + S Aᵀ + G Gᵀ = 0.
  density::GaussianMixture law(const Eigen::VectorXd& mean, const Eigen::MatrixXd& covariance,
                               double t) const {
    const Index d = m_.size();
    const Eigen::MatrixXd one = Eigen::MatrixXd::Identity(d, d), gg = g_ * g_.transpose();
    Eigen::MatrixXd sum(d * d, d * d);  // 1 ⊗ A + A ⊗ 1
    for (Index i = 0; i < d; ++i) {
      for (Index j = 0; j < d; ++j) {
        sum.block(i * d, j * d, d, d) = a_(i, j) * one;
        if (i == j) sum.block(i * d, j * d, d, d) += a_;
      }
    }
    const Eigen::VectorXd s = sum.fullPivLu().solve(-gg.reshaped());
    const Eigen::MatrixXd stationary = s.reshaped(d, d), flow = (a_ * t).exp();
    const Eigen::MatrixXd now = stationary + flow * (covariance - stationary) * flow.transpose();
    Points mean_now(1, d);
    mean_now.row(0) = (m_ + flow * (mean - m_)).transpose().array();
    return gaussian(mean_now, 0.5 * (now + now.transpose()));
  }

  static density::GaussianMixture gaussian(const Points& mean, const Eigen::MatrixXd& covariance) {
    return density::GaussianMixture(Eigen::ArrayXd::Ones(1), mean, density::Covariances::full({covariance}));
  }

 private:
  Eigen::MatrixXd a_;
  Eigen::VectorXd m_;
  Eigen::MatrixXd g_;
};

}  // namespace kolmo::fokker_planck::testing
