#pragma once
// The wall of a ball, which reflects along its normal.

#include "kolmo/sde/drivers/walls.hpp"

namespace kolmo::sde {

/// Keeps paths in |x − c| ≤ R. A point that a step has carried to distance ρ > R of the centre, in the
/// direction n, is put on the wall, c + R n (reflecting_projection), or mirrored at it, c + (2R − ρ) n,
/// again and again while it is outside (reflecting_symmetrised): weak orders ½ and 1, as of plane walls. All
/// coordinates are positions: a process with momenta would keep them. Source: Bossy, Gobet and Talay 2004,
/// theorem 3.1.
class BallWall final : public Walls {
 public:
  /// InvalidArgument unless the centre (d numbers) is finite, R positive and finite, and the kind reflects.
  BallWall(Eigen::ArrayXd centre, double radius, WallKind kind);

  /// InvalidArgument where the process has another dimension than the centre.
  void apply(const process::Process& process, const WalledStep& step, const ConstBlock& before, Block x,
             Scratch& scratch) const override;

 private:
  Eigen::ArrayXd centre_;
  double radius_;
  WallKind kind_;
};

}  // namespace kolmo::sde
