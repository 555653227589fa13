#include "four_roads/problem/escape.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "four_roads/problem/truncation.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::four_roads {
namespace {

constexpr double far_quantile = 1e-4;  ///< Φ(−3.72)
constexpr double farther = 6.5 / 3.72;

struct Side {
  Index axis = 0;
  int side = 0;
  double mass = 0, time = 0;
};

/// The side of the domain that most of the law is beyond, and when.
Side worst_side(const Problem& problem, const Grid& grid, const GridRun& run) {
  Side worst;
  for (std::size_t i = 0; i < run.densities.size(); ++i) {
    for (Index axis = 0; axis < grid.dimension(); ++axis) {
      for (const int side : {0, 1}) {
        const auto others = [&](Index j, int s) { return j != axis || s != side || problem.wall(j, s); };
        const double mass = truncation_of(grid, run.densities[i], {}, others).mass;
        if (mass > worst.mass) worst = {axis, side, mass, problem.times[i]};
      }
    }
  }
  return worst;
}

/// Three digits, away from the inside.
double rounded_outwards(double x) {
  if (x == 0) return 0;
  const double unit = std::pow(10, std::floor(std::log10(std::abs(x))) - 1);
  return unit * (x > 0 ? std::ceil(x / unit) : std::floor(x / unit));
}

Axis wide_enough(const Problem& problem, Index j, const Side& worst, const verify::RoadResult* statistical) {
  Axis axis = problem.domain[static_cast<std::size_t>(j)];
  const double width = axis.upper - axis.lower;
  double lower = axis.lower, upper = axis.upper;
  if (statistical != nullptr) {
    for (const verify::RoadSnapshot& snapshot : statistical->snapshots) {
      constexpr std::array<const char*, 3> names = {"x", "y", "z"};
      const auto found = snapshot.laws.find(names[static_cast<std::size_t>(j)]);
      if (found == snapshot.laws.end()) continue;
      const Law1D& law = found->second;
      const double middle = law.quantile(0.5);
      lower = std::min(lower, middle + farther * (law.quantile(far_quantile) - middle));
      upper = std::max(upper, middle + farther * (law.quantile(1 - far_quantile) - middle));
    }
  } else if (j == worst.axis) {
    (worst.side == 0 ? lower : upper) += worst.side == 0 ? -width : width;
  }
  // A wall or a seam stays where it is.
  if (lower < axis.lower && !problem.wall(j, 0)) axis.lower = rounded_outwards(lower);
  if (upper > axis.upper && !problem.wall(j, 1)) axis.upper = rounded_outwards(upper);
  return axis;
}

}  // namespace

std::string escape_in_words(const Problem& problem, const Grid& grid, const GridRun& run,
                            const verify::RoadResult* statistical) {
  const Side worst = worst_side(problem, grid, run);
  std::string value;
  for (Index j = 0; j < grid.dimension(); ++j) {
    const Axis axis = wide_enough(problem, j, worst, statistical);
    value += (j == 0 ? "[" : ", [") + number_text(axis.lower, 6) + ", " + number_text(axis.upper, 6) + "]";
  }
  return "a share " + number_text(worst.mass, 3) + " of the law is beyond the " +
         (worst.side == 0 ? "lower" : "upper") + " side of " +
         problem.variables[static_cast<std::size_t>(worst.axis)] + " at t = " + number_text(worst.time, 6) +
         ", where the grid has a wall and the process has none; try problem." + problem.name + ".domain = [" +
         value + "]";
}

void put_escape_first(const Problem& problem, std::vector<verify::Check>& checks) {
  const std::string id = problem.name + "/fokker_planck/mass_beyond_walls";
  const auto cause =
      std::find_if(checks.begin(), checks.end(), [&](const verify::Check& check) { return check.id == id; });
  if (cause == checks.end() || cause->verdict == verify::Verdict::pass) return;
  std::rotate(checks.begin(), cause, cause + 1);
  const auto rests_on_grid = [&](const verify::Check& check) {
    const auto names = [&](const char* road) { return check.id.find(road) != std::string::npos; };
    return names(road::fokker_planck) || (names(road::probability_flow) && !problem.linear);
  };
  for (std::size_t i = 1; i < checks.size(); ++i) {
    verify::Check& check = checks[i];
    if (check.verdict != verify::Verdict::fail || !rests_on_grid(check)) continue;
    check.verdict = verify::Verdict::unresolved;
    check.note += std::string(check.note.empty() ? "" : "; ") +
                  "the law leaves the grid's domain: see mass_beyond_walls";
  }
}

}  // namespace kolmo::four_roads
