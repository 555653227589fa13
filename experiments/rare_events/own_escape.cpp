// [problem.NAME]: how long from one place to another, by every road that there is.

#include <algorithm>
#include <cmath>
#include <limits>

#include "frame/problem/analysis.hpp"
#include "kolmo/fokker_planck/analysis/backward.hpp"
#include "kolmo/fokker_planck/analysis/escape_rates.hpp"
#include "kolmo/fokker_planck/modes/eigenpairs.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/process/exit/mean_exit_time.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/sde/drivers/first_passage.hpp"
#include "rare_events/parts.hpp"
#include "rare_events/plane_plan.hpp"

namespace kolmo::rare_events {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct Escape {
  problem::Problem given;
  double from, to;

  double lower() const { return (*given.domain)[0][0]; }
  double upper() const { return (*given.domain)[0][1]; }
  bool rises() const { return from < to; }
  /// The end behind the start: closed, or far away.
  double behind() const {
    const bool wall = given.boundaries[0][rises() ? 0 : 1] == problem::Boundary::reflecting;
    return wall ? (rises() ? lower() : upper()) : (rises() ? -infinity : infinity);
  }
  process::MeanExitTime times() const {
    const auto end = std::isfinite(behind()) ? process::ExitEnd::reflecting : process::ExitEnd::absorbing;
    if (rises()) return {*given.process, behind(), to, end, process::ExitEnd::absorbing};
    return {*given.process, to, behind(), process::ExitEnd::absorbing, end};
  }
};

/// What both the line and the plane ask.
problem::Problem read_given(const io::Configuration& configuration, const std::string& name) {
  const std::string table = "problem." + name;
  problem::Problem given = problem::read_problem(configuration, name);
  if (given.dimension() > 2)
    throw configuration.error_at(table, "escapes are asked for on the line and in the plane");
  if (!given.domain) throw configuration.error_at(table, "needs a domain: what the grids stand on");
  if (process::constant_coefficients(*given.process) != true)
    throw configuration.error_at(table + ".process", "depends on time: it has no rate");
  return given;
}

Escape read(const io::Configuration& configuration, const problem::Problem& given) {
  const std::string table = "problem." + given.name;
  Escape escape{given, 0, 0};
  for (const problem::Boundary side : given.boundaries[0])
    if (side == problem::Boundary::absorbing || side == problem::Boundary::periodic)
      throw configuration.error_at(
          table + ".boundaries",
          "must be open or reflecting: first_passage takes walls that absorb, and rings");
  escape.from = frame::read_place(configuration, given, "from")(0);
  escape.to = frame::read_place(configuration, given, "to")(0);
  if (escape.from == escape.to) throw configuration.error_at(table + ".analysis.to", "is where paths begin");
  return escape;
}

/// E τ on the grid: the domain up to `to` with a wall that absorbs there; errors of order 2.
struct Extrapolated {
  double value, error;
};

Extrapolated on_grids(const Escape& escape) {
  const double lower = escape.rises() ? escape.lower() : escape.to,
               upper = escape.rises() ? escape.to : escape.upper();
  std::vector<Eigen::ArrayXd> logs;
  for (const Index cells : {400, 800, 1600}) {
    // The start between two centres: on a line through the logarithms.
    const Grid grid({{lower, upper, cells}});
    using fokker_planck::Boundary;
    const fokker_planck::Boundaries sides({escape.rises()
                                               ? std::array{Boundary::no_flux, Boundary::absorbing}
                                               : std::array{Boundary::absorbing, Boundary::no_flux}});
    const Eigen::ArrayXd log_time = fokker_planck::log_mean_passage_time(
        fokker_planck::scharfetter_gummel(*escape.given.process, grid, {sides}));
    const double place = (escape.from - lower) / grid.axis(0).width() - 0.5;
    const auto i = std::clamp<Index>(static_cast<Index>(std::floor(place)), 1, cells - 3);
    // The cubic through four centres.
    double value = 0;
    for (Index k = i - 1; k <= i + 2; ++k) {
      double weight = 1;
      for (Index l = i - 1; l <= i + 2; ++l)
        if (l != k) weight *= (place - static_cast<double>(l)) / static_cast<double>(k - l);
      value += weight * log_time(k);
    }
    logs.push_back(Eigen::ArrayXd::Constant(1, value));
  }
  const auto limit = fokker_planck::extrapolate(logs);
  const double value = std::exp(limit.value(0));
  return {value, value * limit.error(0)};
}

/// A hundredth of the fastest relaxation on the way: 0.01 over the largest |f′|, by differences.
double step_of(const Escape& escape) {
  constexpr Index n = 2000;
  Points x(n + 1, 1), f(n + 1, 1);
  for (Index i = 0; i <= n; ++i)
    x(i, 0) =
        escape.lower() + (escape.upper() - escape.lower()) * static_cast<double>(i) / static_cast<double>(n);
  for (Index first = 0; first <= n; first += block_rows)
    escape.given.process->drift(0, x.middleRows(first, std::min(block_rows, n + 1 - first)),
                                f.middleRows(first, std::min(block_rows, n + 1 - first)));
  // Between both places, and behind the start a quarter as far: what paths seldom see asks for no step.
  double largest = 0;
  const double near = std::abs(escape.to - escape.from);
  for (Index i = 0; i < n; ++i) {
    const double along = (x(i, 0) - escape.from) / (escape.to - escape.from);
    if (along < -0.25 || along > 1) continue;
    const double slope = std::abs(f(i + 1, 0) - f(i, 0)) / (x(i + 1, 0) - x(i, 0));
    if (std::isfinite(slope)) largest = std::max(largest, slope);
  }
  return largest > 0 ? 0.01 / largest : near * near * 1e-4;
}

struct ByPaths {
  Estimate fine, coarse;
};

/// How many paths 2·10⁸ steps allow.
Index allowed_paths(const Escape& escape, double expected) {
  return static_cast<Index>(std::min(1e9, 2e8 * step_of(escape) / expected));
}

/// Paths on h and 2h: as many as are asked for, or as are allowed.
ByPaths by_paths(const Escape& escape, const Sizes& sizes, double expected) {
  const double h = step_of(escape);
  const Index paths = std::min(sizes.paths, allowed_paths(escape, expected));
  const auto estimate = [&](double step, const char* role) {
    const double behind = escape.behind();
    std::optional<sde::Walls> mirrors;
    if (std::isfinite(behind))
      mirrors.emplace(std::vector<sde::WalledInterval>{{0, escape.rises() ? behind : -infinity,
                                                        escape.rises() ? infinity : behind,
                                                        sde::WallKind::reflecting_symmetrised}});
    sde::FirstPassage problem{*escape.given.process,
                              sde::scheme("euler_maruyama"),
                              step,
                              Eigen::VectorXd::Constant(1, escape.from),
                              escape.rises() ? -infinity : escape.to,
                              escape.rises() ? escape.to : infinity,
                              sde::BridgeCorrection::sampled,
                              paths,
                              RandomStream(sizes.seed).role("escape").role(escape.given.name).role(role)};
    problem.paths_per_slot = std::max<Index>(1, paths / 1024);
    if (mirrors) problem.mirrors = &*mirrors;
    const sde::Exits exits = sde::first_passage(problem);
    return mean_estimate(exits.time.data(), exits.time.size());
  };
  return {estimate(h, "fine"), estimate(2 * h, "coarse")};
}

/// The lowest place of V on the side of the start and the highest one between both, on 4000 places; Kramers'
/// time over T's formula.
std::optional<double> formula(const Escape& escape) {
  const auto structure = process::gradient_structure(*escape.given.process);
  if (!structure) return {};
  constexpr Index n = 1000;
  Points x(n + 1, 1);
  Eigen::ArrayXd v(n + 1);
  for (Index i = 0; i <= n; ++i)
    x(i, 0) = escape.from + (escape.to - escape.from) * static_cast<double>(i) / static_cast<double>(n);
  structure->potential->value(x, v);
  Index top = 0, bottom = 0;
  v.maxCoeff(&top);
  if (top == 0 || top == n) return {};
  v.head(top).minCoeff(&bottom);
  try {
    return process::kramers_time(*structure->potential, structure->temperature, x(bottom, 0), x(top, 0));
  } catch (const InvalidArgument&) {  // no minimum where paths begin: no formula
    return {};
  }
}

/// In the plane. What a grid finds wrong is said of the problem.
frame::Plan own_plane_plan(const io::Configuration& configuration, const problem::Problem& given,
                           const Sizes& sizes, const Z& z) {
  const PlaneEscape escape = read_plane_escape(configuration, given);
  try {
    return plane_escape_plan(escape, sizes, z);
  } catch (const InvalidArgument& error) {
    throw configuration.error_at("problem." + given.name + ".process", error.what());
  } catch (const NumericalFailure& error) {
    throw configuration.error_at("problem." + given.name + ".process", error.what());
  }
}

}  // namespace

