#include "kolmo/sde/simulate.hpp"

#include <cmath>
#include <sstream>
#include <string>

#include "block_kernels.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel.hpp"
#include "kolmo/core/stop.hpp"

namespace kolmo::sde {
namespace {

constexpr int most_levels = 16;
constexpr Index most_particles = Index{1} << 33;
constexpr Index steps_between_checks = 8;

void validate(const Simulation& simulation) {
  const auto& [process, scheme, schedule, particles, noise, levels] = simulation;
  require(levels >= 1 && levels <= most_levels, "levels", levels, "must be between 1 and 16");
  require(particles >= 1 && particles <= most_particles, "particles", static_cast<double>(particles),
          "must be between 1 and 2^33, the particles that a stream can address");
  schedule.validate(Index{1} << (levels - 1));
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
        positions_(simulation.process.dimension(), simulation.levels),
        area_(simulation.scheme.needs_area()),
        wiener_(area_ || simulation.process.noise_kind() != process::NoiseKind::scalar),
        normals_(simulation.process.dimension(), (area_ ? 4 : 2) * simulation.levels),
        workspace_(simulation.process.dimension(), simulation.scheme.workspace_blocks()) {}

  void run(const Initial& initial, const Observer& observer) {
    const Schedule& schedule = simulation_.schedule;
    initial(first_, position(0));
    for (int level = 1; level < simulation_.levels; ++level) position(level) = position(0);
    check_finite(schedule.times.front(), schedule.times.front());
    observe(0, observer);
    for (std::size_t k = 0; k < schedule.steps.size(); ++k) {
      pass({schedule.times[k], schedule.times[k + 1], schedule.steps[k]});
      observe(static_cast<Index>(k) + 1, observer);
    }
  }

 private:
  Block position(int level) { return positions_.block(level, rows_); }

  /// The normals of step `step` of a level: the two halves of a coarser step lie side by side.
  Block normals(int level, Index step) { return normals_.block(2 * level + step % 2, rows_); }

  /// Those of ΔZ.
  Block area_normals(int level, Index step) {
    return normals_.block(2 * (simulation_.levels + level) + step % 2, rows_);
  }

  void observe(Index snapshot, const Observer& observer) {
    for (int level = 0; level < simulation_.levels; ++level)
      observer(snapshot, level, first_, position(level));
  }

  void pass(const Interval& interval) {
    double checked = interval.begin;
    for (Index k = 0; k < interval.steps; ++k) {
      Increment increment = fine_increment(k);
      step(0, interval.time(k), interval.time(k + 1), increment);
      climb(interval, k + 1);
      if ((k + 1) % steps_between_checks == 0 || k + 1 == interval.steps) {
        check_finite(checked, interval.time(k + 1));
        throw_if_stopped();
        checked = interval.time(k + 1);
      }
    }
  }

  /// That of step k of an interval on the finest level; written out where coarser levels need it.
  Increment fine_increment(Index k) {
    if (area_) {
      Increment increment(simulation_.noise, first_, step_++, normals(0, k), area_normals(0, k));
      if (simulation_.levels > 1) {
        increment.materialise();
        increment.materialise_area();
      }
      return increment;
    }
    Increment increment(simulation_.noise, first_, step_++, normals(0, k));
    if (simulation_.levels > 1) increment.materialise();
    return increment;
  }

  /// The part of the first half in the variance of the noise of [begin, end].
  double share(double begin, double middle, double end) const {
    if (wiener_) return (middle - begin) / (end - begin);
    const double v1 = simulation_.process.noise_variance(begin, middle);
    const double v2 = simulation_.process.noise_variance(middle, end);
    return v1 + v2 > 0 ? v1 / (v1 + v2) : 0.5;
  }

  /// After `done` fine steps: every coarser step that ends here, on the normals of its two halves,
  /// z = √s z₁ + √(1 − s) z₂ with the first half's share s (see Increment).
  void climb(const Interval& interval, Index done) {
    for (int level = 1; level < simulation_.levels && done % (Index{1} << level) == 0; ++level) {
      const Index half = Index{1} << (level - 1);
      const double begin = interval.time(done - 2 * half);
      const double middle = interval.time(done - half);
      const double end = interval.time(done);
      const double s = share(begin, middle, end);
      const Index coarse = done / (2 * half) - 1;
      Block z = normals(level, coarse);
      combine(std::sqrt(s), normals(level - 1, 0), std::sqrt(1 - s), normals(level - 1, 1), z);
      Increment increment = area_ ? Increment(z, coarse_area(level, coarse, s)) : Increment(z);
      step(level, begin, end, increment);
    }
  }

  /// u = √(3 s r) (√r z₁ − √s z₂) + s^{3/2} u₁ + r^{3/2} u₂, r = 1 − s.
  Block coarse_area(int level, Index coarse, double s) {
    const double r = 1 - s;
    Block u = area_normals(level, coarse);
    combine(r * std::sqrt(3 * s), normals(level - 1, 0), -s * std::sqrt(3 * r), normals(level - 1, 1), u);
    add_two_scaled(s * std::sqrt(s), area_normals(level - 1, 0), r * std::sqrt(r), area_normals(level - 1, 1),
                   u);
    return u;
  }

  void step(int level, double begin, double end, Increment& increment) {
    double h = end - begin;
    if (begin + h > end) h = std::nextafter(h, 0.0);  // a process may be defined up to `end` alone
    simulation_.scheme.step(simulation_.process, begin, h, position(level), increment, workspace_);
  }

  void check_finite(double since, double now) {
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
              << level
              << "): take smaller steps; where the drift grows faster than linearly explicit schemes "
                 "diverge, and a "
                 "tamed or implicit one is needed";
    }
    throw NumericalFailure(message.str());
  }

