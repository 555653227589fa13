#include "relaxation/rest_problem.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/io/keys.hpp"
#include "kolmo/problem/read.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "relaxation/rest_domain.hpp"

namespace kolmo::relaxation {
namespace {

using problem::Boundary;
using problem::Initial;

constexpr Index most_in_the_plane = 64;

fokker_planck::Boundaries boundaries_of(const problem::Problem& given) {
  const auto kind = [](Boundary side) {
    switch (side) {
      case Boundary::periodic:
        return fokker_planck::Boundary::periodic;
      case Boundary::absorbing:
        return fokker_planck::Boundary::absorbing;
      default:
        return fokker_planck::Boundary::no_flux;
    }
  };
  std::vector<std::array<fokker_planck::Boundary, 2>> sides;
  for (const auto& [lower, upper] : given.boundaries) sides.push_back({kind(lower), kind(upper)});
  return fokker_planck::Boundaries(sides);
}

void require_studied(const io::Configuration& configuration, const std::string& table,
                     const problem::Problem& given) {
  if (given.dimension() > 2)
    throw configuration.error_at(table, "relaxation is studied in one or two variables, not in three");
  if (!given.domain) throw configuration.error_at(table, "needs a domain: what the grids stand on");
  for (const auto& sides : given.boundaries) {
    for (const Boundary side : sides) {
      if (side == Boundary::reflecting && given.process->noise_kind() == process::NoiseKind::constant &&
          given.dimension() > 1)
        throw configuration.error_at(table + ".boundaries",
                                     "\"reflecting\" beside noise that mixes coordinates: the grid knows no "
                                     "such wall; a wide domain with open sides goes");
    }
  }
  if (constant_coefficients(*given.process) != true)
    throw configuration.error_at(table + ".process", "depends on time: it comes to no rest");
  if (given.known.kinetic)
    throw configuration.error_at(table + ".process",
                                 "noise in the momentum alone: these grids need noise in every coordinate "
                                 "(four_roads takes such a process)");
  if (given.initial.kind == Initial::Kind::stationary)
    throw configuration.error_at(table + ".initial", "a start at rest does not relax: give another one");
}

std::optional<Box> read_box(const io::Configuration& configuration, const std::string& key,
                            const RestProblem& problem) {
  if (!configuration.has(key)) return {};
  Box box;
  for (const auto& row : configuration.matrix(key)) {
    if (row.size() != 2 || !(row[0] < row[1]))
      throw configuration.error_at(key, "must be [[lower, upper]] with lower < upper, a row a variable");
    box.push_back({row[0], row[1]});
  }
  if (static_cast<Index>(box.size()) != problem.dimension())
    throw configuration.error_at(
        key, "needs [lower, upper] for each of the " + number_text(problem.dimension()) + " variables");
  for (std::size_t k = 0; k < box.size(); ++k) {
    const auto& domain = (*problem.given.domain)[k];
    if (box[k][1] < domain[0] || box[k][0] > domain[1])
      throw configuration.error_at(key, "lies outside the domain");
  }
  return box;
}

void require_apart(const io::Configuration& configuration, const std::string& table,
                   const RestProblem& problem) {
  if (problem.from.has_value() != problem.to.has_value())
    throw configuration.error_at(table + (problem.from ? ".relaxation.from" : ".relaxation.to"),
                                 "needs the other of from and to");
  if (!problem.from) return;
  if (problem.is_absorbed())
    throw configuration.error_at(table + ".relaxation.from",
                                 "paths between two sets are counted at rest, and an absorbing side leaves "
                                 "nothing at rest; first_passage studies when paths leave");
  bool apart = false;
  for (std::size_t k = 0; k < problem.from->size(); ++k) {
    apart =
        apart || (*problem.from)[k][1] < (*problem.to)[k][0] || (*problem.to)[k][1] < (*problem.from)[k][0];
  }
  if (!apart) throw configuration.error_at(table + ".relaxation.to", "meets the set 'from'");
}

}  // namespace

bool RestProblem::is_absorbed() const {
  for (Index k = 0; k < dimension(); ++k)
    for (const Index side : {0, 1})
      if (boundaries.at(k, side) == fokker_planck::Boundary::absorbing) return true;
  return false;
}

Grid RestProblem::grid(Index cells_now) const {
  std::vector<Axis> axes;
  for (const auto& [lower, upper] : *given.domain) axes.push_back({lower, upper, cells_now});
  return Grid(axes);
}

fokker_planck::Generator RestProblem::generator(Index cells_now) const {
  return fokker_planck::discretisation("scharfetter_gummel")
      .build(*given.process, grid(cells_now), {boundaries});
}

Eigen::ArrayXd RestProblem::initial(const Grid& grid) const {
  if (given.initial.kind == Initial::Kind::point) return fokker_planck::point_mass(grid, given.initial.point);
  if (given.initial.kind == Initial::Kind::mixture)
    return fokker_planck::initial_density(*given.initial.mixture, grid, fokker_planck::CellValues::average,
                                          1e-6)
        .density;
  const density::ExpressionProgram program({*given.initial.expression});
  Points p(grid.cells(), 1);
  program.evaluate(0, grid.centres(), p);
  const double mass = sum(p.data(), p.size()) * grid.cell_volume();
  if (!(p >= 0).all() || !(mass > 0) || !std::isfinite(mass))
    throw InvalidArgument("initial.expression: must be finite and >= 0 on the domain, and > 0 somewhere");
  return p.col(0) / mass;
}

io::Schema rest_keys() {
  using namespace io::keys;
  const std::string p = "problem.*.relaxation.";
  return {
      count(p + "cells", "", "Cells of each axis on the coarsest of three grids; 200, in the plane 32.",
            {16, 2000}),
      expressions(
          p + "eigenvalues",
          "Nonzero eigenvalues of -L as they are known from elsewhere, ascending: numbers or formulas "
          "of the parameters."),
      matrix(p + "from", "", "1", "[lower, upper] of each variable: a set that paths come from."),
      matrix(p + "to", "", "1", "[lower, upper] of each variable: the set that they go to."),
  };
}

RestProblem make_rest_problem(const io::Configuration& configuration, const std::string& name) {
  const std::string table = "problem." + name;
  RestProblem problem{problem::read_problem(configuration, name), {}, 0, {}, {}, {}};
  require_studied(configuration, table, problem.given);
  problem.boundaries = boundaries_of(problem.given);
  problem.cells = configuration.has(table + ".relaxation.cells")
                      ? configuration.integer(table + ".relaxation.cells")
                      : (problem.dimension() == 1 ? 200 : 32);
  if (problem.dimension() == 2 && problem.cells > most_in_the_plane)
    throw configuration.error_at(table + ".relaxation.cells",
                                 "at most " + number_text(most_in_the_plane) +
                                     " in the plane: the finest grid has four times "
                                     "as many along each axis");
  problem.eigenvalues = problem::read_list(configuration, name, "relaxation.eigenvalues");
  problem.from = read_box(configuration, table + ".relaxation.from", problem);
  problem.to = read_box(configuration, table + ".relaxation.to", problem);
  require_apart(configuration, table, problem);
  require_law_at_rest(configuration, table, problem);
  try {
    (void)problem.initial(problem.grid(problem.cells));
  } catch (const InvalidArgument& error) {
    throw configuration.error_at(table + ".initial", error.what());
  }
  return problem;
}

}  // namespace kolmo::relaxation
