#include "fokker_planck_convergence/stationary_state.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/time/largest_step.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::fokker_planck_convergence {
namespace {

using namespace measure;
using fokker_planck::Discretisation;
using fokker_planck::Generator;
using fokker_planck::LargestStepSettings;
using fokker_planck::TimeStepper;

constexpr Index cells_at_rest = 64;
constexpr double longest_step = 10;

/// e^{−V/T} at the centres, normalised on the grid.
Eigen::ArrayXd gibbs(const GridProblem& problem, const Grid& grid) {
  const process::GradientStructure structure = gradient_structure(*problem.process).value();
  Eigen::ArrayXd p(grid.cells());
  structure.potential->value(grid.centres(), p);
  for (double& v : p) v = std::exp(-v / structure.temperature);
  return p / fokker_planck::mass(grid, p);
}

double gibbs_distance(const GridProblem& problem, const Discretisation& scheme, Index cells) {
  const Generator generator = generator_of(problem, scheme, cells);
  return verify::error_norms(generator.grid(), fokker_planck::stationary_density(generator),
                             gibbs(problem, generator.grid()))
      .l1;
}

OrderStudy gibbs_study(const GridProblem& problem, const Discretisation& scheme) {
  OrderStudy study =
      grid_study({"gibbs_" + scheme.claim.name, "L1 distance of the state of rest to exp(-V/T)",
                  scheme.claim.name, scheme.claim.source});
  for (const Index cells : problem.cells) {
    study.add(grid_of(problem, cells).axis(0).width(), gibbs_distance(problem, scheme, cells));
  }
  study.claimed = scheme.claim.order(Sense::space).value();
  study.next_term = study.claimed;
  // Sums of V/T over the faces: some hundred roundings.
  if (scheme.keeps_gibbs) study.exact_below = 1e-12;
  return study;
}

/// 100 steps of 0.05 from the state of rest: as many solves, each good to some roundings in each cell; the
/// exponentials' tolerance of 1e−12 a step.
verify::Check at_rest(const GridProblem& problem, const TimeStepper& stepper) {
  double worst = 0;
  for (const Discretisation& scheme : fokker_planck::discretisations()) {
    const Generator generator = generator_of(problem, scheme, cells_at_rest);
    const Eigen::ArrayXd rest = fokker_planck::stationary_density(generator);
    const Eigen::ArrayXd later = fokker_planck::march(generator, stepper, rest, {{0, 5}, {100}}).density;
    worst = std::max(worst, verify::error_norms(generator.grid(), later, rest).l1);
  }
  return value_check(0, worst, fokker_planck::exact_in_time(stepper) ? 1e-10 : 1e-12, stepper.claim().source,
                     "L1, the worst of all discretisations");
}

struct LargestSteps {
  double positive, monotone;
};

LargestSteps largest_steps(const GridProblem& problem, const Discretisation& scheme,
                           const TimeStepper& stepper) {
  const Generator generator = generator_of(problem, scheme, cells_at_rest);
  const Eigen::ArrayXd start = problem.law(generator.grid(), 0);
  LargestStepSettings settings;
  settings.shortest = 1e-6;
  settings.longest = longest_step;
  settings.slack = 1e-12;
  const double monotone = fokker_planck::largest_monotone_step(
      generator, stepper, start, fokker_planck::stationary_density(generator), settings);
  if (monotone >= longest_step) return {longest_step, longest_step};  // monotone steps are positive ones
  const double positive = fokker_planck::largest_positive_step(generator, stepper, start, settings);
  return {std::min(positive, longest_step), monotone};
}

using Row = std::vector<std::shared_ptr<Lazy<LargestSteps>>>;

void write_largest(const std::vector<std::string>& steppers, const std::vector<Row>& rows, io::Group& part) {
  std::vector<std::string> schemes;
  for (const Discretisation& scheme : fokker_planck::discretisations()) schemes.push_back(scheme.claim.name);
  Eigen::ArrayXXd positive(static_cast<Index>(rows.size()), static_cast<Index>(schemes.size()));
  Eigen::ArrayXXd monotone = positive;
  for (Index i = 0; i < positive.rows(); ++i) {
    for (Index j = 0; j < positive.cols(); ++j) {
      const LargestSteps& steps = rows[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)]->get();
      positive(i, j) = steps.positive;
      monotone(i, j) = steps.monotone;
    }
  }
  io::Group& group = part.group("largest_steps");
  group.attribute("long_name", "how long a step may be, of 20 from the start; 10 s: no limit up to there");
  group.scale("stepper", steppers, {"time stepper", ""});
  group.scale("discretisation", schemes, {"discretisation", ""});
  group.variable("positive", {"stepper", "discretisation"}, positive,
                 {"largest step whose negative mass stays below 1e-12", "s"});
  group.variable("monotone", {"stepper", "discretisation"}, monotone,
                 {"largest step at which the free energy falls as well", "s"});
}

}  // namespace

void add_rest(const ProblemPtr& problem, Plan& plan) {
  for (const Discretisation& scheme : fokker_planck::discretisations()) {
    plan.studies.push_back({"gibbs_" + scheme.claim.name, [=] { return gibbs_study(*problem, scheme); }});
  }
  std::vector<std::string> names;
  std::vector<Row> rows;
  const Generator generator = generator_of(*problem, fokker_planck::discretisations().front(), cells_at_rest);
  for (const auto& stepper : fokker_planck::all_steppers()) {
    const std::string& name = stepper->claim().name;
    plan.checks.push_back({"at_rest_" + name, [=] { return at_rest(*problem, *stepper); }});
    Row row;
    for (const Discretisation& scheme : fokker_planck::discretisations()) {
      row.push_back(lazy([=] { return largest_steps(*problem, scheme, *stepper); }));
    }
    names.push_back(name);
    rows.push_back(row);
    if (!stepper->keeps_positive(generator)) continue;
    plan.checks.push_back({"free_energy_falls_" + name, [=] {
                             double least = longest_step;
                             for (const auto& one : row) least = std::min(least, one->get().monotone);
                             return value_check(longest_step, least, 0, stepper->claim().source,
                                                "proved at every step; the worst of all discretisations");
                           }});
  }
  plan.tables.push_back([=](io::Group& part) { write_largest(names, rows, part); });
}

}  // namespace kolmo::fokker_planck_convergence
