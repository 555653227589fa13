#include "kolmo/fokker_planck/march.hpp"

#include <cmath>
#include <cstdio>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/memory.hpp"
#include "kolmo/core/sum.hpp"

namespace kolmo::fokker_planck {
namespace {

void check_arguments(const Generator& generator, const Eigen::ArrayXd& p0, const std::vector<double>& times,
                     const std::vector<Index>& steps) {
  require(p0.size() == generator.grid().cells(), "size of p0", static_cast<double>(p0.size()),
          "must be the number of cells");
  if (!p0.isFinite().all()) throw InvalidArgument("p0: every entry must be finite");
  require(p0.minCoeff() >= 0, "smallest entry of p0", p0.minCoeff(), "must be ≥ 0");
  require(times.size() >= 2, "number of times", static_cast<double>(times.size()), "must be at least 2");
  require(steps.size() + 1 == times.size(), "number of step counts", static_cast<double>(steps.size()),
          "must be one less than the number of times");
  for (std::size_t i = 0; i < steps.size(); ++i) {
    require(times[i + 1] > times[i] && std::isfinite(times[i + 1] - times[i]), "times", times[i + 1],
            "must be finite and rise");
    require(steps[i] >= 1, "steps", static_cast<double>(steps[i]), "must be at least 1");
  }
}

[[noreturn]] void fail(const TimeStepper& stepper, const Eigen::ArrayXd& p, double t, double dt) {
  Index cell = 0;
  while (cell + 1 < p.size() && std::isfinite(p(cell))) ++cell;
  char text[200];
  std::snprintf(
      text, sizeof text,
      ": the density left the finite numbers in cell %td at t = %.6g (step %.3g); take a smaller domain or "
      "a smaller step",
      static_cast<std::ptrdiff_t>(cell), t, dt);
  throw NumericalFailure("march with " + stepper.claim().name + text);
}

// Runs one interval in parts of `part` steps and tells `recorded` of each part.
template <class Recorded>
void run_interval(const TimeStepper& stepper, Propagator& propagator, double from, double dt, Index steps,
                  Index part, MarchResult& result, const Recorded& recorded) {
  for (Index done = 0; done < steps; done += part) {
    const StepReport report = propagator.advance(result.density.data(), part);
    if (report.first_not_finite > 0) {
      fail(stepper, result.density, from + dt * static_cast<double>(done + report.first_not_finite), dt);
    }
    if (report.minimum < result.minimum) {
      result.minimum = report.minimum;
      result.minimum_time = from + dt * static_cast<double>(done + report.minimum_step);
    }
    recorded(from + dt * static_cast<double>(done + part));
  }
  result.steps += steps;
}

template <class Recorded>
MarchResult run(const Generator& generator, const TimeStepper& stepper, const Eigen::ArrayXd& p0,
                const std::vector<double>& times, const std::vector<Index>& steps,
                const SnapshotObserver& observer, bool every_step, const Recorded& recorded) {
  MarchResult result;
  result.density = p0;
  result.minimum = p0.minCoeff();
  result.minimum_time = times.front();
  const double mass = sum(p0.data(), p0.size());
  if (observer) observer(0, times.front(), result.density);
  std::unique_ptr<Propagator> propagator;
  double prepared_for = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const double dt = (times[i + 1] - times[i]) / static_cast<double>(steps[i]);
    if (!propagator || dt != prepared_for) {
      propagator.reset();
      propagator = stepper.prepare(generator, dt);
      prepared_for = dt;
    }
    run_interval(stepper, *propagator, times[i], dt, steps[i], every_step ? 1 : steps[i], result,
                 [&](double t) { recorded(t, result.density); });
    if (observer) observer(static_cast<Index>(i) + 1, times[i + 1], result.density);
  }
  result.mass_defect = std::abs(sum(result.density.data(), p0.size()) - mass) / mass;
  return result;
}

}  // namespace

MarchResult march(const Generator& generator, const TimeStepper& stepper, const Eigen::ArrayXd& p0,
                  const std::vector<double>& times, const std::vector<Index>& steps,
                  const SnapshotObserver& observer) {
  check_arguments(generator, p0, times, steps);
  return run(generator, stepper, p0, times, steps, observer, false, [](double, const Eigen::ArrayXd&) {});
}

RecordedMarch march_recording(const Generator& generator, const TimeStepper& stepper,
                              const Eigen::ArrayXd& p0, const std::vector<double>& times,
                              const std::vector<Index>& steps, const SnapshotObserver& observer) {
  check_arguments(generator, p0, times, steps);
  require(generator.grid().dimension() == 1, "grid dimension",
          static_cast<double>(generator.grid().dimension()), "must be 1 to record every step");
  Index total = 1;
  for (const Index n : steps) total += n;
  require_memory(static_cast<double>(total) * static_cast<double>(p0.size()), "the recording of every step",
                 "take fewer cells or steps");
  RecordedMarch march{{}, {generator.grid(), {times.front()}, Eigen::ArrayXXd(p0.size(), total)}};
  march.recording.densities.col(0) = p0;
  march.result =
      run(generator, stepper, p0, times, steps, observer, true, [&](double t, const Eigen::ArrayXd& p) {
        march.recording.densities.col(static_cast<Index>(march.recording.times.size())) = p;
        march.recording.times.push_back(t);
      });
  return march;
}

}  // namespace kolmo::fokker_planck
