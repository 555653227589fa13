#pragma once
// A linear process with any matrices, and its exact Gaussian law.

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"

namespace kolmo::process {

/// dX = A (X − m) dt + G dW with constant A (d×d), m and G (d×m). Where G = g 1 the noise is scalar.
class LinearProcess final : public Process, public ConstantCoefficients {
 public:
  /// InvalidArgument where sizes do not fit or a number is not finite.
  LinearProcess(Eigen::MatrixXd a, Eigen::VectorXd m, Eigen::MatrixXd g);
  std::string name() const override { return "linear"; }
  Index dimension() const override { return m_.size(); }
  Index noise_dimension() const override { return g_.cols(); }
  NoiseKind noise_kind() const override { return scalar_ ? NoiseKind::scalar : NoiseKind::constant; }
  std::optional<bool> constant_coefficients() const override { return true; }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override;
  /// g and g² (t − s); InvalidArgument where the noise is a matrix.
  double diffusion(double t) const override;
  double noise_variance(double s, double t) const override;

  /// The law at t ≥ 0 of a start N(μ, Σ): mean m + e^{At} (μ − m), covariance e^{At} Σ e^{Aᵀt} + Q(t),
  /// Q(t) = ∫₀^t e^{As} G Gᵀ e^{Aᵀs} ds, whatever the eigenvalues of A. From Q(h), h = t/2^k so short that
  /// ‖A‖h ≤ 1/8, by its Taylor series and k doublings Q(2h) = Q(h) + e^{Ah} Q(h) e^{Aᵀh}: sums of positive
  /// matrices.
  density::GaussianMixture law(const Eigen::VectorXd& mean, const Eigen::MatrixXd& covariance,
                               double t) const;
  /// The same of every component of a mixture.
  density::GaussianMixture law(const density::GaussianMixture& start, double t) const;

 private:
  Eigen::MatrixXd a_;
  Eigen::VectorXd m_;
  Eigen::MatrixXd g_;
  bool scalar_;

  struct Transition {
    Eigen::MatrixXd flow, noise;  ///< e^{At}, Q(t)
  };
  Transition transition(double t) const;
};

/// `process` as such a process, read from its drift at the origin and d places a `scale` from it: of a
/// process whose drift is affine and whose noise depends on neither state nor time. InvalidArgument where the
/// drift at one more place differs from that by more than rounding, or a number is not finite.
LinearProcess linear_process_of(const Process& process, double scale);

}  // namespace kolmo::process
