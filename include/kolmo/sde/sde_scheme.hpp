#pragma once
// One rule that carries an ensemble over one time step of an SDE, and the list of them all.

#include <string_view>
#include <vector>

#include "kolmo/core/block.hpp"
#include "kolmo/core/claim.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/sde/increment.hpp"
#include "kolmo/sde/workspace.hpp"

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

  /// Both.
  bool can_step(const process::Process& process) const {
    return accepts(process.noise_kind()) && accepts_dimension(process.dimension());
  }

  /// Whether the scheme uses ΔZ, and so ΔW = √h z for every kind of noise. The others take √V z = ∫g dW where
  /// the noise is scalar.
  virtual bool needs_area() const { return false; }

  /// Blocks that `step` takes from its workspace.
  virtual Index workspace_blocks() const = 0;

  /// x(t) → x(t + h) in place; x is rows×d with rows ≤ block_rows, h > 0, and the process's noise is
  /// accepted. Allocates nothing and throws nothing of its own, but for an implicit scheme whose equation it
  /// cannot solve (NumericalFailure).
  virtual void step(const process::Process& process, double t, double h, Block x, Increment& increment,
                    Workspace& workspace) const = 0;
};

/// Every scheme there is.
const std::vector<const SdeScheme*>& schemes();

/// The scheme whose claim has this name. Throws InvalidArgument that lists the names otherwise.
const SdeScheme& scheme(std::string_view name);

}  // namespace kolmo::sde
