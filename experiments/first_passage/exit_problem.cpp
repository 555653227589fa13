#include "first_passage/exit_problem.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/vectorised.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/io/keys.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

namespace kolmo::first_passage {
namespace {

/// Of the mean exit time: the largest step.
constexpr double largest_step = 0.5;
/// Of all paths at all step sizes: a day of one core at 10 ns a step.
constexpr double most_steps = 1e13;

/// out = (x − lower) rate, kept within [0, last].
KOLMO_VECTORISED void find_places(double lower, double rate, double last, const double* x, double* out,
                                  Index n) {
  for (Index i = 0; i < n; ++i) {
    const double place = (x[i] - lower) * rate, above = place > 0 ? place : 0;
    out[i] = above < last ? above : last;
  }
}

/// out = table((x − lower) rate), linear between whole numbers, constant outside [0, cells]; table has cells
/// + 2 numbers. Single loads from a table that the first cache holds: gathered ones take three times as long.
void interpolate(const double* table, int cells, double lower, double rate, const double* x, double* out,
                 Index n) {
  find_places(lower, rate, cells, x, out, n);
  for (Index i = 0; i < n; ++i) {
    const int k = static_cast<int>(out[i]);
    out[i] = table[k] + (out[i] - k) * (table[k + 1] - table[k]);
  }
}

/// The median of |f′| over 512 places between the sides, or as far from a sole wall as that is from the
/// start; 0 where the process does not tell f′.
double steepness(const ExitProblem& problem) {
  constexpr Index places = 512;
  double lower = problem.lower_side(), upper = problem.upper_side();
  if (std::isinf(lower)) lower = 2 * problem.start - upper;
  if (std::isinf(upper)) upper = 2 * problem.start - lower;
  Points x(places, 1);
  Eigen::ArrayXd slope(places);
  for (Index i = 0; i < places; ++i)
    x(i, 0) = lower + (static_cast<double>(i) + 0.5) * (upper - lower) / static_cast<double>(places);
  try {
    problem.process->drift_divergence(0, x, slope);
  } catch (const process::Undefined&) {
    return 0;
  }
  slope = slope.isFinite().select(slope.abs(), 0.0);
  std::sort(slope.begin(), slope.end());
  return slope(places / 2);
}

/// What noise alone takes from the start to the nearer wall, d²/g²; halved until the largest step, an eighth
/// of it, is at most an eighth of the mean exit time and of 1/|f′|: orders are seen where h|f′| is small.
double own_time(const ExitProblem& problem, double mean) {
  const double distance = std::min(problem.start - problem.lower, problem.upper - problem.start);
  double time = std::pow(distance / problem.noise_at(problem.start), 2);
  const double steep = steepness(problem);
  constexpr double rounding = 1 + 1e-9;  // of the quadrature: Brownian motion's mean is d²/g² in the middle
  while (time > mean * rounding || time * steep > rounding) time /= 2;
  return time;
}

/// Steps as given in seconds, or from an eighth of the problem's own time down to a 256th.
void set_steps(const io::Configuration& configuration, const std::string& table, ExitProblem& problem,
               double mean) {
  const bool first = configuration.has(table + "coarsest"), last = configuration.has(table + "finest");
  if (first != last)
    throw configuration.error_at(table + (first ? "coarsest" : "finest"),
                                 "needs the other of coarsest and finest");
  problem.step_unit = first ? 1 : own_time(problem, mean);
  problem.coarsest = first ? static_cast<int>(configuration.integer(table + "coarsest")) : 3;
  problem.finest = first ? static_cast<int>(configuration.integer(table + "finest")) : 8;
}

void validate(const io::Configuration& configuration, const ExitProblem& problem) {
  if (!(problem.lower_side() < problem.start && problem.start < problem.upper_side()))
    throw configuration.error_at(problem.start_key,
                                 "must lie between lower and upper, on neither: a path that starts on a side "
                                 "leaves at once");
  if (!problem.scheme->can_step(*problem.stepped))
    throw configuration.error_at("sde.scheme", "needs " + problem.scheme->claim().needs);
}

std::string text_of(double value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

double mean_of(const io::Configuration& configuration, const ExitProblem& problem) {
  try {
    return problem.mean_exit_time().time(problem.start);
  } catch (const NumericalFailure& failure) {
    throw configuration.error_at(problem.table, failure.what());
  }
}

/// Before anything runs: the steps are shorter than the mean exit time, and the paths that wait for it are
/// not too many.
void validate_times(const io::Configuration& configuration, const std::string& table,
                    const ExitProblem& problem, double mean) {
  const std::vector<double> h = problem.steps();
  const bool given = configuration.has(table + "coarsest");
  if (!(h.front() <= largest_step * mean)) {
    const int enough = static_cast<int>(std::ceil(std::log2(problem.step_unit / (largest_step * mean))));
    throw configuration.error_at(
        given ? table + "coarsest" : problem.table,
        "the largest step, " + text_of(h.front()) + " s, must be at most half the mean exit time, " +
            text_of(mean) +
            " s, or paths leave within it and nothing is left to compare: coarsest must be at least " +
            number_text(enough));
  }
  double steps = 0;
  for (const double step : h) steps += mean / step * static_cast<double>(problem.paths_at(step));
  if (steps <= most_steps) return;
  throw configuration.error_at(
      problem.table, "the mean exit time is " + text_of(mean) + " s: about " + text_of(steps) +
                         " steps of all paths, at most " + text_of(most_steps) +
                         " are allowed; nearer walls, more noise, fewer paths or longer steps take fewer");
}

}  // namespace

const std::vector<ExitProcess>& exit_processes() {
  using io::Configuration;
  static const std::vector<ExitProcess> list = {
      {"brownian",
       [](const Configuration& configuration, const std::string& table) {
         return std::make_shared<process::Brownian>(configuration.number(table + "sigma"), 1);
       }},
      {"ornstein_uhlenbeck",
       [](const Configuration& configuration, const std::string& table) {
         return std::make_shared<process::OrnsteinUhlenbeck>(configuration.number(table + "theta"), 0.0,
                                                             configuration.number(table + "sigma"), 1);
       }},
      {"double_well", [](const Configuration& configuration, const std::string& table) {
         return std::make_shared<process::OverdampedLangevin>(std::make_shared<density::DoubleWell>(),
                                                              configuration.number(table + "temperature"));
       }}};
  return list;
}

double ExitProblem::noise_at(double x) const {
  Points g(1, 1);
  process->diffusion_diagonal(0, Points::Constant(1, 1, x), g);
  return g(0, 0);
}

process::MeanExitTime ExitProblem::mean_exit_time() const {
  using process::ExitEnd;
  return {*process, lower_side(), upper_side(), leaves_below() ? ExitEnd::absorbing : ExitEnd::reflecting,
          leaves_above() ? ExitEnd::absorbing : ExitEnd::reflecting};
}

std::unique_ptr<sde::Walls> ExitProblem::mirrors() const {
  if (!mirror) return nullptr;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const sde::WalledInterval side{0, leaves_below() ? -infinity : *mirror, leaves_below() ? *mirror : infinity,
                                 sde::WallKind::reflecting_symmetrised};
  return std::make_unique<sde::Walls>(std::vector<sde::WalledInterval>{side});
}

std::vector<double> ExitProblem::steps() const {
  std::vector<double> h;
  for (int k = coarsest; k <= finest; ++k) h.push_back(std::ldexp(step_unit, -k));
  return h;
}

Index ExitProblem::paths_at(double step) const {
  const double smallest = std::ldexp(step_unit, -finest);
  return 16 * static_cast<Index>(std::ceil(static_cast<double>(paths) * std::sqrt(step / smallest) / 16));
}

void complete(const io::Configuration& configuration, const std::string& table, ExitProblem& problem) {
  problem.scheme = &sde::scheme(configuration.text("sde.scheme"));
  if (configuration.has(table + "reference")) problem.reference = configuration.number(table + "reference");
  problem.next_term = configuration.number(table + "next_term");
  problem.paths = configuration.integer(table + "paths");
  if (std::isinf(problem.lower) && std::isinf(problem.upper))
    throw configuration.error_at(problem.table, "needs a lower or an upper wall");
  validate(configuration, problem);
  const double mean = mean_of(configuration, problem);
  set_steps(configuration, table, problem, mean);
  if (problem.finest - problem.coarsest < 4)
    throw configuration.error_at(table + "finest", "must be at least coarsest + 4: five step sizes");
  validate_times(configuration, table, problem, mean);
}

ExitProblem make_exit_problem(const io::Configuration& configuration, const std::string& name) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const std::string table = "exit." + name + ".";
  for (const char* key : {"process", "start"}) {
    if (!configuration.has(table + key))
      throw configuration.error_at("exit." + name, std::string("'") + key + "' is missing");
  }
  const auto wall = [&](const char* key, double none) {
    return configuration.has(table + key) ? configuration.number(table + key) : none;
  };
  ExitProblem problem;
  problem.name = name;
  problem.table = "exit." + name;
  problem.start_key = table + "start";
  problem.process =
      io::keys::entry_of(exit_processes(), configuration.text(table + "process")).make(configuration, table);
  problem.stepped = problem.process;
  problem.start = configuration.number(table + "start");
  problem.lower = wall("lower", -infinity);
  problem.upper = wall("upper", infinity);
  problem.bridge_is_exact = configuration.text(table + "process") == "brownian";
  problem.is_unit_brownian = problem.bridge_is_exact && problem.start == 0 && problem.lower == -1 &&
                             problem.upper == 1 && configuration.number(table + "sigma") == 1;
  complete(configuration, table, problem);
  return problem;
}

verify::Check with_more_paths(verify::Check check, const ExitProblem& problem) {
  const bool own = problem.table.starts_with("problem.");
  check.note +=
      "; try " + problem.table + (own ? ".exit.paths = " : ".paths = ") + number_text(4 * problem.paths);
  return check;
}

Functional tabulated_slope(const process::MeanExitTime& exact, double start) {
  constexpr int cells = 1024;
  const double lower = std::isfinite(exact.lower()) ? exact.lower() : 2 * start - exact.upper();
  const double upper = std::isfinite(exact.upper()) ? exact.upper() : 2 * start - exact.lower();
  const double width = (upper - lower) / cells;
  auto table = std::make_shared<std::vector<double>>();
  for (int k = 0; k <= cells; ++k) table->push_back(exact.slope(k == cells ? upper : lower + k * width));
  table->push_back(table->back());
  return [table, lower, rate = 1 / width](const ConstBlock& x, Values out) {
    interpolate(table->data(), cells, lower, rate, x.col(0).data(), out.data(), x.rows());
  };
}

}  // namespace kolmo::first_passage
