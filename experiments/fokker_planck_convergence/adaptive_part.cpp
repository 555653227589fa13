// Steps that follow the error, beside explicit Runge–Kutta steps.

#include <cmath>

#include "fokker_planck_convergence/grid_orders.hpp"
#include "fokker_planck_convergence/parts.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/fokker_planck/time/bdf2.hpp"
#include "kolmo/fokker_planck/time/march_adaptive.hpp"
#include "kolmo/fokker_planck/time/started_stepper.hpp"
#include "kolmo/fokker_planck/time/uniformisation.hpp"
#include "kolmo/measure/fokker_planck/explicit_limit.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"

namespace kolmo::fokker_planck_convergence {
namespace {

using namespace measure;
using fokker_planck::AdaptiveResult;
using fokker_planck::AdaptiveSettings;
using fokker_planck::ExplicitStepper;
using fokker_planck::ExplicitTable;
using fokker_planck::Generator;
using fokker_planck::TimeStepper;

constexpr double end_time = 1;
constexpr double tolerances[] = {1e-2, 1e-3, 1e-4};
constexpr const char* tolerance_names[] = {"1e-2", "1e-3", "1e-4"};

/// Ornstein–Uhlenbeck on 160 cells from N(1.2, 0.08²), narrow beside where it goes.
struct Problem {
  Generator generator;
  Eigen::ArrayXd start, exact;
};

std::shared_ptr<Lazy<Problem>> narrow_problem() {
  return lazy([] {
    const Generator generator = fokker_planck::scharfetter_gummel(
        process::OrnsteinUhlenbeck(1, 0.3, std::sqrt(2.0), 1), Grid({{-5, 5.6, 160}}));
    const Eigen::ArrayXd start = at_centres(density::gaussian_1d(1.2, 0.08), generator.grid());
    return Problem{generator, start, fokker_planck::exact_flow(generator, start, end_time)};
  });
}

/// march_adaptive takes steppers of a finite order that remember nothing.
bool adapts(const TimeStepper& stepper) {
  return !fokker_planck::exact_in_time(stepper) &&
         dynamic_cast<const fokker_planck::Bdf2*>(&stepper) == nullptr &&
         dynamic_cast<const fokker_planck::StartedStepper*>(&stepper) == nullptr;
}

struct Outcome {
  double error, steps, rejected, preparations;
};

Outcome follow(const Problem& problem, const TimeStepper& stepper, double tolerance) {
  AdaptiveSettings settings;
  settings.tolerance = tolerance;
  const AdaptiveResult result =
      fokker_planck::march_adaptive(problem.generator, stepper, problem.start, {0, end_time}, settings);
  return {verify::error_norms(problem.generator.grid(), result.march.density, problem.exact).l1,
          2.0 * static_cast<double>(result.march.steps), static_cast<double>(result.rejected),
          static_cast<double>(result.preparations)};
}

using Outcomes = std::vector<std::shared_ptr<Lazy<Outcome>>>;

void write_outcomes(const std::vector<std::string>& names, const std::vector<Outcomes>& rows,
                    io::Group& part) {
  const auto n = static_cast<Index>(names.size()), m = static_cast<Index>(std::size(tolerances));
  Eigen::ArrayXXd error(n, m), steps(n, m), rejected(n, m), preparations(n, m);
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < m; ++j) {
      const Outcome& outcome = rows[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)]->get();
      error(i, j) = outcome.error;
      steps(i, j) = outcome.steps;
      rejected(i, j) = outcome.rejected;
      preparations(i, j) = outcome.preparations;
    }
  }
  io::Group& group = part.group("adaptive");
  group.attribute("long_name", "steps that follow the error, against the exponential of the generator");
  group.scale("stepper", names, {"time stepper", ""});
  group.scale("tolerance", std::vector<double>(std::begin(tolerances), std::end(tolerances)),
              {"tolerance of the L1 error", "1"});
  const std::vector<std::string> axes{"stepper", "tolerance"};
  group.variable("error", axes, error, {"L1 error at the end", "1"});
  group.variable("steps", axes, steps, {"half steps that were kept", "1"});
  group.variable("rejected", axes, rejected, {"steps that were not", "1"});
  group.variable("preparations", axes, preparations, {"factorisations", "1"});
}

