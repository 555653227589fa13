#include "kolmo/fokker_planck/time/march.hpp"

#include <cmath>
#include <cstdio>

#include "fokker_planck/operator/checks.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::fokker_planck {
namespace {

void check_arguments(const Grid& grid, const Eigen::ArrayXd& p0, const Schedule& schedule) {
  check_nonnegative(grid, p0, "p0");
  schedule.validate();
}

[[noreturn]] void fail(const std::string& scheme, const Eigen::ArrayXd& p, double t, double dt) {
  Index cell = 0;
  while (cell + 1 < p.size() && std::isfinite(p(cell))) ++cell;
  char text[200];
  std::snprintf(
      text, sizeof text,
      ": the density left the finite numbers in cell %td at t = %.6g (step %.3g); take a smaller domain or "
      "a smaller step",
      static_cast<std::ptrdiff_t>(cell), t, dt);
  throw NumericalFailure("march with " + scheme + text);
}

/// Steps of Δt from `from` on, `part` of them at once, the first of which is number `done`.
using Advance = std::function<StepReport(double* p, double from, double dt, Index done, Index part)>;
using Recorded = std::function<void(double t, const Eigen::ArrayXd& p)>;

struct Course {
  const std::string& scheme;
  const Schedule& schedule;
  const SnapshotObserver& observer;
};

// Σp lost so far.
struct Losses {
  std::array<std::array<CompensatedSum, 2>, 3> sides;
  void add(const StepReport& report) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      for (std::size_t side : {0, 1}) sides[axis][side].add(report.outflow[axis][side]);
    }
  }
  Outflow outflow(double cell_volume) const {
    Outflow left;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      for (std::size_t side : {0, 1}) left.sides[axis][side] = cell_volume * sides[axis][side].value();
    }
    return left;
  }
};

// Runs one interval in parts of `part` steps and tells `recorded` of each part.
void run_interval(const Course& course, std::size_t i, Index part, const Advance& advance, Losses& losses,
                  MarchResult& result, const Recorded& recorded) {
  const auto& [times, steps] = course.schedule;
  const double from = times[i];
  const double dt = (times[i + 1] - from) / static_cast<double>(steps[i]);
  for (Index done = 0; done < steps[i]; done += part) {
    const StepReport report = advance(result.density.data(), from, dt, done, part);
    if (report.first_not_finite > 0) {
      fail(course.scheme, result.density, from + dt * static_cast<double>(done + report.first_not_finite),
           dt);
    }
    if (report.minimum < result.minimum) {
      result.minimum = report.minimum;
      result.minimum_time = from + dt * static_cast<double>(done + report.minimum_step);
    }
    losses.add(report);
    if (recorded) recorded(from + dt * static_cast<double>(done + part), result.density);
  }
  result.steps += steps[i];
}

// part = 0: a whole interval at once.
MarchResult run(const Course& course, const Grid& grid, const Eigen::ArrayXd& p0, Index part,
                const Advance& advance, const Recorded& recorded = {}) {
  const auto& [times, steps] = course.schedule;
  MarchResult result;
  result.density = p0;
  result.minimum = p0.minCoeff();
  result.minimum_time = times.front();
  const double mass = sum(p0.data(), p0.size());
  Losses losses;
  result.outflows.push_back({});
  if (course.observer) course.observer(0, times.front(), result.density);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    run_interval(course, i, part > 0 ? part : steps[i], advance, losses, result, recorded);
    result.outflows.push_back(losses.outflow(grid.cell_volume()));
    if (course.observer) course.observer(static_cast<Index>(i) + 1, times[i + 1], result.density);
  }
  const double lost = losses.outflow(1).total();
  result.mass_defect = std::abs(sum(result.density.data(), p0.size()) + lost - mass) / mass;
  return result;
}

