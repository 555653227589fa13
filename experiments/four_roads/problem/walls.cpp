#include "four_roads/problem/walls.hpp"

#include <algorithm>

#include "frame/problem/problem_sides.hpp"

namespace kolmo::four_roads {
namespace {

using problem::Boundary;

bool any_side(const Problem& problem, Boundary what) {
  return std::any_of(problem.boundaries.begin(), problem.boundaries.end(),
                     [&](const auto& sides) { return sides[0] == what || sides[1] == what; });
}

frame::Domain domain_of(const Problem& problem) {
  frame::Domain domain;
  for (const Axis& axis : problem.domain) domain.push_back({axis.lower, axis.upper});
  return domain;
}

}  // namespace

bool is_ring(const Problem& problem, Index j) {
  return problem.boundaries[static_cast<std::size_t>(j)][0] == Boundary::periodic;
}

bool is_ring(const Problem& problem) { return any_side(problem, Boundary::periodic); }

bool absorbs(const Problem& problem) { return any_side(problem, Boundary::absorbing); }

fokker_planck::Boundaries grid_boundaries(const Problem& problem) {
  return frame::grid_boundaries(problem.boundaries);
}

std::optional<sde::Walls> path_walls(const Problem& problem) {
  const auto intervals = frame::walled_intervals(problem.boundaries, domain_of(problem));
  if (intervals.empty()) return std::nullopt;
  return sde::Walls(intervals);
}

void wrap(const Problem& problem, Block x) { frame::wrap(problem.boundaries, domain_of(problem), x); }

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
