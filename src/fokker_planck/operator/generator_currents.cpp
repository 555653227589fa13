// What a density sends through faces and walls.

#include "generator_visits.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::fokker_planck {

std::vector<Eigen::ArrayXXd> Generator::currents(const double* p) const {
  std::vector<Eigen::ArrayXXd> currents;
  for (Index k = 0; k < grid_.dimension(); ++k) {
    const Index faces = grid_.axis(k).cells - (rates(k).wrap.size() > 0 ? 0 : 1);
    currents.push_back(Eigen::ArrayXXd::Zero(faces, lines_along(grid_, k)));
  }
  // From a cell up to the next one along an axis.
  const auto add = [&](Index from, Index axis, double flux) {
    const Index stride = stride_along(grid_, axis), n = grid_.axis(axis).cells;
    const Index line = from % stride + from / (stride * n) * stride;
    currents[static_cast<std::size_t>(axis)](from / stride % n, line) += flux * grid_.cell_volume();
  };
  for (Index k = 0; k < grid_.dimension(); ++k) {
    for_each_face_along(k, [&](Index lower, Index upper, double up, double down) {
      add(lower, k, up * p[lower] - down * p[upper]);
    });
  }
  for_each_corner([&](Index k, Index l, Index cell, Index a, Index b, Index far) {
    // What each sends by its own rate, half of it by either way round.
    const auto sent = [&](Index from, double sign) {
      return p[from] * std::max(sign * corner_rate(k, l, from), 0.0) / 2;
    };
    const auto taken = [&](Index from) { return sent(from, 1) + sent(from, -1); };
    add(cell, k, taken(a) - taken(cell));
    add(b, k, taken(far) - taken(b));
    add(cell, l, taken(b) - taken(cell));
    add(a, l, taken(far) - taken(a));
    const double rising = sent(cell, 1) - sent(far, 1), falling = sent(a, -1) - sent(b, -1);
    add(cell, k, rising), add(a, l, rising), add(cell, l, rising), add(b, k, rising);
    add(cell, k, -falling), add(cell, l, falling), add(a, l, falling), add(b, k, -falling);
  });
  for_each_wall_corner([&](Index k, Index l, Index along, Index side, Index cell, Index next) {
    const double here = corner_rate(k, l, cell), there = corner_rate(k, l, next);
    const double up = std::max(side == 0 ? -here : here, 0.0) - std::abs(here) / 2;
    const double down = std::max(side == 0 ? there : -there, 0.0) - std::abs(there) / 2;
    add(cell, along, up * p[cell] - down * p[next]);
  });
  return currents;
}

double Generator::outflow(const double* p, Index axis, Index side) const {
  require(axis >= 0 && axis < grid_.dimension(), "axis", static_cast<double>(axis),
          "must be an axis of the grid");
  double total = 0;
  for_each_leak([&](Index cell, double rate, Index k, Index s) {
    if (k == axis && s == side) total += rate * p[cell];
  });
  return total * grid_.cell_volume();
}

}  // namespace kolmo::fokker_planck