  const Simulation& simulation_;
  Index first_, rows_;
  std::uint32_t step_ = 0;
  Workspace positions_;
  bool area_;    ///< whether there are normals of ΔZ
  bool wiener_;  ///< whether √h z is ΔW; else √V z is ∫g dW
  Workspace normals_, workspace_;
};

void validate_points(const Simulation& simulation, const Points& points) {
  require(points.rows() == simulation.particles, "rows of the initial points",
          static_cast<double>(points.rows()), "must be the number of particles");
  require(points.cols() == simulation.process.dimension(), "columns of the initial points",
          static_cast<double>(points.cols()), "must be the dimension of the process");
}

Initial rows_of(const Points& points) {
  return [&points](Index first, Block out) { out = points.middleRows(first, out.rows()); };
}

}  // namespace

SimulationCounts simulate(const Simulation& simulation, const Initial& initial, const Observer& observer) {
  validate(simulation);
  for_each_block(simulation.particles, [&](Index, Index first, Index rows) {
    BlockRun(simulation, first, rows).run(initial, observer);
  });
  SimulationCounts counts{.steps = simulation.schedule.total_steps()};
  for (int level = 0; level < simulation.levels; ++level) {
    counts.particle_steps += (counts.steps >> level) * simulation.particles;
  }
  counts.drift_evaluations = static_cast<Index>(std::llround(simulation.scheme.claim().evaluations_per_step *
                                                             static_cast<double>(counts.particle_steps)));
  return counts;
}

SimulationCounts simulate(const Simulation& simulation, const Points& initial, const Observer& observer) {
  validate_points(simulation, initial);
  return simulate(simulation, rows_of(initial), observer);
}

Snapshots simulate_snapshots(const Simulation& simulation, const Initial& initial) {
  validate(simulation);
  const Points empty(simulation.particles, simulation.process.dimension());
  Snapshots kept(simulation.schedule.times.size(),
                 std::vector<Points>(static_cast<std::size_t>(simulation.levels), empty));
  simulate(simulation, initial, [&](Index snapshot, int level, Index first, const ConstBlock& x) {
    kept[static_cast<std::size_t>(snapshot)][static_cast<std::size_t>(level)].middleRows(first, x.rows()) = x;
  });
  return kept;
}

Snapshots simulate_snapshots(const Simulation& simulation, const Points& initial) {
  validate_points(simulation, initial);
  return simulate_snapshots(simulation, rows_of(initial));
}

}  // namespace kolmo::sde
