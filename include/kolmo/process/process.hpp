#pragma once
// A diffusion process dX = f(t, X) dt + G dW, in Itô's sense.

#include <memory>
#include <optional>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/block.hpp"
#include "kolmo/density/potential.hpp"

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

/// X_t | X_s ~ N(centre + scale (X_s − centre), variance I).
struct Kernel {
  Eigen::VectorXd centre;
  double scale;
  double variance;
};

/// The same without allocation: `centre` is a view of numbers of the process, which must outlive it.
struct KernelView {
  Eigen::Map<const Eigen::VectorXd> centre;
  double scale;
  double variance;
};

/// The process is the Wasserstein gradient flow of F[ρ] = ∫ρV + T ∫ρ log ρ: drift −∇V, g² = 2T, both constant
/// in time.
struct GradientStructure {
  std::shared_ptr<const density::Potential> potential;
  double temperature;
};

/// The process is underdamped Langevin dynamics on (q, p), positions before momenta, unit mass:
///   dq = p dt,   dp = −∇V(q) dt − γ p dt + √(2γT) dW.
struct KineticStructure {
  std::shared_ptr<const density::Potential> potential;
  double friction;  ///< γ
  double temperature;
};

/// A function of a process that it does not define.
class Undefined : public InvalidArgument {
 public:
  using InvalidArgument::InvalidArgument;
};

/// A diffusion process. All functions are const and thread-safe; x is rows×d, and rows may be 0.
///
/// A process of one's own defines name, dimension, drift and its noise; everything else is asked for by some
/// schemes alone and throws Undefined where it is not there (schemes say in `can_step` what they need).
/// `check_process` compares what is defined with itself.
class Process {
 public:
  virtual ~Process() = default;
  virtual std::string name() const = 0;
  virtual Index dimension() const = 0;

  /// out(i, ·) = f(t, x_i).
  virtual void drift(double t, const ConstBlock& x, Block out) const = 0;
  /// out(i) = (∇·f)(t, x_i). By default Undefined.
  virtual void drift_divergence(double t, const ConstBlock& x, Values out) const;
  /// out(i, k d + j) = ∂f_j/∂x_k(t, x_i), rows×d². By default the divergence in one dimension,
  /// InvalidArgument beyond it (has_drift_jacobian).
  virtual void drift_jacobian(double t, const ConstBlock& x, Block out) const;
  virtual bool has_drift_jacobian() const;
  /// a_j of the splitting f_j(t, x) = a_j x_j + N_j(t, x), for integrators that are exact where N is
  /// constant; d numbers of the process that do not depend on time. By default null: there is no splitting
  /// (WithLinearPart gives one to any process).
  virtual const Eigen::ArrayXd* linear_rates() const { return nullptr; }

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

  /// The exact transition kernel from s to t ≥ s, where the process is linear with scalar noise.
  virtual std::optional<KernelView> kernel_view(double, double) const { return std::nullopt; }
  std::optional<Kernel> kernel(double s, double t) const;
  /// Potential and temperature, where the process is a gradient flow with constant coefficients.
  virtual std::optional<GradientStructure> gradient_structure() const;
  /// Potential, friction and temperature, where the process is underdamped Langevin dynamics.
  virtual std::optional<KineticStructure> kinetic_structure() const { return std::nullopt; }
  /// Whether f and G are the same at all times: what the process knows of itself, as no number of times at
  /// which it is asked can show it. By default true where it is a gradient flow or Langevin dynamics, else
  /// nothing: whoever needs constant coefficients then looks for a time at which they differ, and a change
  /// that it misses is not seen.
  virtual std::optional<bool> constant_coefficients() const;

  /// The intrinsic clock τ(t), increasing, τ(0) = 0: X_t has the law of Y_{τ(t)} with Y = on_clock() a
  /// process with constant coefficients (VP: τ = B(t) = ∫β and Y Ornstein–Uhlenbeck; VE: τ = σ²(t) − σ²(0)
  /// and Y Brownian motion). By default τ(t) = t.
  virtual double clock(double t) const { return t; }
  virtual double clock_inverse(double tau) const { return tau; }
  /// Y, or null where the process is its own.
  virtual std::shared_ptr<const Process> on_clock() const { return nullptr; }
};

/// Whether the derivative of G that the kind of noise has is defined (it is asked for at no points).
bool has_noise_derivative(const Process& process);

/// InvalidArgument unless dimension() ≥ 1 and noise_dimension() is d for scalar and diagonal noise, at least
/// 1 for a matrix.
void require_noise_dimension(const Process& process);

}  // namespace kolmo::process
