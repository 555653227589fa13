#include "kolmo/sde/drivers/simulate.hpp"

#include <cmath>
#include <optional>
#include <sstream>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "level_normals.hpp"
#include "sde/noise/block_kernels.hpp"
#include "sde/noise/join_increments.hpp"

namespace kolmo::sde {
namespace {

constexpr int most_levels = 20;
constexpr Index most_particles = Index{1} << 33;
constexpr Index steps_between_checks = 8;

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

/// The fine times of one interval: time(0) and time(steps) are its ends exactly.
struct Interval {
  double begin, end;
  Index steps;
  double time(Index k) const {
    if (k == steps) return end;
    return begin + static_cast<double>(k) * ((end - begin) / static_cast<double>(steps));
  }
};

/// One block of particles on all levels, carried through all times.
class BlockRun {
 public:
  BlockRun(const Simulation& simulation, Index first, Index rows)
      : simulation_(simulation),
        first_(first),
        rows_(rows),
        m_(simulation.process.noise_dimension()),
        noise_(noise_of(simulation.stream)),
        crossings_(crossings_of(simulation.stream)),
        postprocessing_(postprocessing_of(simulation.stream)),
        top_(simulation.finest_level + simulation.levels),
        detail_(simulation.scheme.path_detail(simulation.process)),
        positions_(simulation.process.dimension(), simulation.levels + 1),
        normals_(m_, top_, detail_),
        workspace_(simulation.process.dimension(), simulation.scheme.workspace_blocks(simulation.process)) {
    if (simulation.walls == nullptr) return;
    before_.resize(rows, simulation.process.dimension());
    wall_scratch_.emplace(rows, simulation.process.dimension());
  }

  /// Fills `diverged`, one a level, where divergence is counted.
  void run(const Initial& initial, const Observer& observer, Index* diverged) {
    const Schedule& schedule = simulation_.schedule;
    initial(first_, position(0));
    for (int level = 1; level < simulation_.levels; ++level) position(level) = position(0);
    check_finite(schedule.times.front(), schedule.times.front());
    for (int level = 0; level < simulation_.levels; ++level) observer(0, level, first_, position(level));
    for (std::size_t k = 0; k < schedule.steps.size(); ++k) {
      const Interval interval{schedule.times[k], schedule.times[k + 1], schedule.steps[k]};
      pass(interval);
      observe(static_cast<Index>(k) + 1, interval, observer);
    }
    if (simulation_.divergence == Divergence::fails) return;
    for (int level = 0; level < simulation_.levels; ++level) {
      diverged[level] = rows_ - position(level).isFinite().rowwise().all().count();
    }
  }

 private:
  Block position(int level) { return positions_.block(level, rows_); }

  void observe(Index snapshot, const Interval& interval, const Observer& observer) {
    for (int level = 0; level < simulation_.levels; ++level) {
      if (!simulation_.scheme.has_postprocessor()) {
        observer(snapshot, level, first_, position(level));
        continue;
      }
      Block seen = positions_.block(simulation_.levels, rows_);
      seen = position(level);
      const Index steps = interval.steps >> (simulation_.finest_level + level);
      const double h = (interval.end - interval.begin) / static_cast<double>(steps);
      Increment increment(postprocessing_, first_, step_, h, normals_.of(0, 0, rows_), simulation_.mirrored);
      simulation_.scheme.postprocess(simulation_.process, interval.end, h, seen, increment, workspace_);
      observer(snapshot, level, first_, seen);
    }
  }

  void pass(const Interval& interval) {
    double checked = interval.begin;
    for (Index k = 0; k < interval.steps; ++k) {
      advance(interval, k);
      climb(interval, k + 1);
      if ((k + 1) % steps_between_checks == 0 || k + 1 == interval.steps) {
        check_finite(checked, interval.time(k + 1));
        throw_if_stopped();
        checked = interval.time(k + 1);
      }
    }
  }

  /// Step k of an interval on level 0; its noise is written out where coarser levels need it.
  void advance(const Interval& interval, Index k) {
    const double begin = interval.time(k), end = interval.time(k + 1);
    Increment increment(noise_, first_, step_++, end - begin, normals_.of(0, k, rows_), simulation_.mirrored);
    if (top_ > 1) {
      increment.materialise();
      if (detail_ != PathDetail::increment) increment.materialise_area();
      if (detail_ == PathDetail::levy_area && m_ > 1) increment.materialise_levy_areas();
      if (detail_ == PathDetail::space_time_time_area) increment.materialise_time_area();
    }
    step(0, begin, end, increment);
  }

  /// After `done` steps of level 0: every coarser step that ends here, on the noise of its two halves.
  void climb(const Interval& interval, Index done) {
    for (int level = 1; level < top_ && done % (Index{1} << level) == 0; ++level) {
      const Index half = Index{1} << (level - 1);
      const double begin = interval.time(done - 2 * half);
      const double middle = interval.time(done - half);
      const double end = interval.time(done);
      const IncrementBlocks coarse = normals_.of(level, done / (2 * half) - 1, rows_);
      const auto share = [&](Index k) {
        return simulation_.scheme.first_half_share(simulation_.process, k, begin, middle, end);
      };
      join(normals_.of(level - 1, 0, rows_), normals_.of(level - 1, 1, rows_), share, coarse);
      Increment increment(coarse);
      step(level, begin, end, increment);
    }
  }

  void step(int level, double begin, double end, Increment& increment) {
    if (level < simulation_.finest_level) return;
    double h = end - begin;
    if (begin + h > end) h = std::nextafter(h, 0.0);  // a process may be defined up to `end` alone
    Block x = position(level - simulation_.finest_level);
    if (simulation_.walls != nullptr) before_ = x;
    simulation_.scheme.step(simulation_.process, begin, h, x, increment, workspace_);
    if (simulation_.walls == nullptr) return;
    simulation_.walls->apply(simulation_.process, {begin, h, first_, step_ - 1, level, crossings_}, before_,
                             x, *wall_scratch_);
  }

  void check_finite(double since, double now) {
    const bool begins = now == simulation_.schedule.times.front();
    if (simulation_.divergence == Divergence::counted && !begins) return;
    for (int level = 0; level < simulation_.levels; ++level) {
      if (!all_finite(position(level))) fail(level, since, now);
    }
  }

  [[noreturn]] void fail(int level, double since, double now) {
    const Block x = position(level);
    Index i = 0;
    while (x.row(i).isFinite().all()) ++i;
    std::ostringstream message;
    message << "particle " << first_ + i;
    if (now == simulation_.schedule.times.front()) {
      message << " starts (t = " << now
              << ") at a point that is not finite: look at the initial density or data";
    } else {
      message << " left the finite numbers between t = " << since << " and t = " << now << " (scheme "
              << simulation_.scheme.claim().name << ", process " << simulation_.process.name() << ", level "
              << simulation_.finest_level + level
              << "): take smaller steps; where the drift grows faster than linearly explicit schemes "
                 "diverge, and a "
                 "tamed or implicit one is needed";
    }
    throw NumericalFailure(message.str());
  }

  const Simulation& simulation_;
  Index first_, rows_, m_;
  RandomStream noise_, crossings_, postprocessing_;
  int top_;  ///< levels in all, from that where the noise is made
  PathDetail detail_;
  std::uint32_t step_ = 0;
  Workspace positions_;
  LevelNormals normals_;
  Workspace workspace_;
  Points before_;  ///< where a step began, if there are walls
  std::optional<Walls::Scratch> wall_scratch_;
};

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
