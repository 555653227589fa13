// Cell Péclet number 1000 and densities down to 1e−300.

#include <cmath>
#include <limits>

#include "fokker_planck_convergence/grid_orders.hpp"
#include "fokker_planck_convergence/parts.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/fokker_planck/time/largest_step.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::fokker_planck_convergence {
namespace {

using namespace measure;
using fokker_planck::Discretisation;
using fokker_planck::Generator;
using fokker_planck::LargestStepSettings;
using fokker_planck::MarchResult;
using fokker_planck::TimeStepper;

constexpr Index cells = 64, steps = 20;
constexpr double longest_step = 10;

/// h |x|/D ≥ 1000 at the outermost faces; p_0 from 1e−299 to 1.2.
ProblemPtr convection_problem() {
  const auto process = std::make_shared<process::OrnsteinUhlenbeck>(1, 0, std::sqrt(2 * 1.9e-3), 1);
  GridProblem problem;
  problem.title = "Convection";
  problem.statement =
      "dX = -X dt + sqrt(2 D) dW, D = 0.0019, on [-8, 8] in 64 cells from N(4, 0.32^2), 20 steps";
  problem.process = process;
  problem.domain = {{-8, 8}};
  problem.law = [=](const Grid& grid, double t) {
    return at_centres(process::marginal(*process, density::gaussian_1d(4, 0.32), t), grid);
  };
  return std::make_shared<GridProblem>(std::move(problem));
}

MarchResult marched(const GridProblem& problem, const Discretisation& scheme, const TimeStepper& stepper,
                    double dt) {
  const Generator generator = generator_of(problem, scheme, cells);
  return fokker_planck::march(generator, stepper, problem.law(generator.grid(), 0),
                              {{0, dt * static_cast<double>(steps)}, {steps}});
}

double largest_step(const GridProblem& problem, const Discretisation& scheme, const TimeStepper& stepper,
                    double slack) {
  const Generator generator = generator_of(problem, scheme, cells);
  LargestStepSettings settings;
  settings.shortest = 1e-8;
  settings.longest = longest_step;
  settings.slack = slack;
  return std::min(longest_step, fokker_planck::largest_positive_step(
                                    generator, stepper, problem.law(generator.grid(), 0), settings));
}

/// SQRA's rates e^{±δ/2} reach 1e217/s here, far from the moderate Péclet numbers that it asks for.
bool extreme(const Generator& generator) {
  return std::max(generator.rates(0).up.maxCoeff(), generator.rates(0).down.maxCoeff()) > 1e6;
}

/// Extreme rates are no matrix for an exponential.
bool fits(const TimeStepper& stepper, const Generator& generator) {
  return stepper.takes(generator) && !(extreme(generator) && fokker_planck::exact_in_time(stepper));
}

/// How far below 0 an entry may be where p ≥ 0 is proved: subnormal numbers round by themselves; an
/// exponential has its tolerance; fluxes of extreme rates cancel to their rounding.
double allowed_below_zero(const TimeStepper& stepper, const Generator& generator) {
  if (fokker_planck::exact_in_time(stepper)) return 1e-11;
  return extreme(generator) ? 1e-14 : std::numeric_limits<double>::min();
}

/// The least entry over marches of short, middling and long steps.
double least_entry(const GridProblem& problem, const Discretisation& scheme, const TimeStepper& stepper) {
  double least = std::numeric_limits<double>::infinity();
  for (const double dt : {1e-3, 0.05, 1.0}) {
    least = std::min(least, marched(problem, scheme, stepper, dt).minimum);
  }
  return least;
}

/// Steps of 1 s end in a negative density, or leave the finite numbers and say so.
bool says_so(const GridProblem& problem, const Discretisation& scheme, const TimeStepper& stepper) {
  try {
    return !marched(problem, scheme, stepper, 1).nonnegative();
  } catch (const NumericalFailure&) {
    return true;
  }
}

void add_pair(const ProblemPtr& problem, const Discretisation& scheme,
              const std::shared_ptr<const TimeStepper>& stepper, Plan& plan) {
  const Generator generator = generator_of(*problem, scheme, cells);
  if (!fits(*stepper, generator)) return;
  const std::string pair = pair_name(stepper->claim().name, scheme.claim.name);
  if (stepper->keeps_positive(generator)) {
    plan.checks.push_back({"positivity_" + pair, [=] {
                             const double least = std::min(0.0, least_entry(*problem, scheme, *stepper));
                             return value_check(0, least, allowed_below_zero(*stepper, generator),
                                                stepper->claim().source, "proved at every step, to rounding");
                           }});
    return;
  }
  // Where nothing is proved a step that is too long shows: in the status of the march, or as a failure.
  plan.checks.push_back({"negative_is_a_status_" + pair, [=] {
                           return value_check(1, says_so(*problem, scheme, *stepper) ? 1 : 0, 0,
                                              stepper->claim().source,
                                              "steps of 1 s: nothing is cut off in silence");
                         }});
}

void write_largest(const GridProblem& problem, io::Group& part) {
  std::vector<std::string> names, schemes;
  for (const auto& stepper : fokker_planck::all_steppers()) names.push_back(stepper->claim().name);
  for (const Discretisation& scheme : fokker_planck::discretisations()) schemes.push_back(scheme.claim.name);
  const double nothing = std::numeric_limits<double>::quiet_NaN();
  Eigen::ArrayXXd strict = Eigen::ArrayXXd::Constant(static_cast<Index>(names.size()),
                                                     static_cast<Index>(schemes.size()), nothing);
  Eigen::ArrayXXd rounded = strict;
  for (Index i = 0; i < strict.rows(); ++i) {
    const TimeStepper& stepper = *fokker_planck::all_steppers()[static_cast<std::size_t>(i)];
    for (Index j = 0; j < strict.cols(); ++j) {
      const Discretisation& scheme = fokker_planck::discretisations()[static_cast<std::size_t>(j)];
      if (!fits(stepper, generator_of(problem, scheme, cells))) continue;
      strict(i, j) = largest_step(problem, scheme, stepper, 0);
      // what keeps every entry without a limit keeps the sum of the negative ones
      rounded(i, j) =
          strict(i, j) >= longest_step ? strict(i, j) : largest_step(problem, scheme, stepper, 1e-12);
    }
  }
  io::Group& group = part.group("largest_steps");
  group.attribute(
      "long_name",
      "how long a step keeps p >= 0, of 20 from the start; 10 s: no limit up to there, 0: at no step");
  group.scale("stepper", names, {"time stepper", ""});
  group.scale("discretisation", schemes, {"discretisation", ""});
  group.variable("nonnegative", {"stepper", "discretisation"}, strict, {"in every entry", "s", "", true});
  group.variable("negative_below_1e-12", {"stepper", "discretisation"}, rounded,
                 {"negative mass below 1e-12", "s", "", true});
}

}  // namespace

Plan convection_plan(const RunSettings&) {
  const ProblemPtr problem = convection_problem();
  Plan plan{problem->title, problem->statement};
  plan.checks.push_back({"cell_peclet_number", [=] {
                           return value_check(1000, std::min(1000.0, cell_peclet(*problem, cells)), 0, "",
                                              "at least 1000 at the outermost face");
                         }});
  plan.checks.push_back({"smallest_density", [=] {
                           const double least = problem->law(grid_of(*problem, cells), 0).minCoeff();
                           return value_check(0, least > 0 ? least : 1, 1e-295, "", "of the start; positive");
                         }});
  for (const Discretisation& scheme : fokker_planck::discretisations()) {
    for (const auto& stepper : fokker_planck::all_steppers()) add_pair(problem, scheme, stepper, plan);
  }
  plan.tables.push_back([=](io::Group& part) { write_largest(*problem, part); });
  return plan;
}

}  // namespace kolmo::fokker_planck_convergence
