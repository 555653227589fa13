#include "fokker_planck_convergence/conservation.hpp"

#include <cmath>

#include "kolmo/fokker_planck/time/march.hpp"

namespace kolmo::fokker_planck_convergence {
namespace {

using namespace measure;
using fokker_planck::Discretisation;
using fokker_planck::MarchResult;
using fokker_planck::TimeStepper;

constexpr double exponential_tolerance = 1e-12, rounding_a_step = 1e-15;

using Lazies = std::vector<std::shared_ptr<Lazy<Kept>>>;

Index cells_for(const GridProblem& problem) {
  return problem.domain.size() == 1 ? 64 : problem.domain.size() == 2 ? 16 : 8;
}

void write_table(const std::vector<std::string>& steppers, const std::vector<std::string>& schemes,
                 const std::vector<Lazies>& kept, io::Group& part) {
  const auto rows = static_cast<Index>(steppers.size()), columns = static_cast<Index>(schemes.size());
  Eigen::ArrayXXd mass(rows, columns), minimum(rows, columns);
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < columns; ++j) {
      const Kept& k = kept[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)]->get();
      mass(i, j) = k.mass_defect;
      minimum(i, j) = k.minimum;
    }
  }
  io::Group& group = part.group("kept");
  group.attribute("long_name", "what a long march and 16 long steps keep");
  group.scale("stepper", steppers, {"time stepper", ""});
  group.scale("discretisation", schemes, {"discretisation", ""});
  group.variable("mass_defect", {"stepper", "discretisation"}, mass, {"relative defect of the mass", "1"});
  group.variable("minimum", {"stepper", "discretisation"}, minimum,
                 {"smallest entry of any density over the largest of the first", "1"});
}

verify::Check mass_check(const Lazies& kept, const Claim& claim) {
  double worst = 0;
  for (const auto& one : kept) {
    if (!std::isnan(worst) && !(one->get().mass_defect <= worst)) worst = one->get().mass_defect;
  }
  return value_check(0, worst, 1e-13, claim.source, "the worst of all discretisations");
}

verify::Check positivity_check(const Lazies& kept, const TimeStepper& stepper, Index steps) {
  const double allowed = exponential_tolerance + rounding_a_step * static_cast<double>(steps);
  double least = 0;
  for (const auto& one : kept) least = std::min(least, one->get().minimum);
  return value_check(0, least, fokker_planck::exact_in_time(stepper) ? allowed : 0, stepper.claim().source,
                     fokker_planck::exact_in_time(stepper)
                         ? "the tolerance of the exponential, and its rounding in every step"
                         : "proved at every step; the worst of all discretisations");
}

}  // namespace

Kept keep(const GridProblem& problem, const Discretisation& discretisation, const TimeStepper& stepper,
          Index cells, Index steps) {
  const fokker_planck::Generator generator = generator_of(problem, discretisation, cells);
  const Eigen::ArrayXd start = problem.law(generator.grid(), 0);
  const double t = problem.end_time;
  const MarchResult result = fokker_planck::march(generator, stepper, start, {{0, t, 4 * t}, {steps, 16}});
  return {result.mass_defect, result.minimum / start.maxCoeff()};
}

void add_kept(const ProblemPtr& problem, Index steps, Plan& plan) {
  const Index cells = cells_for(*problem);
  std::vector<std::string> names, schemes;
  std::vector<Lazies> all;
  for (const Discretisation& scheme : fokker_planck::discretisations()) schemes.push_back(scheme.claim.name);
  for (const auto& stepper : fokker_planck::all_steppers()) {
    Lazies kept;
    bool proved = true, taken = true;
    for (const Discretisation& scheme : fokker_planck::discretisations()) {
      const fokker_planck::Generator generator = generator_of(*problem, scheme, cells);
      taken = taken && stepper->takes(generator);
      proved = proved && stepper->keeps_positive(generator);
      kept.push_back(lazy([=] { return keep(*problem, scheme, *stepper, cells, steps); }));
    }
    if (!taken) continue;
    names.push_back(stepper->claim().name);
    all.push_back(kept);
    plan.checks.push_back(
        {"mass_" + stepper->claim().name, [=] { return mass_check(kept, stepper->claim()); }});
    if (!proved) continue;
    plan.checks.push_back(
        {"positivity_" + stepper->claim().name, [=] { return positivity_check(kept, *stepper, steps); }});
  }
  plan.tables.push_back([=](io::Group& part) { write_table(names, schemes, all, part); });
}

}  // namespace kolmo::fokker_planck_convergence
