#pragma once
// Whether a problem's domain holds its law at rest. For experiments that link the grid.

#include <string>
#include <vector>

#include "kolmo/core/number_text.hpp"
#include "kolmo/fokker_planck/analysis/open_sides.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/problem/problem.hpp"

namespace kolmo::frame {

/// "at the upper side of x it is still 0.3 of its largest value".
inline std::string at_open_side(const std::vector<std::string>& variables,
                                const fokker_planck::AtOpenSides& found, double share) {
  return std::string("at the ") + (found.worst.side == 0 ? "lower" : "upper") + " side of " +
         variables[static_cast<std::size_t>(found.worst.axis)] + " it is still " + number_text(share, 2) +
         " of its largest value";
}

/// Throws located where an open side cuts the law at rest off: where its density there is above 10⁻⁵ of its
/// largest value on this grid.
inline void require_law_at_rest(const io::Configuration& configuration, const problem::Problem& given,
                                const Grid& grid, const fokker_planck::Boundaries& boundaries) {
  const std::string table = "problem." + given.name;
  std::vector<fokker_planck::Side> open;
  for (Index k = 0; k < given.dimension(); ++k)
    for (const Index side : {0, 1})
      if (given.boundaries[static_cast<std::size_t>(k)][static_cast<std::size_t>(side)] ==
          problem::Boundary::open)
        open.push_back({k, side});
  try {
    const auto found = fokker_planck::at_open_sides(
        *given.process, grid, {boundaries}, fokker_planck::passable(*given.process, grid, open, 0), 1e-5);
    if (found.holds != fokker_planck::AtOpenSides::Holds::here)
      throw configuration.error_at(
          table + ".domain", "cuts the law at rest off: at the " +
                                 std::string(found.worst.side == 0 ? "lower" : "upper") + " side of '" +
                                 given.names.variables[static_cast<std::size_t>(found.worst.axis)] +
                                 "', which is open, it is still " + number_text(found.share, 2) +
                                 " of its largest value, at most 1e-05 is allowed; take a wider domain, or "
                                 "say \"reflecting\" or \"periodic\"");
  } catch (const InvalidArgument& error) {
    throw configuration.error_at(table + ".process", error.what());
  }
}

}  // namespace kolmo::frame
