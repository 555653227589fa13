#pragma once
// A diffusion process dX = f(t, X) dt + G dW, in Itô's sense.

#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/block.hpp"

namespace kolmo::process {

/// How the diffusion matrix depends on the state.
enum class NoiseKind {
  scalar,       ///< G = g(t) I
  constant,     ///< a d×m matrix, constant in time and space
  diagonal,     ///< G = diag(g_i(t, x_i))
  commutative,  ///< a d×m matrix G(t, x) with Σ_i G_il ∂_i G_jk = Σ_i G_ik ∂_i G_jl for all j, k, l
  general,      ///< a d×m matrix G(t, x)
};

/// scalar and constant: G does not depend on the state.
constexpr bool is_additive(NoiseKind kind) {
  return kind == NoiseKind::scalar || kind == NoiseKind::constant;
}

/// A function of a process that it does not define.
class Undefined : public InvalidArgument {
 public:
  using InvalidArgument::InvalidArgument;
};

/// A diffusion process. All functions are const and thread-safe; x is rows×d, and rows may be 0.
///
/// This is the equation: drift, noise and their derivatives. A process of one's own defines name, dimension,
/// drift and its noise; the derivatives are asked for by some schemes alone and are Undefined where they are
/// not there (schemes say in `can_step` what they need). Whatever else a process may know of itself (its
/// Jacobian, an exact kernel, a potential, a clock, ...) is a capability, an interface of its own that it
/// inherits beside this one (capability.hpp). `check_process` compares what is defined with itself.
class Process {
 public:
  virtual ~Process() = default;
  virtual std::string name() const = 0;
  virtual Index dimension() const = 0;

  /// out(i, ·) = f(t, x_i).
  virtual void drift(double t, const ConstBlock& x, Block out) const = 0;
  /// out(i) = (∇·f)(t, x_i). By default Undefined.
  virtual void drift_divergence(double t, const ConstBlock& x, Values out) const;

  virtual NoiseKind noise_kind() const { return NoiseKind::scalar; }
  /// out(i, j) = g_j(t, x_ij) and ∂g_j/∂x_j(t, x_ij): coordinate j of a diagonal noise depends on t and x_j
  /// alone. By default g(t) and 0 for scalar noise; Undefined where diagonal noise does not define
  /// them.
  virtual void diffusion_diagonal(double t, const ConstBlock& x, Block out) const;
  virtual void diffusion_derivative(double t, const ConstBlock& x, Block out) const;
  /// m, the number of independent Brownian motions: d for scalar and diagonal noise (one a coordinate; one
  /// that drives all of them is a d×1 matrix).
  virtual Index noise_dimension() const { return dimension(); }
  /// out(i, k d + j) = G_jk(t, x_i): column k of G fills columns k d … (k + 1) d − 1 of the rows×(d m) block.
  /// Defined for every kind; Undefined where a matrix noise does not define it.
  virtual void diffusion_matrix(double t, const ConstBlock& x, Block out) const;
  /// The derivative of that matrix along v (rows×d): out(i, k d + j) = Σ_l v_il ∂G_jk/∂x_l(t, x_i). 0 where G
  /// does not depend on the state.
  virtual void diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                           Block out) const;
  /// g(t) for scalar noise. By default Undefined.
  virtual double diffusion(double t) const;
  /// ∫_s^t g² exactly: the variance of the noise of a step (scalar noise). By default Undefined.
  virtual double noise_variance(double s, double t) const;
};

/// Whether drift_divergence is defined (it is asked for at no points, at time t).
bool has_drift_divergence(const Process& process, double t = 0);

/// Whether the derivative of G that the kind of noise has is defined (it is asked for at no points).
bool has_noise_derivative(const Process& process);

/// InvalidArgument unless dimension() ≥ 1 and noise_dimension() is d for scalar and diagonal noise, at least
/// 1 for a matrix.
void require_noise_dimension(const Process& process);

}  // namespace kolmo::process
