// [problem.NAME] at rest: entropy production, detailed balance and currents of any process on a grid.

#include <cmath>

#include "entropy_along_diffusion/parts.hpp"
#include "entropy_along_diffusion/stream_lines.hpp"
#include "frame/problem/law_at_rest.hpp"
#include "frame/problem/problem_sides.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/fokker_planck/analysis/stationary_state.hpp"
#include "kolmo/fokker_planck/modes/richardson.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/problem/read.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"

namespace kolmo::entropy_along_diffusion {
namespace {

struct Asked {
  problem::Problem given;
  fokker_planck::Boundaries boundaries;
  Index cells;

  Grid grid(Index n) const {
    std::vector<Axis> axes;
    for (const auto& [lower, upper] : *given.domain) axes.push_back({lower, upper, n});
    return Grid(axes);
  }
  bool rings() const {
    for (const auto& sides : given.boundaries)
      if (sides[0] == problem::Boundary::periodic) return true;
    return false;
  }
  fokker_planck::Generator generator(Index n) const {
    return fokker_planck::discretisation("scharfetter_gummel").build(*given.process, grid(n), {boundaries});
  }
};

Asked read(const io::Configuration& configuration, const std::string& name) {
  const std::string table = "problem." + name;
  Asked asked{problem::read_problem(configuration, name), {}, 0};
  const problem::Problem& given = asked.given;
  if (given.dimension() > 2)
    throw configuration.error_at(table, "one or two variables: a grid of three has no law at rest here");
  if (!given.domain) throw configuration.error_at(table, "needs a domain: what the grids stand on");
  for (const auto& sides : given.boundaries)
    for (const problem::Boundary side : sides)
      if (side == problem::Boundary::absorbing)
        throw configuration.error_at(table + ".boundaries",
                                     "\"absorbing\": nothing is left in the end, and nothing comes to rest");
  if (process::constant_coefficients(*given.process) != true)
    throw configuration.error_at(table + ".process", "depends on time: it has no law at rest");
  if (given.known.kinetic)
    throw configuration.error_at(table + ".process",
                                 "noise in the momentum alone: these grids need noise in every coordinate");
  asked.boundaries = frame::grid_boundaries(given.boundaries);
  const std::string key = table + ".analysis.cells";
  asked.cells = configuration.has(key) ? configuration.integer(key) : (given.dimension() == 1 ? 200 : 32);
  if (given.dimension() == 2 && asked.cells > 64)
    throw configuration.error_at(
        key, "at most 64 in the plane: the finest grid has four times as many along each axis");
  frame::require_law_at_rest(configuration, given, asked.grid(asked.cells), asked.boundaries);
  return asked;
}

/// Three grids: production, the size of the largest current's sum over an axis, detailed balance.
struct Found {
  Eigen::ArrayXd production;
  double limit, error;
  bool detailed_balance;
  double largest_current;  ///< of all faces of the finest grid, over the largest exchange through one
  double divergence;       ///< of the currents, over the largest exchange
  Eigen::ArrayXd line;     ///< density on the finest grid, on a line
  std::vector<Eigen::ArrayXXd> currents;
};

Found find(const Asked& asked) {
  Found found{Eigen::ArrayXd(3), 0, 0, true, 0, 0, {}, {}};
  std::vector<Eigen::ArrayXd> values;
  for (Index level = 0; level < 3; ++level) {
    const auto generator = asked.generator(asked.cells << level);
    const auto state = fokker_planck::stationary_state(generator);
    found.production(level) = state.entropy_production;
    values.push_back(Eigen::ArrayXd::Constant(1, state.entropy_production));
    found.detailed_balance = found.detailed_balance && state.detailed_balance;
    if (level < 2) continue;
    double exchange = 0;
    for (Index axis = 0; axis < asked.given.dimension(); ++axis) {
      const auto& up = generator.rates(axis).up;
      exchange = std::max(exchange, up.abs().maxCoeff() * state.density.maxCoeff());
      found.largest_current =
          std::max(found.largest_current, state.currents[static_cast<std::size_t>(axis)].abs().maxCoeff());
    }
    Eigen::ArrayXd change(state.density.size());
    generator.apply(state.density.data(), change.data());
    found.divergence = change.abs().maxCoeff() / exchange;
    found.largest_current /= exchange;
    found.line = state.density;
    found.currents = state.currents;
  }
  const auto limit = fokker_planck::extrapolate(values);
  found.limit = limit.value(0);
  found.error = limit.error(0);
  return found;
}

void write(const Asked& asked, const Found& all, io::Group& part) {
  part.attribute("detailed_balance", all.detailed_balance ? "yes" : "no");
  part.attribute("entropy_production", all.limit);
  part.attribute("entropy_production_error", all.error);
  if (asked.given.dimension() == 1) {
    const Grid grid = asked.grid(asked.cells << 2);
    io::Group& group = part.group("law_at_rest");
    Eigen::ArrayXd x(grid.cells());
    for (Index i = 0; i < x.size(); ++i) x(i) = grid.axis(0).centre(i);
    group.scale("x", x, {asked.given.names.variables[0], "1"});
    group.variable("density", {"x"}, all.line, {"density at rest", "1"});
    part.attribute("current", all.currents[0](0, 0));
  } else if (!all.detailed_balance && !asked.rings()) {
    write_stream_lines(asked.grid(asked.cells << 2), all.currents, all.line, asked.given.names.variables,
                       part);
  }
}

}  // namespace

frame::Plan own_entropy_plan(const io::Configuration& configuration, const std::string& name) {
  const Asked asked = read(configuration, name);
  const auto found = frame::lazy([=] { return find(asked); });
  frame::Plan plan{"At rest: " + name, asked.given.statement};
  plan.checks.push_back({"at_rest", [=] {
                           return verify::value_check(
                               0, found->get().divergence, 1e-10, "L pi = 0",
                               "largest change of the density, over what a face exchanges");
                         }});
  plan.checks.push_back(
      {"production_and_balance", [=] {
         const Found& all = found->get();
         const bool produces = all.production(2) > 1e-12 * (1 + all.production(0)) && !all.detailed_balance;
         return verify::value_check(all.detailed_balance ? 0 : 1, produces ? 1 : 0, 0, "Schnakenberg 1976",
                                    "entropy is produced exactly where there is no detailed balance");
       }});
  if (asked.given.known.gradient) {
    plan.checks.push_back({"detailed_balance", [=] {
                             return verify::value_check(1, found->get().detailed_balance ? 1 : 0, 0,
                                                        "the process has a potential",
                                                        "what the rates around every loop say");
                           }});
  }
  plan.checks.push_back({"production_converges", [=] {
                           const Found& all = found->get();
                           const double first = std::abs(all.production(0) - all.production(1)),
                                        second = std::abs(all.production(1) - all.production(2));
                           return verify::value_check(
                               1, second <= 0.5 * first + 1e-12 * (1 + all.production(2)) ? 1 : 0, 0,
                               "order 2 in the cells", "whether the difference of two grids at least halves");
                         }});
  plan.tables.push_back([=](io::Group& part) { write(asked, found->get(), part); });
  return plan;
}

}  // namespace kolmo::entropy_along_diffusion
