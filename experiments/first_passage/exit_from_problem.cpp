#include "first_passage/exit_from_problem.hpp"

#include <limits>

#include "kolmo/core/number_text.hpp"
#include "kolmo/problem/read.hpp"
#include "kolmo/process/constant_coefficients.hpp"
#include "kolmo/process/ornstein_uhlenbeck.hpp"

namespace kolmo::first_passage {
namespace {

using problem::Boundary;

/// Throws, located, where first passages of this problem are not studied.
void require_exit(const io::Configuration& configuration, const std::string& table,
                  const problem::Problem& given) {
  if (given.dimension() != 1)
    throw configuration.error_at(
        table, "exits are studied in one or two variables, not in " + number_text(given.dimension()));
  if (!given.domain || !given.has_boundary())
    throw configuration.error_at(table,
                                 "nothing to leave through: give a domain, and boundaries of which one is "
                                 "\"absorbing\"");
  for (const Boundary side : given.boundaries[0]) {
    if (side == Boundary::reflecting || side == Boundary::periodic)
      throw configuration.error_at(table + ".boundaries",
                                   std::string("\"") + problem::name_of(side) +
                                       "\": paths leave through absorbing sides; the other may be \"open\"");
  }
  if (given.initial.kind != problem::Initial::Kind::point)
    throw configuration.error_at(table + ".initial", "every path starts in one place here: give 'point'");
  if (constant_coefficients(*given.process) != true)
    throw configuration.error_at(
        table + ".process", "the mean exit time by quadrature needs coefficients that do not depend on t");
  const process::NoiseKind kind = given.process->noise_kind();
  if (kind != process::NoiseKind::scalar && kind != process::NoiseKind::diagonal)
    throw configuration.error_at(table + ".process",
                                 "first passages need one Brownian motion in one variable");
}

}  // namespace

ExitProblem exit_from_problem(const io::Configuration& configuration, const std::string& name) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const std::string table = "problem." + name;
  const problem::Problem given = problem::read_problem(configuration, name);
  require_exit(configuration, table, given);
  ExitProblem exit;
  exit.name = name;
  exit.table = table;
  exit.start_key = table + ".initial.point";
  exit.process = given.process;
  exit.start = given.initial.point(0);
  const auto& ends = (*given.domain)[0];
  exit.lower = given.boundaries[0][0] == Boundary::absorbing ? ends[0] : -infinity;
  exit.upper = given.boundaries[0][1] == Boundary::absorbing ? ends[1] : infinity;
  const auto* brownian = dynamic_cast<const process::Brownian*>(given.process.get());
  exit.bridge_is_exact = brownian != nullptr;
  exit.is_unit_brownian = brownian != nullptr && exit.start == 0 && exit.lower == -1 && exit.upper == 1 &&
                          brownian->diffusion(0) == 1;
  complete(configuration, table + ".exit.", exit);
  return exit;
}

}  // namespace kolmo::first_passage
