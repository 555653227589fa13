#include "four_roads/problem/law_at_rest.hpp"

#include "four_roads/problem/walls.hpp"
#include "frame/problem/law_at_rest.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/fokker_planck/analysis/open_sides.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"

namespace kolmo::four_roads {
namespace {

namespace fp = fokker_planck;
using Holds = fp::AtOpenSides::Holds;

/// Of its largest value: what a law at rest may still be at an open side.
constexpr double largest = 1e-5;

/// Of dynamics with friction the positions: they have the law e^{−V/T} as well.
ProcessPtr positions_of(const Problem& problem) {
  const auto kinetic = kinetic_structure(*problem.intrinsic);
  if (!kinetic) return problem.intrinsic;
  return std::make_shared<process::OverdampedLangevin>(kinetic->potential, kinetic->temperature);
}

std::string domain_text(const Problem& problem, const Grid& grid, const std::vector<Axis>& box) {
  std::string text = "[";
  for (std::size_t j = 0; j < box.size(); ++j) {
    const Axis& axis = static_cast<Index>(j) < grid.dimension() ? grid.axis(static_cast<Index>(j)) : box[j];
    text += (j == 0 ? "[" : ", [") + number_text(axis.lower, 4) + ", " + number_text(axis.upper, 4) + "]";
  }
  return "problem." + problem.name + ".domain = " + text + "]";
}

}  // namespace

density::GibbsDensity normalisable(const process::GradientStructure& structure) {
  try {
    return {structure.potential, structure.temperature};
  } catch (const NumericalFailure& error) {
    throw InvalidArgument(std::string("\"stationary\": there is no law at rest. ") + error.what() +
                          "; or start from Gaussians, a point or a density");
  }
}

void require_law_at_rest(const KeyReader& keys, const Problem& problem, const std::vector<Axis>& box,
                         bool gibbs) {
  const ProcessPtr process = positions_of(problem);
  const Index d = process->dimension();
  std::vector<Axis> axes(box.begin(), box.begin() + d);
  std::vector<std::array<fp::Boundary, 2>> sides;
  std::vector<fp::Side> open;
  for (Index j = 0; j < d; ++j) {
    axes[static_cast<std::size_t>(j)].cells = d == 1 ? 256 : 32;
    const auto kind = is_ring(problem, j) ? fp::Boundary::periodic : fp::Boundary::no_flux;
    sides.push_back({kind, kind});
    for (const Index side : {0, 1})
      if (!problem.wall(j, static_cast<int>(side))) open.push_back({j, side});
  }
  const Grid grid(axes);
  open = fp::passable(*process, grid, open, 0);
  if (open.empty()) return;
  const fp::AtOpenSides found =
      fp::at_open_sides(*process, grid, {.boundaries = fp::Boundaries(sides), .time = {}}, open, largest);
  const std::string instead = "start from Gaussians, a point or a density, or close the sides (boundaries)";
  if (found.holds == Holds::nowhere)
    throw keys.wrong("initial",
                     "\"stationary\": there is no law at rest. On a domain 64 times as wide what the grid "
                     "comes to is no smaller at its open sides (" +
                         frame::at_open_side(problem.variables, found, found.last) +
                         "), so that nothing leads back; " + instead);
  if (gibbs || found.holds == Holds::here) return;
  const std::string cut = "cuts the stationary law off, which is to be the start: " +
                          frame::at_open_side(problem.variables, found, found.share) + ", at most " +
                          number_text(largest) + " is allowed; ";
  throw keys.wrong("domain",
                   found.holds == Holds::wider
                       ? cut + "try " + domain_text(problem, fp::widened(grid, open, found.doublings), box)
                       : cut + instead);
}

}  // namespace kolmo::four_roads
