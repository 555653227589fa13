#include "four_roads/schema.hpp"

#include "four_roads/flow/sampler_road.hpp"
#include "frame/problem/given_model.hpp"
#include "kolmo/fokker_planck/time/time_stepper.hpp"
#include "kolmo/io/keys.hpp"
#include "kolmo/jko/jko_step.hpp"
#include "kolmo/jko/monge_ampere_step.hpp"
#include "kolmo/ode/ode_stepper.hpp"
#include "kolmo/problem/keys_of_others.hpp"
#include "kolmo/problem/read.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::four_roads {
namespace {

using namespace io::keys;

constexpr Range sample_sizes = {256, 1e9}, step_numbers = {4, 1e7};

std::vector<std::string> sde_schemes() {
  return names_of(sde::schemes(), [](const auto* scheme) { return scheme->claim().name; });
}

std::vector<std::string> time_steppers() {
  return names_of(fokker_planck::steppers(), [](const auto& stepper) { return stepper->claim().name; });
}

/// Those of an order, from which budgets are made, but for methods of several steps: the steps of a road are
/// not equal.
std::vector<std::string> ode_steppers() {
  std::vector<std::string> names;
  for (const ode::StepperEntry& entry : ode::steppers()) {
    const bool equal_steps = entry.claim.needs.starts_with("equal steps");
    if (entry.claim.order(Sense::time) && !equal_steps) names.push_back(entry.claim.name);
  }
  return names;
}

std::vector<std::string> joined(std::vector<std::string> names, const std::vector<std::string>& more) {
  names.insert(names.end(), more.begin(), more.end());
  return names;
}

std::vector<std::string> jko_steps() {
  std::vector<std::string> names =
      names_of(jko::steps(), [](const jko::StepEntry& entry) { return entry.claim.name; });
  names.push_back(jko::MongeAmpereStep::claim().name);
  return names;
}

io::Schema solver_keys(const std::string& p) {
  return {
      flag(p + "sde.enabled", "", "By default wherever it applies: whether the road of paths is run."),
      text(p + "sde.scheme", "",
           "The SDE scheme; if not given drift_heun, or an implicit one where the drift is too stiff for it.",
           sde_schemes()),
      steps(p + "sde.steps", "",
            "Time steps over the whole span, even; as accuracy.target asks if not given.", step_numbers, 4),
      particles(p + "sde.particles", "", "Paths; accuracy.particles if not given.", sample_sizes, 16),
      flag(p + "fokker_planck.enabled", "", "By default wherever it applies: whether the grid road is run."),
      text(p + "fokker_planck.stepper", "",
           "The time stepper; if not given tr_bdf2, or implicit_euler where a density turns negative.",
           time_steppers()),
      steps(p + "fokker_planck.steps", "",
            "Time steps over the whole span, even; as accuracy.target asks if not given.", step_numbers, 4),
      cells(p + "fokker_planck.cells", "", "Cells of each axis; as accuracy.target asks if not given.",
            {16, 1e6}, 16),
      flag(p + "ode.enabled", "", "By default wherever it applies: whether the probability flow is run."),
      text(p + "ode.scheme", "\"dormand_prince\"",
           "An ODE stepper (one without an error estimate takes the steps that dormand_prince chooses), or a "
           "sampler without noise, on the clock lambda of a linear process.",
           joined(ode_steppers(), sampler_names(false))),
      steps(p + "ode.steps", "",
            "Steps of a sampler over all times, on the finest level; as accuracy.target asks if not given.",
            step_numbers, 4),
      number(p + "ode.t_min", "", "s",
             "Where a sampler starts, from the exact law there; near enough to 0 for accuracy.target if not "
             "given.",
             positive_up_to(1e300)),
      number(
          p + "ode.tolerance", "", "1",
          "Relative and absolute tolerance by which the coarsest level chooses its steps; the finest "
          "takes a quarter of them (order 5: errors fall by a thousand); accuracy.target/1000 if not given.",
          {1e-12, 1e-2}),
      particles(p + "ode.particles", "", "Trajectories; a tenth of accuracy.particles if not given.",
                sample_sizes, 16),
  };
}

io::Schema jko_and_reverse_keys(const std::string& p) {
  return {
      flag(p + "jko.enabled", "",
           "Whether the JKO road is run; by default wherever it exists: gradient flows on the line and in "
           "the plane."),
      text(p + "jko.step", "", "The JKO step: quantile on the line, monge_ampere in the plane.", jko_steps()),
      steps(p + "jko.steps", "", "JKO steps over the whole span, even; as accuracy.target asks if not given.",
            step_numbers, 4),
      cells(p + "jko.cells", "",
            "Cells of fixed mass, in the plane of each axis; as accuracy.target asks if not given.",
            {32, 1e6}, 16),
      flag(p + "reverse.enabled", "false",
           "Whether reverse SDE and reverse flow lead back from the last time to 0 (linear processes)."),
      text(p + "reverse.scheme", "\"drift_heun\"",
           "The scheme of the reverse SDE, or a sampler that adds noise.",
           joined(sde_schemes(), sampler_names(true))),
      steps(p + "reverse.steps", "",
            "Time steps of the reverse SDE: 1000 if not given; of a sampler as accuracy.target asks.",
            step_numbers, 4),
      text(p + "reverse.flow_scheme", "", "Of the reverse flow; as ode.scheme if not given.",
           joined(ode_steppers(), sampler_names(false))),
      steps(p + "reverse.flow_steps", "",
            "Steps of the reverse flow by a sampler; as accuracy.target asks if not given.", step_numbers, 4),
      number(p + "reverse.t_min", "", "s",
             "The time to which samplers step before their last step to the data; near enough to 0 for "
             "accuracy.target if not given.",
             positive_up_to(1e300)),
      particles(p + "reverse.particles", "",
                "Paths of each reverse road; a tenth of accuracy.particles if not given.", sample_sizes, 16),
  };
}

}  // namespace

io::Schema schema() {
  const std::string p = "problem.*.";
  io::Schema all = {
      texts("run.problems", "", "The problems to run; all of them if not given."),
      number("accuracy.target", "", "1",
             "Budgets of steps and cells are to be below this part of each quantity's own spread; 1e-2 at "
             "quick, 2e-3 "
             "at standard, 1e-3 at full scale if not given.",
             {1e-5, 0.1}),
      particles("accuracy.particles", "",
                "Paths of a sample road that does not say otherwise; 8/target^2 if not given.", sample_sizes,
                16),
      count("accuracy.levels", "3",
            "Runs of each road, each twice as fine as the next, from which its budget is made.", {2, 4}),
      count("accuracy.energy_points", "10000", "Points a side for energy distances (2-D).", {256, 20000},
            io::Scaling::none, 16),
  };
  const io::Schema model = frame::model_keys(
      p, "by whose score reverse SDE and reverse flow are run too (linear processes with one rate)");
  for (const io::Schema& more : {problem::keys(), model, solver_keys(p), jko_and_reverse_keys(p)})
    all.insert(all.end(), more.begin(), more.end());
  return problem::with_keys_of_others(std::move(all));
}

}  // namespace kolmo::four_roads
