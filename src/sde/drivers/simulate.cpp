#include "kolmo/sde/drivers/simulate.hpp"

#include <cmath>
#include <string>

#include "block_run.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::sde {
namespace {

constexpr int most_levels = 20;
constexpr Index most_particles = Index{1} << 33;

void validate(const Simulation& simulation) {
  const auto& [process, scheme, schedule, particles, stream, levels, finest_level, mirrored, divergence,
               walls, first_particle] = simulation;
  require(levels >= 1 && levels <= most_levels, "levels", levels, "must be between 1 and 20");
  require(finest_level >= 0 && finest_level + levels <= most_levels, "finest_level", finest_level,
          "must be at least 0, and finest_level + levels at most 20");
  require(particles >= 1 && particles <= most_particles, "particles", static_cast<double>(particles),
          "must be between 1 and 2^33, the particles that a stream can address");
  require(first_particle >= 0 && first_particle % 16 == 0 && first_particle <= most_particles - particles,
          "first_particle", static_cast<double>(first_particle),
          "must be a multiple of 16, at least 0, and first_particle + particles at most 2^33");
  schedule.validate(Index{1} << (finest_level + levels - 1));
  process::require_noise_dimension(process);
  if (walls != nullptr) walls->validate(process);
  if (scheme.can_step(process)) return;
  std::string names;
  for (const SdeScheme* other : schemes()) {
    if (other->can_step(process)) names += (names.empty() ? "" : ", ") + other->claim().name;
  }
  throw InvalidArgument("scheme = '" + scheme.claim().name + "': needs " + scheme.claim().needs +
                        ", which process '" + process.name() +
                        "' does not have; schemes that accept it: " + (names.empty() ? "none" : names));
}

void require_functions(const Initial& initial, const Observer& observer) {
  if (!initial) throw InvalidArgument("initial: is an empty function, must write the starting points");
  if (!observer) throw InvalidArgument("observer: is an empty function, must take the snapshots");
}

void validate_points(const Simulation& simulation, const Points& points) {
  require(points.rows() == simulation.particles, "rows of the initial points",
          static_cast<double>(points.rows()), "must be the number of particles");
  require(points.cols() == simulation.process.dimension(), "columns of the initial points",
          static_cast<double>(points.cols()), "must be the dimension of the process");
}

Initial rows_of(const Simulation& simulation, const Points& points) {
  return [&points, before = simulation.first_particle](Index first, Block out) {
    out = points.middleRows(first - before, out.rows());
  };
}

/// Samples of the density, from the stream's role.
Initial samples_of(const Simulation& simulation, const density::Density& density) {
  require(density.dimension() == simulation.process.dimension(), "dimension of the initial density",
          static_cast<double>(density.dimension()), "must be that of the process");
  return [&density, stream = start_of(simulation.stream)](Index first, Block out) {
    density.sample(stream, first, out);
  };
}

}  // namespace

SimulationCounts simulate(const Simulation& simulation, const Initial& initial, const Observer& observer) {
  validate(simulation);
  require_functions(initial, observer);
  const auto levels = static_cast<std::size_t>(simulation.levels);
  std::vector<Index> diverged(static_cast<std::size_t>(block_count(simulation.particles)) * levels, 0);
  for_each_block(simulation.particles, [&](Index block, Index first, Index rows) {
    BlockRun(simulation, simulation.first_particle + first, rows)
        .run(initial, observer, &diverged[static_cast<std::size_t>(block) * levels]);
  });
  SimulationCounts counts{.steps = simulation.schedule.total_steps() >> simulation.finest_level,
                          .diverged = std::vector<Index>(levels, 0)};
  for (int level = 0; level < simulation.levels; ++level) {
    counts.particle_steps += (counts.steps >> level) * simulation.particles;
  }
  for (std::size_t k = 0; k < diverged.size(); ++k) counts.diverged[k % levels] += diverged[k];
  counts.drift_evaluations = static_cast<Index>(std::llround(simulation.scheme.claim().evaluations_per_step *
                                                             static_cast<double>(counts.particle_steps)));
  return counts;
}

SimulationCounts simulate(const Simulation& simulation, const Points& initial, const Observer& observer) {
  validate_points(simulation, initial);
  return simulate(simulation, rows_of(simulation, initial), observer);
}

SimulationCounts simulate(const Simulation& simulation, const density::Density& initial,
                          const Observer& observer) {
  return simulate(simulation, samples_of(simulation, initial), observer);
}

Snapshots simulate_snapshots(const Simulation& simulation, const Initial& initial) {
  validate(simulation);
  const Points empty(simulation.particles, simulation.process.dimension());
  Snapshots kept(simulation.schedule.times.size(),
                 std::vector<Points>(static_cast<std::size_t>(simulation.levels), empty));
  simulate(simulation, initial, [&](Index snapshot, int level, Index first, const ConstBlock& x) {
    kept[static_cast<std::size_t>(snapshot)][static_cast<std::size_t>(level)].middleRows(
        first - simulation.first_particle, x.rows()) = x;
  });
  return kept;
}

Snapshots simulate_snapshots(const Simulation& simulation, const Points& initial) {
  validate_points(simulation, initial);
  return simulate_snapshots(simulation, rows_of(simulation, initial));
}

Snapshots simulate_snapshots(const Simulation& simulation, const density::Density& initial) {
  return simulate_snapshots(simulation, samples_of(simulation, initial));
}

}  // namespace kolmo::sde
