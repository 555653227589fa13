#include "first_passage/exit_problem.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/simd/vectorised.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/process/ornstein_uhlenbeck.hpp"
#include "kolmo/process/overdamped_langevin.hpp"

namespace kolmo::first_passage {
namespace {

std::shared_ptr<const process::Process> make_process(const io::Configuration& configuration,
                                                     const std::string& table) {
  const std::string& type = configuration.text(table + "process");
  if (type == "brownian")
    return std::make_shared<process::Brownian>(configuration.number(table + "sigma"), 1);
  if (type == "ornstein_uhlenbeck") {
    return std::make_shared<process::OrnsteinUhlenbeck>(configuration.number(table + "theta"), 0.0,
                                                        configuration.number(table + "sigma"), 1);
  }
  return std::make_shared<process::OverdampedLangevin>(std::make_shared<density::DoubleWell>(),
                                                       configuration.number(table + "temperature"));
}

/// out = table((x − lower) rate), linear between whole numbers, constant outside [0, cells]; table has cells
/// + 2 numbers.
KOLMO_VECTORISED void interpolate(const double* table, int cells, double lower, double rate, const double* x,
                                  double* out, Index n) {
  const double last = cells;
  for (Index i = 0; i < n; ++i) {
    double place = (x[i] - lower) * rate;
    place = place > 0 ? place : 0;
    place = place < last ? place : last;
    const int k = static_cast<int>(place);
    out[i] = table[k] + (place - k) * (table[k + 1] - table[k]);
  }
}

void validate(const io::Configuration& configuration, const std::string& table, const ExitProblem& problem) {
  if (!(problem.lower < problem.start && problem.start < problem.upper))
    throw configuration.error_at(table + "start", "must lie between lower and upper");
  if (std::isinf(problem.lower) && std::isinf(problem.upper))
    throw configuration.error_at("exit." + problem.name, "needs a lower or an upper wall");
  if (problem.finest - problem.coarsest < 4)
    throw configuration.error_at(table + "finest", "must be at least coarsest + 4: five step sizes");
  if (!problem.scheme->can_step(*problem.process))
    throw configuration.error_at("sde.scheme", "needs " + problem.scheme->claim().needs);
  if (problem.bridge_is_exact && (std::isinf(problem.lower) || std::isinf(problem.upper)))
    throw configuration.error_at("exit." + problem.name,
                                 "a Brownian motion needs both walls: its mean exit "
                                 "time from a half-line is infinite");
}

}  // namespace

std::vector<double> ExitProblem::steps() const {
  std::vector<double> h;
  for (int k = coarsest; k <= finest; ++k) h.push_back(std::ldexp(1.0, -k));
  return h;
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
  problem.process = make_process(configuration, table);
  problem.scheme = &sde::scheme(configuration.text("sde.scheme"));
  problem.start = configuration.number(table + "start");
  problem.lower = wall("lower", -infinity);
  problem.upper = wall("upper", infinity);
  if (configuration.has(table + "reference")) problem.reference = configuration.number(table + "reference");
  problem.next_term = configuration.number(table + "next_term");
  problem.bridge_is_exact = configuration.text(table + "process") == "brownian";
  problem.is_unit_brownian = problem.bridge_is_exact && problem.start == 0 && problem.lower == -1 &&
                             problem.upper == 1 && configuration.number(table + "sigma") == 1;
  problem.coarsest = static_cast<int>(configuration.integer(table + "coarsest"));
  problem.finest = static_cast<int>(configuration.integer(table + "finest"));
  problem.paths = configuration.integer(table + "paths");
  validate(configuration, table, problem);
  return problem;
}

Functional tabulated_slope(const process::MeanExitTime& exact, double start) {
  constexpr int cells = 4096;
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
