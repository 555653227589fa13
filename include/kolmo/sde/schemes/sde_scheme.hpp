#pragma once
// One rule that carries an ensemble over one time step of an SDE, and the list of them all.

#include <string_view>
#include <vector>

#include "kolmo/core/claim.hpp"
#include "kolmo/core/parallel/block.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/sde/noise/increment.hpp"
#include "kolmo/sde/schemes/workspace.hpp"

namespace kolmo::sde {

/// A scheme holds no state: it is const and thread-safe.
class SdeScheme {
 public:
  virtual ~SdeScheme() = default;

  /// Name, orders, source. Every order that is claimed is tested because the scheme is listed in `schemes`.
  virtual const Claim& claim() const = 0;

  /// Whether the scheme can step a process whose diffusion matrix has this form.
  virtual bool accepts(process::NoiseKind kind) const { return kind == process::NoiseKind::scalar; }

  /// Whether the scheme can step a process of this dimension.
  virtual bool accepts_dimension(Index) const { return true; }

  /// Whether steps ask for the derivative of a G that depends on the state.
  virtual bool needs_noise_derivative() const { return false; }

  /// All of that, and whatever else the scheme asks of a process (`needs` of its claim says it in words).
  virtual bool can_step(const process::Process& process) const {
    return accepts(process.noise_kind()) && accepts_dimension(process.dimension()) &&
           (!needs_noise_derivative() || process::has_noise_derivative(process));
  }

  /// How much of the path a step of this process sees. With more than the increment ΔW = √h z whatever the
  /// noise; otherwise the noise of a step is √V z = ∫g dW where it is scalar.
  virtual PathDetail path_detail(const process::Process&) const { return PathDetail::increment; }

  /// Where steps are coupled: the part s that the first half of [begin, end] has in the variance of the
  /// normal number of noise component k, z = √s z₁ + √(1 − s) z₂. By default that of ∫g² for scalar noise
  /// seen through its increment alone, and of time otherwise. Schemes that see ΔZ must leave it.
  virtual double first_half_share(const process::Process& process, Index k, double begin, double middle,
                                  double end) const;

  /// 0 where a step depends smoothly on z; n where it rounds every z to the nodes of the n-point
  /// Gauss–Hermite rule, which then gives its law exactly. (Steps that see u through its sign have the law of
  /// the two-point rule.)
  virtual Index quadrature_nodes() const { return 0; }

  /// Blocks of d columns that `step` takes from its workspace.
  virtual Index workspace_blocks(const process::Process& process) const = 0;

  /// x(t) → x(t + h) in place; x is rows×d with rows ≤ block_rows, h > 0, and can_step holds. Allocates
  /// nothing and throws nothing of its own, but for an implicit scheme whose equation it cannot solve
  /// (NumericalFailure).
  virtual void step(const process::Process& process, double t, double h, Block x, Increment& increment,
                    Workspace& workspace) const = 0;

  /// Whether there is an embedded estimate of the error of a step.
  virtual bool estimates_error() const { return false; }

  /// The same step, bit for bit, with the estimate of its error in every coordinate (rows×d). Throws
  /// InvalidArgument where there is none.
  virtual void step_with_error(const process::Process& process, double t, double h, Block x,
                               Increment& increment, Workspace& workspace, Block error) const;

  /// Whether what is observed is not the chain itself but `postprocess` of it.
  virtual bool has_postprocessor() const { return false; }

  /// What is observed at t where steps have length h: applied to a copy of x, with an increment that is
  /// independent of all steps before. By default it does nothing.
  virtual void postprocess(const process::Process&, double, double, Block, Increment&, Workspace&) const {}
};

/// Every scheme there is.
const std::vector<const SdeScheme*>& schemes();

/// The scheme whose claim has this name. Throws InvalidArgument that lists the names otherwise.
const SdeScheme& scheme(std::string_view name);

}  // namespace kolmo::sde
