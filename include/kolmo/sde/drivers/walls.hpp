#pragma once
// Walls that paths are reflected at, or end at.

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "kolmo/core/claim.hpp"
#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/sde/noise/brownian_bridge.hpp"
#include "kolmo/sde/noise/step_variance.hpp"

namespace kolmo::sde {

/// What a wall does to a path that a step has carried beyond it.
enum class WallKind {
  reflecting_projection,   ///< puts it on the wall
  reflecting_symmetrised,  ///< mirrors it at the wall
  absorbing,               ///< ends it on the wall
  absorbing_bridge,        ///< ends it, also where the bridge of the step meets the wall (first_passage.hpp)
};

constexpr bool is_reflecting(WallKind kind) {
  return kind == WallKind::reflecting_projection || kind == WallKind::reflecting_symmetrised;
}

/// Every kind as data: name, strong and weak order in combination with a scheme of weak order 1 and additive
/// noise, source.
///
/// Both reflections are of strong order ½ (they know the path at grid times alone, and the reflected path
/// depends on its running minimum, which differs by O(√h)), the symmetrised one with the smaller error; their
/// weak orders are ½ and 1.
const std::vector<WallKind>& wall_kinds();
const Claim& claim(WallKind kind);
/// The kind whose claim has this name. Throws InvalidArgument that lists the names otherwise.
WallKind wall_kind(std::string_view name);

/// Walls at both ends of the interval [lower, upper] of coordinate x_j; an end may be infinite.
struct WalledInterval {
  Index coordinate;
  double lower, upper;
  WallKind kind;
};

/// Which step of which particles.
struct WalledStep {
  double t, h;
  Index first;             ///< the first particle, a multiple of 16
  std::uint32_t step;      ///< the address of the random numbers: different for every step of a level
  int level;               ///< steps are 2^level times as long as the finest
  RandomStream crossings;  ///< of the bridges: another one than the noise
};

/// Walls of some coordinates; const and thread-safe.
///
/// A path of underdamped Langevin dynamics (kinetic_structure) that a reflecting wall w of a position turns
/// back has its momentum turned as well: (q, p) → (2w − q, −p), or (w, −p) where it is projected. Reversing q
/// alone would leave it running into the wall.
class Walls {
 public:
  /// Temporaries of `apply`: one a thread.
  class Scratch {
   public:
    Scratch(Index rows, Index dimension)
        : variance(rows), variance_scratch(rows, dimension), lower(rows), upper(rows), ended(rows) {}
    Eigen::ArrayXd variance;
    StepVarianceScratch variance_scratch;
    WallCrossings lower, upper;
    Eigen::Array<bool, Eigen::Dynamic, 1> ended;
  };

  /// Throws InvalidArgument unless lower < upper, neither is NaN, one is finite, and no coordinate is named
  /// twice, but for two intervals that bound it on one side each (walls of two kinds: it reflects first).
  explicit Walls(std::vector<WalledInterval> intervals);
  virtual ~Walls() = default;

  /// After a step from `before` to x (rows×d): x inside the walls. A path that an absorbing wall has ended
  /// stands with its coordinate on the wall and moves no more, in no coordinate, whatever the other intervals
  /// are. Numbers of the bridges are draws of the coordinate: the order of intervals changes nothing.
  virtual void apply(const process::Process& process, const WalledStep& step, const ConstBlock& before,
                     Block x, Scratch& scratch) const;

  /// Throws InvalidArgument unless every coordinate is one of the process's.
  void validate(const process::Process& process) const;

  const std::vector<WalledInterval>& intervals() const { return intervals_; }

 private:
  void reflect(const process::Process& process, Block x) const;
  void absorb(const process::Process& process, const WalledStep& step, const WalledInterval& interval,
              const ConstBlock& before, Block x, Scratch& scratch) const;

  std::vector<WalledInterval> intervals_;
};

}  // namespace kolmo::sde
