#pragma once
// One transition of many chains at once, and the list of them all.

#include <limits>

#include "kolmo/core/catalogue.hpp"
#include "kolmo/core/claim.hpp"
#include "kolmo/sampling/kernels/draws.hpp"
#include "kolmo/sampling/targets/target.hpp"
#include "kolmo/sde/schemes/workspace.hpp"

namespace kolmo::sampling {

/// What a kernel is told. Overdamped kernels take h in length² (x ← x + h s + √(2h) ξ), kinetic ones in
/// length (unit mass, temperature 1); each kernel says which.
struct KernelSettings {
  double step = 0.1;    ///< h > 0
  Index leapfrogs = 1;  ///< L ≥ 1 of a trajectory (hmc)
  double friction = 1;  ///< γ of kinetic kernels, in 1/length
  double rotation = 0;  ///< w of irreversible kernels
  double length = 1;    ///< scale of the target's features, of adaptive steps
  double jitter = 0;    ///< j in [0, 1): each trajectory (hmc) takes h (1 + j (2u − 1)), u uniform, for h
};

/// Throws InvalidArgument naming the first setting that is not positive and finite (rotation: finite; jitter:
/// in [0, 1)).
void require_valid(const KernelSettings& settings);

/// The state of some chains, rows×d where nothing else is said.
struct ChainView {
  Block x;
  Block momentum;      ///< of kinetic kernels
  Block score;         ///< ∇ log p(x), kept by kernels that use it again
  Values log_density;  ///< log p(x), likewise
  Values log_ratio;    ///< of the last step: log of the Metropolis ratio, not cut at 0
  Values accepted;     ///< of the last step: 1, or 0 where the chain stayed
  Values weight;       ///< of the last step: by which x counts in averages (1, or an adaptive step's h)
};

/// A kernel holds no state: it is const and thread-safe.
class MarkovKernel {
 public:
  virtual ~MarkovKernel() = default;

  /// Name, source, and the order of the bias of the stationary law (Sense::stationary): infinite where the
  /// target is left invariant, empty where the law tends to another one.
  virtual const Claim& claim() const = 0;
  /// Whether steps are accepted or rejected; then the acceptance in d → ∞ at which steps are best.
  virtual bool metropolised() const { return false; }
  virtual double best_acceptance() const { return std::numeric_limits<double>::quiet_NaN(); }
  /// Whether the state has momenta that last from step to step.
  virtual bool has_momenta() const { return false; }
  /// Normal numbers a step takes for a target in d dimensions.
  virtual Index normals(Index d) const { return d; }
  /// Blocks of d columns that a step takes from its workspace.
  virtual Index workspace_blocks() const { return 2; }

  /// Fills what the kernel keeps of x. Called before the first step, and after x was changed from outside.
  virtual void start(const Target& target, const KernelSettings& settings, ChainView chain) const;

  /// x ← the next state of every chain. The kernel allocates nothing and throws nothing of its own.
  virtual void step(const Target& target, const KernelSettings& settings, ChainView chain, const Draws& draws,
                    sde::Workspace& workspace) const = 0;

  /// Whether what is observed is not the chain itself but `observe` of it.
  virtual bool has_postprocessor() const { return false; }
  /// x: a copy of the state, which becomes what is observed; draws are independent of those of all steps.
  virtual void observe(const Target&, const KernelSettings&, Block, const Draws&, sde::Workspace&) const {}
};

/// Every kernel there is, to which a program can append its own (it must outlive the catalogue's use).
Catalogue<const MarkovKernel*>& kernel_catalogue();
const std::vector<const MarkovKernel*>& kernels();
/// The kernel whose claim has this name. InvalidArgument that lists the names otherwise.
const MarkovKernel& kernel(std::string_view name);

/// The state of n chains, contiguous.
class Chains {
 public:
  /// From x, n×d; momenta 0, weights 1.
  explicit Chains(Points x);
  Index size() const { return x.rows(); }
  Index dimension() const { return x.cols(); }
  /// Chains first … first + rows − 1.
  ChainView view(Index first, Index rows);

  Points x, momentum, score;
  Eigen::ArrayXd log_density, log_ratio, accepted, weight;
};

}  // namespace kolmo::sampling
