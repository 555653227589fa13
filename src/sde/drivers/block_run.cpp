#include "block_run.hpp"

#include <cmath>
#include <sstream>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "sde/noise/block_kernels.hpp"
#include "sde/noise/join_increments.hpp"

namespace kolmo::sde {
namespace {

constexpr Index steps_between_checks = 8;

}  // namespace

BlockRun::BlockRun(const Simulation& simulation, Index first, Index rows)
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

void BlockRun::run(const Initial& initial, const Observer& observer, Index* diverged) {
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

void BlockRun::observe(Index snapshot, const Interval& interval, const Observer& observer) {
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

void BlockRun::pass(const Interval& interval) {
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

void BlockRun::advance(const Interval& interval, Index k) {
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

void BlockRun::climb(const Interval& interval, Index done) {
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

void BlockRun::step(int level, double begin, double end, Increment& increment) {
  if (level < simulation_.finest_level) return;
  double h = end - begin;
  if (begin + h > end) h = std::nextafter(h, 0.0);  // a process may be defined up to `end` alone
  Block x = position(level - simulation_.finest_level);
  if (simulation_.walls != nullptr) before_ = x;
  simulation_.scheme.step(simulation_.process, begin, h, x, increment, workspace_);
  if (simulation_.walls == nullptr) return;
  simulation_.walls->apply(simulation_.process, {begin, h, first_, step_ - 1, level, crossings_}, before_, x,
                           *wall_scratch_);
}

void BlockRun::check_finite(double since, double now) {
  const bool begins = now == simulation_.schedule.times.front();
  if (simulation_.divergence == Divergence::counted && !begins) return;
  for (int level = 0; level < simulation_.levels; ++level) {
    if (!all_finite(position(level))) fail(level, since, now);
  }
}

void BlockRun::fail(int level, double since, double now) {
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
               "diverge, and a tamed or implicit one is needed";
  }
  throw NumericalFailure(message.str());
}

}  // namespace kolmo::sde
