#pragma once
// Where the current at rest goes in the plane: lines that it follows.

#include "kolmo/core/grid.hpp"
#include "kolmo/io/group.hpp"

namespace kolmo::entropy_along_diffusion {

/// A current without sources through the faces of a closed plane grid is the curl of one number a corner,
///     J_x(f, j) = ψ(f + 1, j + 1) − ψ(f + 1, j):
/// ψ at the inner corners, (cells₀ − 1)×(cells₁ + 1), 0 at both ends of each column.
Eigen::ArrayXXd stream_function(const Grid& grid, const Eigen::ArrayXXd& current_x);

/// Lines ψ = constant round the place where |ψ| is largest, as a group of curves over the level lines of −log
/// p; nothing where there is no current. `names` are those of both variables.
void write_stream_lines(const Grid& grid, const std::vector<Eigen::ArrayXXd>& currents,
                        const Eigen::ArrayXd& density, const std::vector<std::string>& names,
                        io::Group& part);

}  // namespace kolmo::entropy_along_diffusion