// One propagator for all intervals of the same Δt.
Advance with_constant(const Prepare& prepare) {
  struct Prepared {
    std::unique_ptr<Propagator> propagator;
    double dt = 0;
  };
  return [prepare, prepared = std::make_shared<Prepared>()](double* p, double, double dt, Index, Index part) {
    if (!prepared->propagator || dt != prepared->dt) {
      prepared->propagator.reset();
      prepared->propagator = prepare(dt);
      prepared->dt = dt;
    }
    return prepared->propagator->advance(p, part);
  };
}

Prepare prepared_by(const Generator& generator, const TimeStepper& stepper) {
  return [&generator, &stepper](double dt) { return stepper.prepare(generator, dt); };
}

// A propagator a step.
Advance with_changing(const GeneratorAt& generator, const TimeStepper& stepper, const Grid& grid) {
  return [&generator, &stepper, &grid](double* p, double from, double dt, Index done, Index) {
    const Generator middle = generator(from + dt * (static_cast<double>(done) + 0.5));
    require(middle.grid().cells() == grid.cells(), "cells of the generator",
            static_cast<double>(middle.grid().cells()), "must be the same at all times");
    return stepper.prepare(middle, dt)->advance(p, 1);
  };
}

Grid first_grid(const GeneratorAt& generator, const Schedule& schedule) {
  schedule.validate();
  return generator(schedule.times.front()).grid();
}

RecordedMarch record(const Course& course, const Grid& grid, const Eigen::ArrayXd& p0,
                     const Advance& advance) {
  const Index total = 1 + course.schedule.total_steps();
  require_memory(static_cast<double>(total) * static_cast<double>(p0.size()), "the recording of every step",
                 "take fewer cells or steps");
  RecordedMarch march{{}, {grid, {course.schedule.times.front()}, Eigen::ArrayXXd(p0.size(), total)}};
  march.recording.densities.col(0) = p0;
  march.result = run(course, grid, p0, 1, advance, [&](double t, const Eigen::ArrayXd& p) {
    march.recording.densities.col(static_cast<Index>(march.recording.times.size())) = p;
    march.recording.times.push_back(t);
  });
  return march;
}

}  // namespace

double Outflow::total() const {
  double total = 0;
  for (const auto& axis : sides) total += axis[0] + axis[1];
  return total;
}

MarchResult march(const Generator& generator, const TimeStepper& stepper, const Eigen::ArrayXd& p0,
                  const Schedule& schedule, const SnapshotObserver& observer) {
  check_arguments(generator.grid(), p0, schedule);
  return run({stepper.claim().name, schedule, observer}, generator.grid(), p0, 0,
             with_constant(prepared_by(generator, stepper)));
}

MarchResult march(const Grid& grid, const std::string& scheme, const Prepare& prepare,
                  const Eigen::ArrayXd& p0, const Schedule& schedule, const SnapshotObserver& observer) {
  check_arguments(grid, p0, schedule);
  return run({scheme, schedule, observer}, grid, p0, 0, with_constant(prepare));
}

MarchResult march(const GeneratorAt& generator, const TimeStepper& stepper, const Eigen::ArrayXd& p0,
                  const Schedule& schedule, const SnapshotObserver& observer) {
  const Grid grid = first_grid(generator, schedule);
  check_arguments(grid, p0, schedule);
  return run({stepper.claim().name, schedule, observer}, grid, p0, 1,
             with_changing(generator, stepper, grid));
}

RecordedMarch march_recording(const Generator& generator, const TimeStepper& stepper,
                              const Eigen::ArrayXd& p0, const Schedule& schedule,
                              const SnapshotObserver& observer) {
  check_arguments(generator.grid(), p0, schedule);
  return record({stepper.claim().name, schedule, observer}, generator.grid(), p0,
                with_constant(prepared_by(generator, stepper)));
}

RecordedMarch march_recording(const GeneratorAt& generator, const TimeStepper& stepper,
                              const Eigen::ArrayXd& p0, const Schedule& schedule,
                              const SnapshotObserver& observer) {
  const Grid grid = first_grid(generator, schedule);
  check_arguments(grid, p0, schedule);
  return record({stepper.claim().name, schedule, observer}, grid, p0,
                with_changing(generator, stepper, grid));
}

}  // namespace kolmo::fokker_planck
