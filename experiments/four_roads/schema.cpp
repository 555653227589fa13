#include "four_roads/schema.hpp"

#include "kolmo/fokker_planck/time/time_stepper.hpp"
#include "kolmo/jko/jko_step.hpp"
#include "kolmo/ode/ode_stepper.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::four_roads {
namespace {

using io::Key;
using io::Scaling;
using io::Type;

std::vector<std::string> sde_schemes() {
  std::vector<std::string> names;
  for (const sde::SdeScheme* scheme : sde::schemes()) names.push_back(scheme->claim().name);
  return names;
}

std::vector<std::string> time_steppers() {
  std::vector<std::string> names;
  for (const auto& stepper : fokker_planck::steppers()) names.push_back(stepper->claim().name);
  return names;
}

std::vector<std::string> adaptive_ode_steppers() {
  std::vector<std::string> names;
  for (const ode::StepperEntry& entry : ode::steppers()) {
    if (entry.make()->error_order()) names.push_back(entry.claim.name);
  }
  return names;
}

std::vector<std::string> jko_steps() {
  std::vector<std::string> names;
  for (const jko::StepEntry& entry : jko::steps()) names.push_back(entry.claim.name);
  return names;
}

Key text(const std::string& path, const std::string& default_value, const std::string& sentence,
         std::vector<std::string> choices = {}) {
  Key key{path, Type::text, default_value, "", sentence};
  key.choices = std::move(choices);
  return key;
}

Key number(const std::string& path, const std::string& default_value, const std::string& unit,
           const std::string& sentence, double lower, double upper, bool lower_excluded = false) {
  Key key{path, Type::number, default_value, unit, sentence};
  key.lower = lower;
  key.upper = upper;
  key.lower_excluded = lower_excluded;
  return key;
}

Key count(const std::string& path, const std::string& default_value, const std::string& sentence,
          double lower, double upper, Scaling scaling, std::int64_t multiple_of) {
  Key key{path, Type::integer, default_value, "1", sentence};
  key.lower = lower;
  key.upper = upper;
  key.scaling = scaling;
  key.multiple_of = multiple_of;
  return key;
}

Key switch_key(const std::string& path, const std::string& default_value, const std::string& sentence) {
  return {path, Type::boolean, default_value, "", sentence};
}

void add_problem_keys(io::Schema& keys) {
  const std::string p = "problem.*.";
  keys.push_back(text(p + "title", "\"\"", "What the problem is called in the report."));
  Key times{p + "times", Type::numbers, "", "s", "Times t > 0, increasing, at which the roads are compared."};
  times.lower = 0;
  times.lower_excluded = true;
  keys.push_back(times);
  keys.push_back(
      {p + "domain", Type::matrix, "", "1",
       "[lower, upper] of each coordinate: the domain of the grid and of the pictures; what holds all but "
       "1e-9 of the law if not given."});
  keys.push_back(
      text(p + "process.type", "", "The process.",
           {"langevin", "ornstein_uhlenbeck", "variance_preserving", "variance_exploding", "brownian"}));
  keys.push_back(
      text(p + "process.potential", "",
           "langevin: V, an expression in x such as \"(x^2-1)^2\" (dX = -V'(X) dt + sqrt(2T) dW)."));
  keys.push_back(
      number(p + "process.temperature", "1.0", "1", "langevin: the temperature T = 1/beta.", 0, 1e6, true));
  keys.push_back(number(p + "process.theta", "1.0", "1/s",
                        "ornstein_uhlenbeck: the rate theta of dX = -theta (X - mean) dt + sigma dW.", 0, 1e6,
                        true));
  keys.push_back(
      {p + "process.mean", Type::numbers, "", "1", "ornstein_uhlenbeck: the mean m; 0 if not given."});
  keys.push_back(number(p + "process.sigma", "1.0", "1", "ornstein_uhlenbeck, brownian: the noise sigma.", 0,
                        1e6, true));
  keys.push_back(number(p + "process.beta_min", "0.1", "1/s",
                        "variance_preserving: beta(t) = beta_min + (beta_max - beta_min) t.", 0, 1e6));
  keys.push_back(
      number(p + "process.beta_max", "20.0", "1/s", "variance_preserving: beta at t = 1.", 0, 1e6, true));
  keys.push_back(
      number(p + "process.sigma_min", "0.01", "1",
             "variance_exploding: sigma(t) = sigma_min (sigma_max/sigma_min)^t; p_0 is the initial law.", 0,
             1e6, true));
  keys.push_back(
      number(p + "process.sigma_max", "50.0", "1", "variance_exploding: sigma at t = 1.", 0, 1e6, true));
  Key weights{p + "initial.weights", Type::numbers, "", "1",
              "Weights of the Gaussian components; they sum to 1."};
  weights.lower = 0;
  weights.lower_excluded = true;
  keys.push_back(weights);
  keys.push_back({p + "initial.means", Type::matrix, "", "1",
                  "Mean of each component: [[m], ...] or [[m_x, m_y], ...]."});
  Key deviations{p + "initial.deviations", Type::numbers, "", "1",
                 "Standard deviation of each component, the same in every direction."};
  deviations.lower = 0;
  deviations.lower_excluded = true;
  keys.push_back(deviations);
  keys.push_back(
      {p + "initial.covariances", Type::matrix, "", "1",
       "Covariance matrix of each component, row by row: [[xx, xy, yx, yy], ...]; instead of deviations."});
  keys.push_back(
      text(p + "initial.file", "",
           "A CSV file of points, instead of weights and means: relative to the working directory, or to "
           "Kolmo's own."));
  keys.push_back(
      {p + "initial.columns", Type::texts, "", "", "The columns of the file that are read (1 or 2)."});
  keys.push_back(switch_key(p + "initial.standardise", "true",
                            "Shift and scale the points of the file to mean 0 and deviation 1."));
  keys.push_back(number(p + "initial.bandwidth", "", "1",
                        "Deviation of the Gaussian kernel on each point of the file.", 0, 1e6, true));
}

void add_road_keys(io::Schema& keys) {
  const std::string p = "problem.*.";
  constexpr double most_particles = 1e9, most_steps = 1e7;
  keys.push_back(switch_key(p + "sde.enabled", "true", "Whether the road of paths is run."));
  keys.push_back(
      text(p + "sde.scheme", "",
           "The SDE scheme; if not given drift_heun, or an implicit one where the drift is too stiff for it.",
           sde_schemes()));
  keys.push_back(count(p + "sde.steps", "",
                       "Time steps over the whole span, even; as accuracy.target asks if not given.", 4,
                       most_steps, Scaling::steps, 4));
  keys.push_back(count(p + "sde.particles", "", "Paths; accuracy.particles if not given.", 256,
                       most_particles, Scaling::particles, 16));
  keys.push_back(switch_key(p + "fokker_planck.enabled", "true", "Whether the grid road is run."));
  keys.push_back(
      text(p + "fokker_planck.stepper", "",
           "The time stepper; if not given tr_bdf2, or implicit_euler where a density turns negative.",
           time_steppers()));
  keys.push_back(count(p + "fokker_planck.steps", "",
                       "Time steps over the whole span, even; as accuracy.target asks if not given.", 4,
                       most_steps, Scaling::steps, 4));
  keys.push_back(count(p + "fokker_planck.cells", "",
                       "Cells of each axis; as accuracy.target asks if not given.", 16, 1e6, Scaling::cells,
                       16));
  keys.push_back(switch_key(p + "ode.enabled", "true", "Whether the probability flow is run."));
  keys.push_back(text(p + "ode.stepper", "\"dormand_prince\"", "The ODE stepper.", adaptive_ode_steppers()));
  keys.push_back(number(
      p + "ode.tolerance", "", "1",
      "Relative and absolute tolerance by which the coarsest level chooses its steps; the finest "
      "takes a quarter of them (order 5: errors fall by a thousand); accuracy.target/1000 if not given.",
      1e-12, 1e-2));
  keys.push_back(count(p + "ode.particles", "", "Trajectories; a tenth of accuracy.particles if not given.",
                       256, most_particles, Scaling::particles, 16));
  keys.push_back(
      switch_key(p + "jko.enabled", "",
                 "Whether the JKO road is run; by default wherever it exists: gradient flows in 1-D."));
  keys.push_back(text(p + "jko.step", "\"quantile\"", "The JKO step.", jko_steps()));
  keys.push_back(count(p + "jko.steps", "",
                       "JKO steps over the whole span, even; as accuracy.target asks if not given.", 4,
                       most_steps, Scaling::steps, 4));
  keys.push_back(count(p + "jko.cells", "", "Cells of fixed mass; as accuracy.target asks if not given.", 64,
                       1e6, Scaling::cells, 16));
  keys.push_back(switch_key(
      p + "reverse.enabled", "false",
      "Whether reverse SDE and reverse flow lead back from the last time to 0 (linear processes)."));
  keys.push_back(
      text(p + "reverse.scheme", "\"drift_heun\"", "The scheme of the reverse SDE.", sde_schemes()));
  keys.push_back(
      count(p + "reverse.steps", "1000", "Time steps of the reverse SDE.", 4, most_steps, Scaling::steps, 4));
  keys.push_back(count(p + "reverse.particles", "",
                       "Paths of each reverse road; a tenth of accuracy.particles if not given.", 256,
                       most_particles, Scaling::particles, 16));
}

}  // namespace

io::Schema schema() {
  io::Schema keys;
  keys.push_back({"run.problems", Type::texts, "", "", "The problems to run; all of them if not given."});
  keys.push_back(number("accuracy.target", "", "1",
                        "Budgets of steps and cells are to be below this part of each quantity's own spread; "
                        "1e-2 at quick, 2e-3 "
                        "at standard, 1e-3 at full scale if not given.",
                        1e-5, 0.1));
  keys.push_back(count("accuracy.particles", "",
                       "Paths of a sample road that does not say otherwise; 8/target^2 if not given.", 256,
                       1e9, Scaling::particles, 16));
  keys.push_back(count("accuracy.levels", "3",
                       "Runs of each road, each twice as fine as the next, from which its budget is made.", 2,
                       4, Scaling::none, 1));
  keys.push_back(count("accuracy.energy_points", "10000", "Points a side for energy distances (2-D).", 256,
                       20000, Scaling::none, 16));
  add_problem_keys(keys);
  add_road_keys(keys);
  return keys;
}

}  // namespace kolmo::four_roads
