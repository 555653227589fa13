#pragma once
// The equation of an implicit step or stage.

#include <string>

#include "kolmo/process/process.hpp"
#include "kolmo/sde/schemes/workspace.hpp"

namespace kolmo::sde {

/// y = goal + c f(t, y), in the step from `begin` of length h.
struct ImplicitEquation {
  const process::Process& process;
  const std::string& scheme;
  double begin, h, t, c;
};

/// Blocks of the workspace that it takes, d for the Jacobian among them.
inline Index implicit_blocks(Index dimension) { return 4 + dimension; }

/// Solves it point by point by Newton's method from y (DriftImplicit says when a point has arrived). Takes
/// implicit_blocks from `place` on. NumericalFailure where fifty iterations do not suffice.
void solve_implicit(const ImplicitEquation& equation, const ConstBlock& goal, Block y, Workspace& workspace,
                    Index place);

}  // namespace kolmo::sde
