#include "parallel_in_time/experiment.hpp"

#include "frame/definition.hpp"
#include "parallel_in_time/parts.hpp"
#include "parallel_in_time/schema.hpp"

namespace kolmo::parallel_in_time {

SlicedSampling::SlicedSampling(const Sizes& run)
    : sizes(run),
      problem(measure::two_wells(1)),
      score(problem.process, problem.data),
      slices(ode::sampling_grid(problem.clock(), ode::find_grid_rule("lambda"), run.slices)) {
  problem.starts = run.starts;
  start = problem.places(1);
}

ode::SlicePropagator SlicedSampling::coarse(const char* sampler, const process::ScoreField& field) const {
  return ode::slice_sampler(ode::find_sampler(sampler), slices, 1, field);
}

ode::SlicePropagator SlicedSampling::fine(const process::ScoreField& field) const {
  return ode::slice_sampler(ode::find_sampler("dpm_3"), slices, sizes.fine_steps, field);
}

Points SlicedSampling::serial() const {
  const ode::SlicePropagator carry = fine(score);
  Points x = start;
  for (Index n = 0; n < sizes.slices; ++n) carry(n, x);
  return x;
}

double coarse_evaluations(const char* sampler) {
  return ode::find_sampler(sampler).claim.evaluations_per_step;
}

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const Sizes sizes{configuration.integer("slices"), configuration.integer("fine_steps"),
                    configuration.integer("starts")};
  return frame::chosen(configuration, "run.parts",
                       {{"linear", [] { return linear_plan(); }},
                        {"sampling", [=] { return sampling_plan(sizes); }},
                        {"speed_up", [=] { return speed_up_plan(sizes); }}});
}

frame::Experiment experiment() {
  return frame::experiment({.name = "parallel_in_time",
                            .question = "What does it gain to compute slices of time at once?",
                            .schema = schema(),
                            .default_configuration = default_configuration(),
                            .parts = parts});
}

}  // namespace kolmo::parallel_in_time
