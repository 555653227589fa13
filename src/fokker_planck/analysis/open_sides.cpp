#include "kolmo/fokker_planck/analysis/open_sides.hpp"

#include <algorithm>
#include <cmath>

#include "fokker_planck/operator/cell_rates.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/analysis/quasi_stationary.hpp"
#include "kolmo/fokker_planck/analysis/stationary_state.hpp"
#include "kolmo/fokker_planck/operator/projection.hpp"
#include "kolmo/process/noise/noise_rate.hpp"

namespace kolmo::fokker_planck {
namespace {

constexpr Index most_doublings = 6;

struct Worst {
  Side side{0, 0};
  double share = 0;
  double fall = 0;  ///< the density at the side over that half as far out
};

/// The cell half as far out as the side: from the middle, or from the other end where that one is closed.
Index half_way(const Side& side, const std::vector<Side>& open, Index cells) {
  const auto count =
      std::count_if(open.begin(), open.end(), [&](const Side& other) { return other.axis == side.axis; });
  const Index inwards = count == 2 ? cells / 4 : cells / 2;
  return side.side == 0 ? inwards : cells - 1 - inwards;
}

Worst worst_of(const process::Process& process, const Grid& grid, const Setting& setting,
               const std::vector<Side>& open) {
  const Generator generator = discretisation("scharfetter_gummel").build(process, grid, setting);
  const Eigen::ArrayXd density =
      has_leaks(generator) ? quasi_stationary_state(generator).density : stationary_state(generator).density;
  Worst worst;
  for (const Side& side : open) {
    const Eigen::ArrayXd along = marginal(grid, density, side.axis);
    const double there = along(side.side == 0 ? 0 : along.size() - 1), share = there / along.maxCoeff();
    if (share > worst.share) worst = {side, share, there / along(half_way(side, open, along.size()))};
  }
  return worst;
}

}  // namespace

NoiseAtSide noise_at(const process::Process& process, const Grid& grid, Side side, double time) {
  Index stride = 1;
  for (Index j = 0; j < side.axis; ++j) stride *= grid.axis(j).cells;
  const Axis& axis = grid.axis(side.axis);
  NoiseAtSide found;
  for (Index i = 0; i < grid.cells(); ++i)
    if (i / stride % axis.cells == (side.side == 0 ? 0 : axis.cells - 1)) found.cells.push_back(i);
  const Points centres = grid.centres();
  Points x(static_cast<Index>(found.cells.size()), grid.dimension());
  for (Index line = 0; line < x.rows(); ++line)
    x.row(line) = centres.row(found.cells[static_cast<std::size_t>(line)]);
  const Eigen::ArrayXd inside = process::noise_rate(process, time, x, side.axis);
  x.col(side.axis).setConstant(side.side == 0 ? axis.lower : axis.upper);
  const Eigen::ArrayXd there = process::noise_rate(process, time, x, side.axis);
  for (Index line = 0; line < x.rows(); ++line)
    found.vanishes.push_back(!(there(line) > 0x1p-30 * inside(line)));
  return found;
}

std::vector<Side> passable(const process::Process& process, const Grid& grid, const std::vector<Side>& sides,
                           double time) {
  std::vector<Side> open;
  for (const Side& side : sides) {
    const std::vector<bool> vanishes = noise_at(process, grid, side, time).vanishes;
    if (!std::all_of(vanishes.begin(), vanishes.end(), [](bool at) { return at; })) open.push_back(side);
  }
  return open;
}

Grid widened(const Grid& grid, const std::vector<Side>& open, Index doublings) {
  std::vector<Axis> axes;
  for (Index k = 0; k < grid.dimension(); ++k) {
    Axis axis = grid.axis(k);
    const auto count =
        std::count_if(open.begin(), open.end(), [k](const Side& side) { return side.axis == k; });
    const double more = (axis.upper - axis.lower) * (std::ldexp(1.0, static_cast<int>(doublings)) - 1);
    for (const Side& side : open) {
      if (side.axis != k) continue;
      (side.side == 0 ? axis.lower : axis.upper) +=
          (side.side == 0 ? -more : more) / static_cast<double>(count);
    }
    axes.push_back(axis);
  }
  return Grid(axes);
}

AtOpenSides at_open_sides(const process::Process& process, const Grid& grid, const Setting& setting,
                          const std::vector<Side>& open, double largest) {
  using Holds = AtOpenSides::Holds;
  const Worst first = worst_of(process, grid, setting, open);
  AtOpenSides found{Holds::here, first.side, first.share, first.share, 0};
  double fall = first.fall;
  while (found.last > largest) {
    if (found.doublings == most_doublings) {
      found.holds = fall > 0.5 ? Holds::nowhere : Holds::slowly;
      return found;
    }
    try {
      const Worst wider = worst_of(process, widened(grid, open, found.doublings + 1), setting, open);
      found.last = wider.share;
      fall = wider.fall;
    } catch (const InvalidArgument&) {  // no coefficients there
      found.holds = Holds::unknown;
      return found;
    }
    ++found.doublings;
    found.holds = Holds::wider;
  }
  return found;
}

}  // namespace kolmo::fokker_planck
