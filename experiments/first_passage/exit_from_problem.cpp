#include "first_passage/exit_from_problem.hpp"

#include <cmath>
#include <limits>

#include "kolmo/core/number_text.hpp"
#include "kolmo/problem/read.hpp"
#include "kolmo/process/exit/kept_inside.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"

namespace kolmo::first_passage {
namespace {

using problem::Boundary;

/// Throws, located, where first passages of this problem are not studied.
void require_exit(const io::Configuration& configuration, const std::string& table,
                  const problem::Problem& given) {
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

/// The sides of the domain: those that absorb are walls, one that reflects is the mirror.
void set_sides(const io::Configuration& configuration, const std::string& table,
               const problem::Problem& given, ExitProblem& exit) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (!given.domain ||
      (given.boundaries[0][0] != Boundary::absorbing && given.boundaries[0][1] != Boundary::absorbing))
    throw configuration.error_at(table,
                                 "nothing to leave through: give a domain, and boundaries of which one is "
                                 "\"absorbing\"; the other may be \"open\" or \"reflecting\"");
  exit.lower = -infinity;
  exit.upper = infinity;
  for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
    const double place = (*given.domain)[0][side];
    if (given.boundaries[0][side] == Boundary::absorbing) (side == 0 ? exit.lower : exit.upper) = place;
    if (given.boundaries[0][side] == Boundary::reflecting) exit.mirror = place;
  }
}

/// On a ring of length L: the arc [lower, upper] that paths leave, laid out on the line, where they go on
/// beyond the seam along the formulas themselves; upper ≤ lower is across the seam, and the whole ring is
/// left where its two ends meet, either way round.
void set_arc(const io::Configuration& configuration, const std::string& name, const problem::Problem& given,
             ExitProblem& exit) {
  const std::string key = "problem." + name + ".exit.arc";
  const double length = (*given.domain)[0][1] - (*given.domain)[0][0];
  if (!configuration.has(key))
    throw configuration.error_at(
        "problem." + name,
        "on a ring, which arc do paths leave? Give exit.arc = [lower, upper]; [a, a] "
        "is all of the ring but a");
  const std::vector<double> arc = problem::read_list(configuration, name, "exit.arc");
  if (arc.size() != 2) throw configuration.error_at(key, "must be two numbers, [lower, upper]");
  exit.lower = arc[0];
  exit.upper = arc[1] > arc[0] ? arc[1] : arc[1] + length * std::ceil((arc[0] - arc[1]) / length);
  if (exit.upper == exit.lower) exit.upper += length;
  if (!(exit.upper - exit.lower <= length * (1 + 1e-12)))
    throw configuration.error_at(key, "is longer than the ring, " + number_text(length));
  exit.start += length * std::ceil((exit.lower - exit.start) / length);
  if (!(exit.lower < exit.start && exit.start < exit.upper))
    throw configuration.error_at(exit.start_key, "must lie within exit.arc, on neither of its ends");
}

/// Where a side is open or a mirror, paths may come to a boundary of the process itself, which Euler's steps
/// would cross: then all is asked in the logarithm of the distance from it, or paths meet coefficients that
/// stay as they are beyond it.
void keep_inside(const problem::Problem& given, ExitProblem& exit) {
  exit.stepped = exit.process;
  if (exit.leaves_below() && exit.leaves_above()) return;
  const process::KeptInside kept =
      process::keep_inside(exit.process, 0, Eigen::VectorXd::Constant(1, exit.start), given.names.variables);
  if (kept.name.empty()) return;
  exit.coordinates = kept.name;
  exit.stepped = kept.process;
  const double start = kept.to_paths_at(0, exit.start);
  if (start == exit.start) return;
  exit.process = kept.process;
  exit.start = start;
  exit.lower = kept.to_paths_at(0, exit.lower);
  exit.upper = kept.to_paths_at(0, exit.upper);
  if (exit.mirror) exit.mirror = kept.to_paths_at(0, *exit.mirror);
  if (exit.mirror && std::isinf(*exit.mirror)) exit.mirror.reset();
}

/// Drift and noise are numbers: the bridge of every step is the path's own.
bool has_exact_bridge(const ExitProblem& exit, const problem::Problem& given) {
  if (exit.mirror || !given.known.linear || given.process->noise_kind() != process::NoiseKind::scalar)
    return false;
  Eigen::ArrayXd slope(1);
  given.process->drift_divergence(0, Points::Constant(1, 1, exit.start), slope);
  return slope(0) == 0;
}

}  // namespace

ExitProblem exit_from_problem(const io::Configuration& configuration, const std::string& name) {
  const std::string table = "problem." + name;
  const problem::Problem given = problem::read_problem(configuration, name);
  require_exit(configuration, table, given);
  ExitProblem exit;
  exit.name = name;
  exit.table = table;
  exit.start_key = table + ".initial.point";
  exit.process = given.process;
  exit.start = given.initial.point(0);
  if (given.boundaries[0][0] == Boundary::periodic) {
    set_arc(configuration, name, given, exit);
  } else {
    if (configuration.has(table + ".exit.arc"))
      throw configuration.error_at(table + ".exit.arc", "is for rings: boundaries = \"periodic\"");
    set_sides(configuration, table, given, exit);
  }
  exit.bridge_is_exact = has_exact_bridge(exit, given);
  keep_inside(given, exit);
  Points drift(1, 1);
  exit.process->drift(0, Points::Constant(1, 1, exit.start), drift);
  exit.is_unit_brownian = exit.bridge_is_exact && drift(0, 0) == 0 && exit.start == 0 && exit.lower == -1 &&
                          exit.upper == 1 && exit.noise_at(0) == 1;
  complete(configuration, table + ".exit.", exit);
  return exit;
}

}  // namespace kolmo::first_passage
