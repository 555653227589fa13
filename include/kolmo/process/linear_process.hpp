#pragma once
// A linear process with any matrices, and its exact Gaussian law.

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/process/matrix_noise.hpp"

namespace kolmo::process {

/// dX = A (X − m) dt + G dW with constant A (d×d), m and G (d×d).
class LinearProcess final : public MatrixNoise {
 public:
  /// InvalidArgument where sizes do not fit or a number is not finite.
  LinearProcess(Eigen::MatrixXd a, Eigen::VectorXd m, Eigen::MatrixXd g);
  std::string name() const override { return "linear"; }
  Index dimension() const override { return m_.size(); }
  Index noise_dimension() const override { return g_.cols(); }
  NoiseKind noise_kind() const override { return NoiseKind::constant; }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override;

  /// The law at t of a start N(μ, Σ): mean m + e^{At} (μ − m), covariance S + e^{At} (Σ − S) e^{Aᵀt} with
  /// A S + S Aᵀ + G Gᵀ = 0. InvalidArgument where there is no such S: two eigenvalues
  /// of A sum to 0 and the noise is seen by them.
  density::GaussianMixture law(const Eigen::VectorXd& mean, const Eigen::MatrixXd& covariance,
                               double t) const;

 private:
  Eigen::MatrixXd a_;
  Eigen::VectorXd m_;
  Eigen::MatrixXd g_;
};

}  // namespace kolmo::process