verify::Check explicit_error(const Problem& problem, const ExplicitStepper& stepper, double tolerance) {
  const Eigen::ArrayXd p =
      fokker_planck::march(problem.generator, stepper, problem.start, {{0, end_time}, {1}}).density;
  return value_check(0, verify::error_norms(problem.generator.grid(), p, problem.exact).l1, tolerance,
                     stepper.claim().source, "L1 error, one step with error control inside");
}

void add_explicit(const std::shared_ptr<Lazy<Problem>>& problem, const std::string& name,
                  const ExplicitTable& table, ExplicitStepper (*make)(double), Plan& plan) {
  for (std::size_t k = 0; k < std::size(tolerances); ++k) {
    plan.checks.push_back({"error_" + name + "_" + tolerance_names[k], [=] {
                             return explicit_error(problem->get(), make(tolerances[k]), tolerances[k]);
                           }});
  }
  // The largest eigenvalue is known to 1 %, the growth is looked for to 1 %.
  plan.checks.push_back({"step_limit_" + name, [=] {
                           const Generator& l = problem->get().generator;
                           const double limit = real_axis_limit(table) / fastest_rate(l);
                           return value_check(1, largest_stable_step(l, table) / limit, 0.02,
                                              make(1e-3).claim().source,
                                              "largest step that does not grow over where |R(-z)| passes 1");
                         }});
  plan.tables.push_back([=](io::Group& part) {
    io::Group& group = part.group("explicit_limit_" + name);
    const Generator& l = problem->get().generator;
    group.attribute("long_name", "what stability leaves of an explicit step");
    group.variable("real_axis_limit", {}, std::vector<double>{real_axis_limit(table)},
                   {"z at which |R(-z)| passes 1", "1"});
    group.variable("step", {}, std::vector<double>{real_axis_limit(table) / fastest_rate(l)},
                   {"largest stable step", "s"});
    group.variable("steps", {}, std::vector<double>{end_time * fastest_rate(l) / real_axis_limit(table)},
                   {"steps to the end time that stability asks for", "1"});
  });
}

}  // namespace

Plan adaptive_plan(const RunSettings&) {
  Plan plan{"Steps that follow the error",
            "Ornstein-Uhlenbeck on 160 cells from N(1.2, 0.08^2) to t = 1, L1 error against the tolerance"};
  const auto problem = narrow_problem();
  std::vector<std::string> names;
  std::vector<Outcomes> rows;
  for (const auto& stepper : fokker_planck::all_steppers()) {
    if (!adapts(*stepper)) continue;
    Outcomes row;
    for (std::size_t k = 0; k < std::size(tolerances); ++k) {
      row.push_back(lazy([=] { return follow(problem->get(), *stepper, tolerances[k]); }));
      const auto outcome = row.back();
      plan.checks.push_back({"error_" + stepper->claim().name + "_" + tolerance_names[k], [=] {
                               return value_check(0, outcome->get().error, tolerances[k],
                                                  stepper->claim().source, "L1 error at the end");
                             }});
    }
    names.push_back(stepper->claim().name);
    rows.push_back(row);
  }
  plan.tables.push_back([=](io::Group& part) { write_outcomes(names, rows, part); });
  add_explicit(problem, "bogacki_shampine", fokker_planck::bogacki_shampine_table(),
               fokker_planck::explicit_bogacki_shampine, plan);
  add_explicit(problem, "dormand_prince", fokker_planck::dormand_prince_table(),
               fokker_planck::explicit_dormand_prince, plan);
  return plan;
}

}  // namespace kolmo::fokker_planck_convergence
