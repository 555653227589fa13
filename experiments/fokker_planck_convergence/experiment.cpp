#include "fokker_planck_convergence/experiment.hpp"

#include "fokker_planck_convergence/parts.hpp"
#include "fokker_planck_convergence/schema.hpp"
#include "frame/definition.hpp"

namespace kolmo::fokker_planck_convergence {
namespace {

struct Problem {
  const char* name;
  Plan (*plan)(const RunSettings&);
};

/// Every problem there is, in the order of the file.
constexpr Problem problems[] = {{"heat", heat_plan},
                                {"ornstein_uhlenbeck", ornstein_uhlenbeck_plan},
                                {"variance_preserving", variance_preserving_plan},
                                {"double_well", double_well_plan},
                                {"periodic", periodic_plan},
                                {"rotation", rotation_plan},
                                {"rotation_scalar", rotation_scalar_plan},
                                {"space", space_plan},
                                {"rough", rough_plan},
                                {"convection", convection_plan},
                                {"adaptive", adaptive_plan},
                                {"spectral", spectral_plan},
                                {"kinetic", kinetic_plan}};

RunSettings run_settings(const io::Configuration& configuration) {
  RunSettings settings;
  settings.levels.line = configuration.integer("space.line_levels");
  settings.levels.plane = configuration.integer("space.plane_levels");
  settings.levels.box = configuration.integer("space.box_levels");
  settings.levels.joint = configuration.integer("joint.levels");
  settings.finest_steps = configuration.integer("time.finest_steps");
  settings.finest_steps_axes = configuration.integer("time.finest_steps_axes");
  settings.steppers = configuration.integer("pairs.steppers");
  settings.mass_steps = configuration.integer("mass.steps");
  return settings;
}

}  // namespace

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const RunSettings settings = run_settings(configuration);
  std::vector<frame::Part> all;
  for (const Problem& problem : problems) {
    all.push_back({problem.name, [=, plan = problem.plan] {
                     Plan made = plan(settings);
                     made.in_parallel = true;
                     return made;
                   }});
  }
  return frame::chosen(configuration, "run.problems", all);
}

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "fokker_planck_convergence",
       .question =
           "Does every grid method for the Fokker-Planck equation have the order it claims, in space, in "
           "time and in both?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       // finest steps of orders in time; steps over which mass must stay; levels of ladders on the line
       // and of joint ones
       .scales = {{"quick", 1.0 / 2, 1.0 / 20, 4.0 / 5}, {"standard", 1, 1, 1}, {"full", 1, 10, 6.0 / 5}},
       .parts = parts});
}

}  // namespace kolmo::fokker_planck_convergence
