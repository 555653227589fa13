#include "four_roads/problem.hpp"

#include <algorithm>
#include <cmath>

#include "four_roads/domain.hpp"
#include "four_roads/key_reader.hpp"
#include "four_roads/sampler_keys.hpp"
#include "four_roads/start.hpp"
#include "four_roads/walls.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/jko/monge_ampere_step.hpp"
#include "kolmo/problem/read.hpp"
#include "kolmo/process/exact_kernel.hpp"
#include "kolmo/process/gradient_flow.hpp"
#include "kolmo/process/intrinsic_clock.hpp"
#include "kolmo/process/marginal.hpp"
#include "kolmo/process/noise_rate.hpp"

namespace kolmo::four_roads {
namespace {

constexpr double nearest_times = 1e-9;  ///< relative: two times that are nearer are one

void read_times(const KeyReader& keys, Problem& problem) {
  keys.need("times", "a problem");
  problem.times = keys.numbers("times");
  if (!problem.times.empty() && problem.times[0] == 0)
    problem.times.erase(problem.times.begin());  // the start
  if (problem.times.empty()) throw keys.wrong("times", "is empty: at least one time > 0 is needed");
  for (std::size_t i = 1; i < problem.times.size(); ++i) {
    if (problem.times[i] - problem.times[i - 1] > nearest_times * problem.times[i]) continue;
    throw keys.wrong("times", "entries " + number_text(i) + " and " + number_text(i + 1) +
                                  " differ by less than 1e-9 of themselves: give one of them");
  }
  problem.clock = {0};
  for (const double t : problem.times) {
    problem.clock.push_back(intrinsic_time(*problem.process, t));
    if (!(problem.clock.back() > *(problem.clock.end() - 2))) {
      throw keys.wrong("times", "two times are too close for the process's clock to tell them apart");
    }
  }
}

RoadSettings read_road(const KeyReader& keys, const std::string& name, const std::string& scheme_key,
                       Index particles) {
  RoadSettings settings;
  if (keys.has(name + ".enabled")) settings.enabled = keys.boolean(name + ".enabled");
  if (keys.has(name + "." + scheme_key)) settings.scheme = keys.text(name + "." + scheme_key);
  if (keys.has(name + ".steps")) settings.steps = keys.integer(name + ".steps");
  if (keys.has(name + ".cells")) settings.cells = keys.integer(name + ".cells");
  if (keys.has(name + ".tolerance")) settings.tolerance = keys.number(name + ".tolerance");
  if (keys.has(name + ".t_min")) settings.t_min = keys.number(name + ".t_min");
  settings.particles = keys.has(name + ".particles") ? keys.integer(name + ".particles") : particles;
  return settings;
}

std::string kinetic_grid_missing(const Problem& problem) {
  if (absorbs(problem)) return "its grid of positions and momenta has no absorbing sides";
  return problem.wall(1, 0) || problem.wall(1, 1) ? "its grid has no walls for momenta" : "";
}

/// Why the grid has no place for this problem; empty where it has.
std::string grid_missing(const Problem& problem) {
  const process::Process& process = *problem.intrinsic;
  if (problem.known.kinetic) return kinetic_grid_missing(problem);
  if (process.noise_kind() == process::NoiseKind::commutative ||
      process.noise_kind() == process::NoiseKind::general)
    return "its grid takes noise that is scalar, diagonal or a constant matrix, and this is a matrix that "
           "depends on the state or on time";
  for (Index k = 0; k < problem.initial->components(); ++k) {
    for (Index j = 0; j < problem.dimension(); ++j) {
      const ConstBlock x = problem.initial->means().row(k);
      if (!(kolmo::process::noise_rate(process, 0, x, j)(0) > 0) &&
          !(kolmo::process::noise_rate(process, problem.clock[1], x, j)(0) > 0))
        return "its grid needs noise in every coordinate, and '" +
               problem.variables[static_cast<std::size_t>(j)] + "' has none where the start is";
    }
  }
  return "";
}

/// What neither the flow nor JKO steps have: both carry a density of mass 1 from a start that has one.
std::string no_density_to_carry(const Problem& problem) {
  if (problem.point) return "a point has no density that could be carried";
  if (!problem.starts_from_mixture()) return "it starts from densities in closed form, mixtures, here";
  if (absorbs(problem)) return "it keeps its mass, and an absorbing side takes some";
  return is_ring(problem) ? "it knows the line, not the ring" : "";
}

std::string flow_missing(const Problem& problem, bool grid) {
  if (const std::string reason = no_density_to_carry(problem); !reason.empty()) return reason;
  if (problem.linear) return "";
  if (problem.dimension() > 2)
    return "its score is that of the grid's density, which is known here on the line and in the plane alone";
  if (!has_noise_derivative(*problem.intrinsic))
    return "its velocity needs the derivatives of noise that depends on the state";
  for (Index j = 0; j < problem.dimension(); ++j)
    if (problem.wall(j, 0) || problem.wall(j, 1))
      return "its score is that of a grid whose ends are far from the law, not walls";
  if (problem.known.time_dependent)
    return "its score is that of a grid whose coefficients do not depend on time";
  return grid ? "" : "its score is that of the grid's density, and the grid is not there";
}

std::string jko_missing(const Problem& problem) {
  if (problem.dimension() > 2 || !gradient_structure(*problem.intrinsic))
    return "it exists for gradient flows with constant coefficients on the line and in the plane only";
  if (const std::string reason = no_density_to_carry(problem); !reason.empty()) return reason;
  for (Index j = 0; j < problem.dimension(); ++j)
    if (problem.wall(j, 0) || problem.wall(j, 1)) return "its steps know no walls";
  return "";
}

/// On the line one of the line's steps, in the plane the equation of Monge and Ampère.
void settle_jko_step(const KeyReader& keys, Problem& problem) {
  const std::string plane = jko::MongeAmpereStep::claim().name;
  std::string& step = problem.jko.scheme;
  const bool on_line = problem.dimension() == 1;
  if (step.empty()) step = on_line ? "quantile" : plane;
  if (problem.jko.enabled && on_line == (step == plane))
    throw keys.wrong("jko.step", "'" + step + "' is not for " + number_text(problem.dimension()) +
                                     " coordinates: take \"" + (on_line ? "quantile" : plane) + "\"");
}

/// A road runs where it applies, unless the configuration says otherwise; one that is asked for and does not
/// is an error.
void settle(const KeyReader& keys, const char* key, const char* road, const std::string& missing,
            RoadSettings& settings, Problem& problem) {
  const std::string enabled = std::string(key) + ".enabled";
  if (missing.empty()) {
    settings.asked = keys.has(enabled);
    settings.enabled = !settings.asked || keys.boolean(enabled);
    return;
  }
  settings.enabled = false;
  if (keys.has(enabled) && keys.boolean(enabled))
    throw keys.wrong(enabled, "this problem does not have this road: " + missing);
  if (!keys.has(enabled)) problem.not_there.push_back({road, missing});
}

void settle_roads(const KeyReader& keys, Problem& problem) {
  settle(keys, "sde", road::sde, "", problem.sde, problem);
  settle(keys, "fokker_planck", road::fokker_planck, grid_missing(problem), problem.fokker_planck, problem);
  settle(keys, "ode", road::probability_flow, flow_missing(problem, problem.fokker_planck.enabled),
         problem.ode, problem);
  settle(keys, "jko", road::jko, jko_missing(problem), problem.jko, problem);
  settle_jko_step(keys, problem);
  settle_reverse_flow(keys, problem);
  if (problem.reverse.enabled && (!problem.linear || problem.affine))
    throw keys.wrong("reverse.enabled",
                     "the way back needs the exact score: a linear process with one rate and scalar noise");
  check_samplers(keys, problem);
}

void refuse_impossible_cells(const KeyReader& keys, const Problem& problem) {
  const Index divisor = Index{1} << (problem.levels - 1);
  for (const auto& [key, cells] : {std::pair{"fokker_planck.cells", problem.fokker_planck.cells},
                                   std::pair{"jko.cells", problem.jko.cells}}) {
    if (cells == 0) continue;  // the road chooses
    if (cells % divisor != 0 || cells / divisor < 8) {
      throw keys.wrong(key, number_text(cells) + " cells: must be a multiple of " + number_text(divisor) +
                                " and at least " + number_text(8 * divisor) + " for " +
                                number_text(problem.levels) + " levels");
    }
  }
}

/// All snapshots of all levels of a sample road lie in memory at once, and about as much again while they are
/// sorted.
void refuse_large_ensembles(const KeyReader& keys, const Problem& problem) {
  const auto refuse = [&](const char* key, const RoadSettings& road, int runs) {
    if (!road.enabled) return;
    const auto numbers = static_cast<double>(road.particles) * static_cast<double>(problem.times.size()) *
                         static_cast<double>(problem.dimension() * runs);
    keys.at(key, [&] { require_memory(1.25 * numbers, "the snapshots of these particles", "take fewer"); });
  };
  refuse("sde.particles", problem.sde, problem.levels);
  refuse("ode.particles", problem.ode, 2 * problem.levels);
  refuse("reverse.particles", problem.reverse, 2 * problem.levels);
}

/// Of each quantity's own spread: as configured, or by scale.
double read_target(const io::Configuration& configuration) {
  if (configuration.has("accuracy.target")) return configuration.number("accuracy.target");
  if (configuration.scale() == "quick") return 1e-2;
  return configuration.scale() == "full" ? 1e-3 : 2e-3;
}

/// As many that a standard error is a third of the target: 8/target², a multiple of 16.
Index read_particles(const io::Configuration& configuration, double target) {
  if (configuration.has("accuracy.particles")) return configuration.integer("accuracy.particles");
  return 16 * static_cast<Index>(std::ceil(0.5 / (target * target) * (1 - 1e-9)));
}

/// What four_roads takes of a problem of the library.
void take(const problem::Problem& stated, Problem& problem) {
  problem.name = stated.name;
  problem.title = stated.title;
  problem.process = stated.process;
  problem.data = stated.initial.data;
  problem.coordinates = stated.initial.coordinates;
  problem.variables = stated.names.variables;
  problem.boundaries = stated.boundaries;
  problem.known = stated.known;
}

/// In the plane a linear process is that however it is written: its law is known.
void take_affine(Problem& problem) {
  if (problem.linear || !problem.starts_from_mixture() || problem.dimension() == 1 || !problem.known.linear ||
      problem.known.time_dependent)
    return;
  for (Index j = 0; j < problem.dimension(); ++j)
    if (problem.wall(j, 0) || problem.wall(j, 1)) return;
  const double scale =
      std::sqrt(problem.initial->covariance().trace() + problem.initial->mean().squaredNorm());
  try {
    problem.affine =
        std::make_shared<process::LinearProcess>(process::linear_process_of(*problem.intrinsic, scale));
    problem.linear = true;
  } catch (const InvalidArgument&) {  // a drift that vanishes nowhere: no closed form here
  }
}

}  // namespace

Problem make_problem(const io::Configuration& configuration, const std::string& name) {
  const KeyReader keys(configuration, name);
  Problem problem;
  const problem::Problem stated = problem::read_problem(configuration, name);
  take(stated, problem);
  problem.intrinsic = on_clock(*problem.process) ? on_clock(*problem.process) : problem.process;
  problem.gradient_flow =
      problem.dimension() == 1 && !is_ring(problem) && gradient_structure(*problem.intrinsic).has_value();
  problem.levels = static_cast<int>(configuration.integer("accuracy.levels"));
  problem.energy_points = configuration.integer("accuracy.energy_points");
  read_times(keys, problem);
  read_start(keys, stated, problem);
  problem.statement = stated.statement + "; X₀ " + problem.start_in_words;
  problem.linear = exact_kernel(*problem.intrinsic, 0, 1).has_value() && !stated.has_boundary() &&
                   problem.starts_from_mixture();
  if (problem.linear && stated.initial.kind != problem::Initial::Kind::stationary)
    problem.stated = stated_linear(configuration, name, problem.data);
  if (problem.intrinsic != problem.process) problem.known.time_dependent = false;
  take_affine(problem);

  problem.target = read_target(configuration);
  const Index all = read_particles(configuration, problem.target), tenth = std::max<Index>(256, all / 10);
  problem.sde = read_road(keys, "sde", "scheme", all);
  problem.fokker_planck = read_road(keys, "fokker_planck", "stepper", 0);
  problem.ode = read_road(keys, "ode", "scheme", tenth);
  problem.reverse = read_road(keys, "reverse", "scheme", tenth);
  problem.jko = read_road(keys, "jko", "step", 0);
  settle_roads(keys, problem);
  refuse_impossible_cells(keys, problem);
  refuse_large_ensembles(keys, problem);
  read_domain(keys, stated, problem);
  complete_start(keys, stated, problem);
  return problem;
}

void Problem::sample_start(const RandomStream& stream, Index first, Block out) const {
  if (box_law) return box_law->sample(stream, first, out);
  if (!point) return initial->sample(stream, first, out);
  for (Index j = 0; j < out.cols(); ++j) out.col(j).setConstant((*point)(j));
}

density::GaussianMixture Problem::marginal(double tau) const {
  return affine ? affine->law(*initial, tau) : process::marginal(*intrinsic, *initial, tau);
}

std::vector<Index> share_steps(const std::vector<double>& clock, Index steps, int levels, int level) {
  const Index multiple = Index{1} << (levels - 1);
  const auto intervals = static_cast<double>(clock.size() - 1);
  const double span = clock.back() - clock.front();
  std::vector<Index> shares;
  for (std::size_t i = 0; i + 1 < clock.size(); ++i) {
    const double share = 0.5 / intervals + 0.5 * (clock[i + 1] - clock[i]) / span;
    const double units = std::ceil(share * static_cast<double>(steps) / static_cast<double>(multiple) - 1e-9);
    shares.push_back((multiple * std::max<Index>(1, static_cast<Index>(units))) >> level);
  }
  return shares;
}

}  // namespace kolmo::four_roads
