#pragma once
// A process from two functions: what its class says beyond them is taken from the functions themselves.

#include <functional>
#include <string>

#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"

namespace kolmo::process {

/// What is said of a process besides its drift and its noise.
struct FunctionFacts {
  /// general is right for every G, and one Brownian motion (m = 1) is taken as commutative, which it is. What
  /// else is said here is believed (check_process looks): scalar and diagonal noise, of d columns, are read
  /// off the diagonal.
  NoiseKind noise = NoiseKind::general;
  /// s_j > 0, how far x_j moves before drift or noise change as a whole: d numbers or one for all, in the
  /// units of x. With them derivatives are taken by differences; without them there are none, and schemes
  /// that ask for some are refused.
  Eigen::ArrayXd scales = {};
  std::string name = "functions";
};

/// dX = f(t, X) dt + G(t, X) dW in Itô's sense, where derived classes give f and G, d×m. With scales,
///   ∂f/∂x_k = (f(x + δ_k e_k) − f(x − δ_k e_k))/(2δ_k),   δ_k = ε^{1/3} s_k = 6e−6 s_k,
/// off by δ² f‴/6 and ε|f|/δ: about 4e−11 |f|/s where f changes on the scale s. Likewise ∂g_j/∂x_j, and
/// (∂G) v by one difference along v, whose largest move is ε^{1/3} on the scale of the coordinates.
/// ∫g² of scalar noise by `integrated_variance`.
class FunctionProcess : public Process, public DriftJacobian {
 public:
  std::string name() const override { return facts_.name; }
  Index dimension() const override { return dimension_; }
  Index noise_dimension() const override { return noise_dimension_; }
  NoiseKind noise_kind() const override { return facts_.noise; }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override = 0;

  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override;
  bool has_drift_jacobian() const override { return differentiates(); }
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override;
  void diffusion_derivative(double t, const ConstBlock& x, Block out) const override;
  void diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                   Block out) const override;
  double diffusion(double t) const override;
  double noise_variance(double s, double t) const override;

 protected:
  /// InvalidArgument unless d, m ≥ 1, m = d for scalar and diagonal noise, and there are no scales, one, or
  /// d, finite and > 0.
  FunctionProcess(Index dimension, Index noise_dimension, FunctionFacts facts);

 private:
  bool differentiates() const { return facts_.scales.size() > 0; }
  /// out = ∂f/∂x_k.
  void drift_difference(double t, const ConstBlock& x, Index k, Block out) const;

  Index dimension_, noise_dimension_;
  FunctionFacts facts_;
};

/// Functions of blocks: x is rows×d; the drift writes rows×d, the noise rows×(d m) as diffusion_matrix does.
class BlockFunctions final : public FunctionProcess {
 public:
  using Function = std::function<void(double t, const ConstBlock& x, Block out)>;
  /// InvalidArgument as FunctionProcess, and where a function is empty.
  BlockFunctions(Index dimension, Index noise_dimension, Function drift, Function noise,
                 FunctionFacts facts = {});
  void drift(double t, const ConstBlock& x, Block out) const override { drift_(t, x, out); }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override { noise_(t, x, out); }

 private:
  Function drift_, noise_;
};

}  // namespace kolmo::process
