#include "frame/result/plane_curves.hpp"

#include <algorithm>

namespace kolmo::frame {

Points thinned(const Points& curve, Index count) {
  Points kept(count, curve.cols());
  for (Index i = 0; i < count; ++i) kept.row(i) = curve.row(i * (curve.rows() - 1) / (count - 1));
  return kept;
}

void write_plane_curves(const std::vector<std::string>& names, const std::vector<Points>& curves,
                        const PlaneAxes& axes, io::Group& group) {
  group.scale("place", Eigen::ArrayXd::LinSpaced(curves.at(0).rows(), 0, 1), {"part of the way", "1"});
  group.scale("curve", names, {"curve", "1"});
  for (const Index axis : {0, 1}) {
    std::vector<double> values;
    for (const Points& curve : curves)
      values.insert(values.end(), curve.col(axis).begin(), curve.col(axis).end());
    group.variable(axis == 0 ? "x" : "y", {"curve", "place"}, values,
                   {axes.names[static_cast<std::size_t>(axis)], axes.units});
  }
}

Eigen::ArrayXd at_centres(const Grid& grid,
                          const std::function<void(const ConstBlock& x, Values out)>& value) {
  const Points centres = grid.centres();
  Eigen::ArrayXd values(grid.cells());
  for (Index first = 0; first < values.size(); first += block_rows) {
    const Index rows = std::min(block_rows, values.size() - first);
    value(centres.middleRows(first, rows), values.segment(first, rows));
  }
  return values;
}

void write_level_lines(const Grid& grid, const Eigen::ArrayXd& level, const io::Labels& labels,
                       const PlaneAxes& axes, io::Group& group) {
  for (const Index axis : {0, 1}) {
    Eigen::ArrayXd centres(grid.axis(axis).cells);
    for (Index i = 0; i < centres.size(); ++i) centres(i) = grid.axis(axis).centre(i);
    group.scale(axis == 0 ? "level_x" : "level_y", centres,
                {axes.names[static_cast<std::size_t>(axis)] + " of level lines", axes.units});
  }
  group.variable("level", {"level_y", "level_x"}, std::vector<double>(level.begin(), level.end()), labels);
}

void write_marks(const std::vector<std::string>& names, const Points& places, const PlaneAxes& axes,
                 io::Group& group) {
  group.scale("mark", names, {"place", "1"});
  for (const Index axis : {0, 1}) {
    group.variable(axis == 0 ? "mark_x" : "mark_y", {"mark"}, Eigen::ArrayXd(places.col(axis)),
                   {axes.names[static_cast<std::size_t>(axis)], axes.units});
  }
}

}  // namespace kolmo::frame
