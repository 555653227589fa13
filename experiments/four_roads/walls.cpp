#include "four_roads/walls.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kolmo::four_roads {
namespace {

using problem::Boundary;

bool any_side(const Problem& problem, Boundary what) {
  return std::any_of(problem.boundaries.begin(), problem.boundaries.end(),
                     [&](const auto& sides) { return sides[0] == what || sides[1] == what; });
}

fokker_planck::Boundary grid_boundary(Boundary side) {
  if (side == Boundary::absorbing) return fokker_planck::Boundary::absorbing;
  return side == Boundary::periodic ? fokker_planck::Boundary::periodic : fokker_planck::Boundary::no_flux;
}

}  // namespace

bool is_ring(const Problem& problem, Index j) {
  return problem.boundaries[static_cast<std::size_t>(j)][0] == Boundary::periodic;
}

bool is_ring(const Problem& problem) { return any_side(problem, Boundary::periodic); }

bool absorbs(const Problem& problem) { return any_side(problem, Boundary::absorbing); }

fokker_planck::Boundaries grid_boundaries(const Problem& problem) {
  std::vector<std::array<fokker_planck::Boundary, 2>> sides;
  for (const auto& [lower, upper] : problem.boundaries)
    sides.push_back({grid_boundary(lower), grid_boundary(upper)});
  return fokker_planck::Boundaries(std::move(sides));
}

std::optional<sde::Walls> path_walls(const Problem& problem) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::vector<sde::WalledInterval> intervals;
  for (Index j = 0; j < problem.dimension(); ++j) {
    const auto& [lower, upper] = problem.boundaries[static_cast<std::size_t>(j)];
    const Axis& axis = problem.domain[static_cast<std::size_t>(j)];
    for (const auto& [side, kind] : {std::pair{Boundary::reflecting, sde::WallKind::reflecting_symmetrised},
                                     std::pair{Boundary::absorbing, sde::WallKind::absorbing_bridge}}) {
      if (lower != side && upper != side) continue;
      intervals.push_back(
          {j, lower == side ? axis.lower : -infinity, upper == side ? axis.upper : infinity, kind});
    }
  }
  if (intervals.empty()) return std::nullopt;
  return sde::Walls(intervals);
}

void wrap(const Problem& problem, Block x) {
  for (Index j = 0; j < x.cols(); ++j) {
    if (!is_ring(problem, j)) continue;
    const Axis& axis = problem.domain[static_cast<std::size_t>(j)];
    const double length = axis.upper - axis.lower;
    for (Index i = 0; i < x.rows(); ++i) {
      if (x(i, j) >= axis.lower && x(i, j) < axis.upper) continue;
      const double inside = x(i, j) - length * std::floor((x(i, j) - axis.lower) / length);
      x(i, j) = inside < axis.upper ? std::max(inside, axis.lower) : axis.lower;  // rounding at the seam
    }
  }
}

bool has_ended(const Problem& problem, const ConstBlock& x, Index i) {
  for (Index j = 0; j < x.cols(); ++j) {
    const auto& sides = problem.boundaries[static_cast<std::size_t>(j)];
    const Axis& axis = problem.domain[static_cast<std::size_t>(j)];
    if (sides[0] == Boundary::absorbing && !(x(i, j) > axis.lower)) return true;
    if (sides[1] == Boundary::absorbing && !(x(i, j) < axis.upper)) return true;
  }
  return false;
}

}  // namespace kolmo::four_roads
