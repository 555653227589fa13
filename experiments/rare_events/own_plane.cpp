// [problem.NAME] in two variables: what is asked of it.

#include <algorithm>
#include <cmath>

#include "frame/problem/analysis.hpp"
#include "frame/problem/law_at_rest.hpp"
#include "frame/problem/problem_sides.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "rare_events/plane_plan.hpp"

namespace kolmo::rare_events {
namespace {

/// A twentieth of the domain, unless the key says.
Eigen::Vector2d half_axes(const io::Configuration& configuration, const problem::Problem& given) {
  const std::string key = "problem." + given.name + ".analysis.half_axes";
  Eigen::Vector2d half;
  for (const Index k : {0, 1}) {
    const auto& [lower, upper] = (*given.domain)[static_cast<std::size_t>(k)];
    half(k) = (upper - lower) / 20;
  }
  if (!configuration.has(key)) return half;
  const std::vector<double> numbers = problem::read_list(configuration, given.name, "analysis.half_axes");
  if (numbers.size() != 2) throw configuration.error_at(key, "needs a number for each of both variables");
  for (const Index k : {0, 1}) {
    const auto& [lower, upper] = (*given.domain)[static_cast<std::size_t>(k)];
    half(k) = numbers[static_cast<std::size_t>(k)];
    if (!(half(k) >= 0.035 * (upper - lower)) || !(half(k) <= 0.25 * (upper - lower)))
      throw configuration.error_at(key, number_text(half(k), 6) +
                                            " must lie between 0.035 and 0.25 of the domain's width, which "
                                            "grids of 40 cells an axis see");
  }
  return half;
}

void require_asked(const io::Configuration& configuration, const problem::Problem& given) {
  const std::string table = "problem." + given.name;
  for (const auto& sides : given.boundaries)
    for (const problem::Boundary side : sides)
      if (side == problem::Boundary::absorbing)
        throw configuration.error_at(table + ".boundaries",
                                     "\"absorbing\": paths end there, and no rate is left; first_passage and "
                                     "four_roads take such walls");
  if (given.known.kinetic)
    throw configuration.error_at(table + ".process",
                                 "noise in the momentum alone: these grids need noise in every coordinate");
}

}  // namespace

PlaneEscape read_plane_escape(const io::Configuration& configuration, const problem::Problem& given) {
  const std::string table = "problem." + given.name;
  require_asked(configuration, given);
  PlaneEscape escape{given.name,
                     given.process,
                     {(*given.domain)[0], (*given.domain)[1]},
                     frame::grid_boundaries(given.boundaries),
                     !given.has_boundary(),
                     frame::read_place(configuration, given, "from"),
                     frame::read_place(configuration, given, "to"),
                     half_axes(configuration, given),
                     {given.names.variables[0], given.names.variables[1]}};
  frame::require_law_at_rest(configuration, given, escape.grid(40), escape.boundaries);
  // Exits are counted one and a half half axes from A.
  const double apart = escape.half_axes_from(escape.from, escape.to(0), escape.to(1));
  if (!(apart > 2.75))
    throw configuration.error_at(table + ".analysis.to",
                                 "lies " + number_text(apart, 3) +
                                     " half axes from 'from': at least 2.75 are needed; give smaller "
                                     "analysis.half_axes, or places further apart");
  return escape;
}

}  // namespace kolmo::rare_events
