#include "fokker_planck_convergence/cost.hpp"

#include <chrono>

namespace kolmo::fokker_planck_convergence {
namespace {

using namespace measure;
using fokker_planck::TimeStepper;

constexpr Index steps = 16;

frame::Timing time_steps(const GridProblem& problem, const TimeStepper& stepper, Index cells) {
  const fokker_planck::Generator generator =
      generator_of(problem, fokker_planck::discretisations().front(), cells);
  Eigen::ArrayXd p = problem.law(generator.grid(), 0);
  const auto propagator = stepper.prepare(generator, problem.end_time / steps);
  const auto begin = std::chrono::steady_clock::now();
  propagator->advance(p.data(), steps);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  return {"steps of " + stepper.claim().name + ": cells times steps", elapsed.count(),
          static_cast<double>(p.size() * steps)};
}

}  // namespace

void add_cost(const ProblemPtr& problem, Index cells, Plan& plan) {
  const fokker_planck::Generator generator =
      generator_of(*problem, fokker_planck::discretisations().front(), 8);
  std::vector<std::string> names;
  std::vector<double> solves;
  for (const auto& stepper : fokker_planck::all_steppers()) {
    if (!stepper->takes(generator)) continue;
    names.push_back(stepper->claim().name);
    solves.push_back(stepper->claim().evaluations_per_step);
    plan.timings.push_back([=] { return time_steps(*problem, *stepper, cells); });
  }
  plan.tables.push_back([=](io::Group& part) {
    io::Group& group = part.group("cost_of_steps");
    group.attribute("long_name", "what a step costs; seconds are in /provenance/timings");
    group.scale("stepper", names, {"time stepper", ""});
    group.variable("solves", {"stepper"}, solves,
                   {"implicit solves a step along each axis, as claimed", "1"});
  });
}

}  // namespace kolmo::fokker_planck_convergence
