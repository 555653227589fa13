#include "rare_events/ways.hpp"

#include <algorithm>
#include <cmath>

#include "frame/result/plane_curves.hpp"
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

}  // namespace

void write_ways(std::uint64_t seed, io::Group& part) {
  constexpr Index count = 6;
  std::vector<Points> all;
  std::vector<std::string> names;
  const std::vector<Points> reactive = reactive_paths(seed);
  for (Index c = 0; c < std::min<Index>(count, static_cast<Index>(reactive.size())); ++c) {
    const Points& path = reactive[static_cast<std::size_t>(c) * (reactive.size() / count)];
    all.push_back(frame::thinned(path, 161));
    names.push_back("path " + number_text(c + 1));
  }
  io::Group& group = part.group("ways_over_the_surface");
  frame::write_plane_curves(names, all, {}, group);
  const Grid grid({{-1.5, 1.1, 65}, {-0.5, 2.0, 65}});
  const Eigen::ArrayXd level =
      frame::at_centres(grid, [](const ConstBlock& x, Values out) { density::MullerBrown().value(x, out); });
  frame::write_level_lines(grid, level.min(0.5), {"V, cut at 0.5", "1"}, {}, group);
}

}  // namespace kolmo::rare_events
