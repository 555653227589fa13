#pragma once
// Places beyond which a potential on the line is not finite: a process that stops there, instead of going on
// along formulas that mean nothing (V = x − ln x has V′ = 1 − 1/x also at x = −1).

#include <limits>

#include "four_roads/problem.hpp"

namespace kolmo::four_roads {

/// Where V is finite, seen from the problem's domain outwards; ±∞ where it is finite as far as 128 widths of
/// the domain, and for problems without a potential on the line.
struct FiniteStretch {
  double lower = -std::numeric_limits<double>::infinity(), upper = -lower;
  bool bounded() const { return std::isfinite(lower) || std::isfinite(upper); }
};
FiniteStretch finite_stretch(const Problem& problem);

/// The same problem, with V, V′ and V″ not a number beyond its finite stretch: a scheme that would carry a
/// path, a node or a particle there sees it. Unchanged where V is finite everywhere.
Problem within_finite_stretch(Problem problem);

}  // namespace kolmo::four_roads
