#include "four_roads/road_settings.hpp"

#include <cmath>

#include "four_roads/flow/sampler_keys.hpp"
#include "four_roads/problem/walls.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/jko/monge_ampere_step.hpp"
#include "kolmo/process/noise/noise_rate.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

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
  for (Index k = 0; k < problem.initial->components(); ++k) {
    for (Index j = 0; j < problem.dimension(); ++j) {
      // Noise may begin at 0, as that of sub-VP does.
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

/// As many that a standard error is a third of the target: 8/target², a multiple of 16.
Index read_particles(const io::Configuration& configuration, double target) {
  if (configuration.has("accuracy.particles")) return configuration.integer("accuracy.particles");
  return 16 * static_cast<Index>(std::ceil(0.5 / (target * target) * (1 - 1e-9)));
}

}  // namespace

void read_roads(const KeyReader& keys, const io::Configuration& configuration, Problem& problem) {
  const Index all = read_particles(configuration, problem.target), tenth = std::max<Index>(256, all / 10);
  problem.sde = read_road(keys, "sde", "scheme", all);
  problem.fokker_planck = read_road(keys, "fokker_planck", "stepper", 0);
  problem.ode = read_road(keys, "ode", "scheme", tenth);
  problem.reverse = read_road(keys, "reverse", "scheme", tenth);
  problem.jko = read_road(keys, "jko", "step", 0);
  settle_roads(keys, problem);
  refuse_impossible_cells(keys, problem);
  refuse_large_ensembles(keys, problem);
}

}  // namespace kolmo::four_roads
