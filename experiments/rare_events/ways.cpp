#include "rare_events/ways.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/grid.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/paths/splitting.hpp"
#include "rare_events/surface.hpp"

namespace kolmo::rare_events {
namespace {

const Eigen::Vector2d in_a = well_a(), in_b = well_b();

/// Reactive paths of adaptive splitting, from beside A to B, with the share of the way by distances as
/// coordinate.
std::vector<Points> reactive_paths(std::uint64_t seed) {
  const auto share = [](const ConstBlock& x, Values out) {
    for (Index i = 0; i < x.rows(); ++i) {
      const double a = std::hypot(x(i, 0) - in_a(0), x(i, 1) - in_a(1)),
                   b = std::hypot(x(i, 0) - in_b(0), x(i, 1) - in_b(1));
      out(i) = a / (a + b);
    }
  };
  Points start(64, 2);
  start.col(0).setConstant(-0.64);
  start.col(1).setConstant(1.14);
  return paths::split({surface(), share, 0.12, 0.88, 5e-4, start, 8, RandomStream(seed).role("reactive")})
      .reactive;
}

/// V on 65² places.
void write_level_lines(io::Group& group) {
  const Grid grid({{-1.5, 1.1, 65}, {-0.5, 2.0, 65}});
  Eigen::ArrayXd level(grid.cells());
  const Points centres = grid.centres();
  for (Index first = 0; first < level.size(); first += block_rows) {
    const Index rows = std::min(block_rows, level.size() - first);
    density::MullerBrown().value(centres.middleRows(first, rows), level.segment(first, rows));
  }
  Eigen::ArrayXd level_x(65), level_y(65);
  for (Index i = 0; i < 65; ++i) {
    level_x(i) = grid.axis(0).centre(i);
    level_y(i) = grid.axis(1).centre(i);
  }
  level = level.min(0.5);
  group.scale("level_x", level_x, {"x of level lines", "1"});
  group.scale("level_y", level_y, {"y of level lines", "1"});
  group.variable("level", {"level_y", "level_x"}, std::vector<double>(level.begin(), level.end()),
                 {"V, cut at 0.5", "1"});
}

}  // namespace

void write_ways(std::uint64_t seed, io::Group& part) {
  constexpr Index count = 6, places = 161;
  std::vector<Points> all;
  std::vector<std::string> names;
  const std::vector<Points> reactive = reactive_paths(seed);
  for (Index c = 0; c < std::min<Index>(count, static_cast<Index>(reactive.size())); ++c) {
    const Points& path = reactive[static_cast<std::size_t>(c) * (reactive.size() / count)];
    Points thinned(places, 2);
    for (Index i = 0; i < places; ++i) thinned.row(i) = path.row(i * (path.rows() - 1) / (places - 1));
    all.push_back(thinned);
    names.push_back("path " + number_text(c + 1));
  }
  std::vector<double> x, y;
  for (const Points& one : all) {
    x.insert(x.end(), one.col(0).begin(), one.col(0).end());
    y.insert(y.end(), one.col(1).begin(), one.col(1).end());
  }
  io::Group& group = part.group("ways_over_the_surface");
  group.scale("place", Eigen::ArrayXd::LinSpaced(places, 0, 1), {"part of the way", "1"});
  group.scale("curve", names, {"curve", "1"});
  group.variable("x", {"curve", "place"}, x, {"x", "1"});
  group.variable("y", {"curve", "place"}, y, {"y", "1"});
  write_level_lines(group);
}

}  // namespace kolmo::rare_events
