#include "sde_convergence/experiment.hpp"

#include <bit>

#include "frame/definition.hpp"
#include "sde_convergence/langevin_parts.hpp"
#include "sde_convergence/line_parts.hpp"
#include "sde_convergence/linear_parts.hpp"
#include "sde_convergence/schema.hpp"
#include "sde_convergence/torus_parts.hpp"

namespace kolmo::sde_convergence {
namespace {

struct Problem {
  const char* name;
  Plan (*plan)(const RunSettings&);
};

/// Every problem there is, in the order of the file.
constexpr Problem problems[] = {{"deterministic", deterministic_plan},
                                {"additive", additive_plan},
                                {"additive_matrix", additive_matrix_plan},
                                {"diagonal", diagonal_plan},
                                {"diagonal_plane", diagonal_plane_plan},
                                {"commutative", commutative_plan},
                                {"non_commutative", non_commutative_plan},
                                {"ornstein_uhlenbeck", ornstein_uhlenbeck_plan},
                                {"variance_preserving", variance_preserving_plan},
                                {"geometric_brownian_motion", geometric_brownian_motion_plan},
                                {"tanh", tanh_plan},
                                {"sinh", sinh_plan},
                                {"double_well", double_well_plan},
                                {"overdamped", overdamped_plan},
                                {"underdamped", underdamped_plan},
                                {"cubic", cubic_plan}};

void require_power_of_2(const io::Configuration& configuration, const std::string& key) {
  if (std::has_single_bit(static_cast<std::uint64_t>(configuration.integer(key)))) return;
  throw configuration.error_at(key, "must be a power of 2");
}

/// The sizes of a run. Throws io::ConfigurationError where they do not fit together.
RunSettings run_settings(const io::Configuration& configuration) {
  for (const char* key : {"strong.coarsest_steps", "strong.finest_steps", "strong.refinement"}) {
    require_power_of_2(configuration, key);
  }
  RunSettings settings;
  settings.strong.seed = static_cast<std::uint64_t>(configuration.integer("run.seed"));
  // Fewer paths than at standard scale scatter in the error that they estimate too: intervals up to √2 wider
  // than their number says still tell orders half an order apart.
  const Index particles = configuration.integer("strong.particles");
  settings.strong.particles = particles;
  settings.strong.judged_as = particles < 4096 ? particles / 2 : particles;
  settings.strong.coarsest_steps = configuration.integer("strong.coarsest_steps");
  settings.strong.finest_steps = configuration.integer("strong.finest_steps");
  settings.strong.refinement = configuration.integer("strong.refinement");
  if (settings.strong.finest_steps < 4 * settings.strong.coarsest_steps) {
    throw configuration.error_at("strong.finest_steps",
                                 "an order needs 3 step sizes: at least 4 times "
                                 "strong.coarsest_steps");
  }
  settings.weak_finest_steps = configuration.integer("weak.finest_steps");
  settings.plane_finest_steps = configuration.integer("weak.plane_finest_steps");
  return settings;
}

}  // namespace

std::vector<frame::Part> parts(const io::Configuration& configuration) {
  const RunSettings settings = run_settings(configuration);
  std::vector<frame::Part> all;
  for (const Problem& problem : problems) {
    all.push_back({problem.name, [=, plan = problem.plan] { return plan(settings); }});
  }
  return frame::chosen(configuration, "run.problems", all);
}

frame::Experiment experiment() {
  return frame::experiment(
      {.name = "sde_convergence",
       .question = "Does every scheme for stochastic differential equations have the orders it claims?",
       .schema = schema(),
       .default_configuration = default_configuration(),
       // particles; finest steps; resolution of references
       .scales = {{"quick", 1.0 / 16, 1.0 / 2, 1.0 / 8}, {"standard", 1, 1, 1}, {"full", 2, 2, 1}},
       .parts = parts});
}

}  // namespace kolmo::sde_convergence
