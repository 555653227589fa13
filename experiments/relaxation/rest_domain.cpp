#include "relaxation/rest_domain.hpp"

#include "frame/problem/law_at_rest.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/fokker_planck/analysis/open_sides.hpp"
#include "kolmo/fokker_planck/analysis/quasi_stationary.hpp"
#include "relaxation/line_integrals.hpp"

namespace kolmo::relaxation {
namespace {

using fokker_planck::AtOpenSides;
using fokker_planck::Side;

/// Of its largest value: what the stationary density may still be at an open side.
constexpr double largest_at_open_side = 1e-5;

std::string domain_text(const Grid& grid) {
  std::string text = "[";
  for (Index k = 0; k < grid.dimension(); ++k)
    text += (k == 0 ? "[" : ", [") + number_text(grid.axis(k).lower, 4) + ", " +
            number_text(grid.axis(k).upper, 4) + "]";
  return text + "]";
}

std::string complaint(const RestProblem& problem, const Grid& grid, const std::vector<Side>& open,
                      const AtOpenSides& found) {
  const std::string walls = "say \"reflecting\" (a wall) or \"periodic\" (a ring)";
  const std::string law = problem.is_absorbed() ? "quasi-stationary law" : "law at rest";
  const std::string cut =
      std::string("cuts the ") + (problem.is_absorbed() ? "quasi-" : "") +
      "stationary law off: " + frame::at_open_side(problem.given.names.variables, found, found.share) +
      ", at most " + number_text(largest_at_open_side) + " is allowed; ";
  switch (found.holds) {
    case AtOpenSides::Holds::here:
      return "";
    case AtOpenSides::Holds::wider:
      return cut + "try " + domain_text(fokker_planck::widened(grid, open, found.doublings)) + ", or " +
             walls;
    case AtOpenSides::Holds::slowly:
      return cut + "so slowly does it fall that no domain up to 64 times as wide holds it; " + walls;
    case AtOpenSides::Holds::unknown:
      return cut + "drift or noise are no numbers on a wider domain; " + walls;
    case AtOpenSides::Holds::nowhere:
      break;
  }
  return "its open sides have no " + law +
         " behind them: on a domain 64 times as wide the density is no smaller "
         "there (" +
         frame::at_open_side(problem.given.names.variables, found, found.last) +
         "), so that nothing leads back and there is no rate to come to rest at; take a drift that leads "
         "back, "
         "or " +
         walls;
}

}  // namespace

std::vector<Side> open_sides(const RestProblem& problem) {
  const Grid grid = problem.grid(problem.cells);
  std::vector<Side> open;
  for (Index k = 0; k < problem.dimension(); ++k)
    for (const Index side : {0, 1})
      if (problem.given.boundaries[static_cast<std::size_t>(k)][static_cast<std::size_t>(side)] ==
          problem::Boundary::open)
        open.push_back({k, side});
  return fokker_planck::passable(*problem.given.process, grid, open, 0);
}

void require_law_at_rest(const io::Configuration& configuration, const std::string& table,
                         const RestProblem& problem) {
  try {
    const Grid grid = problem.grid(problem.cells);
    const std::vector<Side> open = open_sides(problem);
    const AtOpenSides found = fokker_planck::at_open_sides(*problem.given.process, grid, {problem.boundaries},
                                                           open, largest_at_open_side);
    const std::string words = complaint(problem, grid, open, found);
    if (!words.empty()) throw configuration.error_at(table + ".domain", words);
    if (problem.is_absorbed()) (void)fokker_planck::quasi_stationary_state(problem.generator(problem.cells));
    if (!problem.line() || problem.is_absorbed()) return;
    const auto& [lower, upper] = (*problem.given.domain)[0];
    (void)LineIntegrals(*problem.given.process, {lower, upper});
  } catch (const InvalidArgument& error) {
    throw configuration.error_at(table + ".process", error.what());
  } catch (const NumericalFailure& error) {  // noise that vanishes inside
    throw configuration.error_at(table + ".process", error.what());
  }
}

}  // namespace kolmo::relaxation
