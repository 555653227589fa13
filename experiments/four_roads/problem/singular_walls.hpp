#pragma once
// Places beyond which a potential on the line means nothing: a process that stops there, instead of going on
// along its formula (V = x − ln x has V′ = 1 − 1/x also at x = −1; x² + 1/x is finite again at x < 0).

#include <limits>

#include "four_roads/problem/problem.hpp"

namespace kolmo::four_roads {

/// Where V is finite and has no pole, seen from the problem's domain outwards; ±∞ where that is so as far as
/// 128 widths of the domain, and for problems without a potential on the line. A pole is where V falls by
/// more than T between neighbouring numbers.
struct FiniteStretch {
  double lower = -std::numeric_limits<double>::infinity(), upper = -lower;
  bool bounded() const { return std::isfinite(lower) || std::isfinite(upper); }
};
FiniteStretch finite_stretch(const Problem& problem);

/// The same problem, with V, V′ and V″ not a number beyond its finite stretch: a scheme that would carry a
/// path, a node or a particle there sees it. Unchanged where V is finite everywhere.
Problem within_finite_stretch(Problem problem);

}  // namespace kolmo::four_roads