frame::Plan own_escape_plan(const io::Configuration& configuration, const std::string& name,
                            const Sizes& sizes, const Z& z) {
  const problem::Problem given = read_given(configuration, name);
  if (given.dimension() == 2) return own_plane_plan(configuration, given, sizes, z);
  const Escape escape = read(configuration, given);
  frame::Plan plan{"Escape of " + name,
                   "From " + number_text(escape.from, 6) + " to " + number_text(escape.to, 6)};
  const auto exact = frame::lazy([=] { return escape.times().time(escape.from); });
  const auto grid = frame::lazy([=] { return on_grids(escape); });
  const auto paths = frame::lazy([=] { return by_paths(escape, sizes, exact->get()); });
  plan.checks.push_back({"grid", [=] {
                           const Extrapolated found = grid->get();
                           return verify::value_check(exact->get(), found.value,
                                                      4 * found.error + 1e-6 * exact->get(), "quadrature",
                                                      "mean first-passage time of the grid");
                         }});
  const bool waited_for = allowed_paths(escape, exact->get()) >= 200;
  if (waited_for)
    plan.checks.push_back(
        {"paths", [=] {
           const ByPaths& found = paths->get();
           const double bias = std::abs(found.coarse.value - found.fine.value) +
                               2 * std::hypot(found.coarse.standard_error, found.fine.standard_error);
           return verify::estimate_check("", exact->get(), found.fine, z(), bias, "quadrature");
         }});
  plan.tables.push_back([=](io::Group& part) {
    part.attribute("mean_first_passage_time", exact->get());
    part.attribute("mean_first_passage_time_by_the_grid", grid->get().value);
    if (waited_for)
      part.attribute("mean_first_passage_time_by_paths", paths->get().fine.value);
    else
      part.attribute("paths", "too long to be waited for");
    if (const auto kramers = formula(escape))
      part.attribute("kramers_time_to_the_other_side_of_the_pass", *kramers);
    const auto build = [&](Index n) {
      return fokker_planck::scharfetter_gummel(*escape.given.process,
                                               Grid({{escape.lower(), escape.upper(), n}}));
    };
    part.attribute("first_eigenvalue", fokker_planck::extrapolated_eigenvalues(build, 400, 1, 3).value(0));
  });
  return plan;
}

}  // namespace kolmo::rare_events
