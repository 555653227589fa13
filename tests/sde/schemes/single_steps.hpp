#pragma once
// Single steps on given normal numbers.

#include <cmath>

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde::test {

/// One step of length h from every row of x with the normal numbers z, u and v (rows×m).
inline Points step_with(const SdeScheme& scheme, const process::Process& process, double t, double h,
                        const Points& x, Points z, Points u, Points v) {
  Points y = x;
  Workspace workspace(x.cols(), scheme.workspace_blocks(process));
  Increment increment(
      IncrementBlocks{.normals = Block(z), .area_normals = Block(u), .time_area_normals = Block(v)});
  scheme.step(process, t, h, y, increment, workspace);
  return y;
}

inline Points step_with(const SdeScheme& scheme, const process::Process& process, double t, double h,
                        const Points& x, const Points& z, const Points& u) {
  return step_with(scheme, process, t, h, x, z, u, Points::Zero(z.rows(), z.cols()));
}

inline Points step_with(const SdeScheme& scheme, const process::Process& process, double t, double h,
                        const Points& x, const Points& z) {
  return step_with(scheme, process, t, h, x, z, Points::Zero(z.rows(), z.cols()));
}

/// Observed where the scheme postprocesses, with the normal numbers xi (rows×m).
inline Points observed(const SdeScheme& scheme, const process::Process& process, double h, const Points& x,
                       Points xi) {
  Points y = x;
  Workspace workspace(x.cols(), scheme.workspace_blocks(process));
  Increment increment{Block(xi)};
  scheme.postprocess(process, h, h, y, increment, workspace);
  return y;
}

}  // namespace kolmo::sde::test
