#pragma once
// Curves in a plane as reports draw them: over the level lines of a function, with places that have names.

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "kolmo/core/grid.hpp"
#include "kolmo/io/group.hpp"

namespace kolmo::frame {

/// What the two coordinates are called, with their unit.
struct PlaneAxes {
  std::array<std::string, 2> names{"x", "y"};
  std::string units = "1";
};

/// `count` ≥ 2 of the rows, evenly spread, the first and the last among them.
Points thinned(const Points& curve, Index count);

/// x and y on (curve, place), places from 0 to 1. All curves have the same number of rows.
void write_plane_curves(const std::vector<std::string>& names, const std::vector<Points>& curves,
                        const PlaneAxes& axes, io::Group& group);

/// A function of places at the centres of all cells, asked for at most block_rows of them at once.
Eigen::ArrayXd at_centres(const Grid& grid,
                          const std::function<void(const ConstBlock& x, Values out)>& value);

/// level on (level_y, level_x): one number for each cell of a grid with two axes.
void write_level_lines(const Grid& grid, const Eigen::ArrayXd& level, const io::Labels& labels,
                       const PlaneAxes& axes, io::Group& group);

/// mark_x and mark_y on mark: one row of `places` for each name.
void write_marks(const std::vector<std::string>& names, const Points& places, const PlaneAxes& axes,
                 io::Group& group);

}  // namespace kolmo::frame
