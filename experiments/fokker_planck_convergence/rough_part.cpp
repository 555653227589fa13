// A start with a jump.

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "fokker_planck_convergence/grid_orders.hpp"
#include "fokker_planck_convergence/parts.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"

namespace kolmo::fokker_planck_convergence {
namespace {

using namespace measure;
using fokker_planck::Discretisation;
using fokker_planck::Generator;
using fokker_planck::TimeStepper;

constexpr double end_time = 0.05;
constexpr Index ring_cells = 128, ring_steps = 10;
const std::vector<Index> ladder_cells{64, 80, 96, 128, 160, 192};

/// p_t of dX = dW between walls at 0 and 1 from 2 on [0, ½): Σ_k 4/(kπ) sin(kπ/2) cos(kπx) e^{−k²π²t/2} + 1.
double law(double x, double t) {
  if (t == 0) return x < 0.5 ? 2 : 0;
  using std::numbers::pi;
  double p = 1;
  for (int k = 1; k < 200; k += 2) {
    p += 4 / (k * pi) * (k % 4 == 1 ? 1 : -1) * std::cos(k * pi * x) * std::exp(-k * k * pi * pi * t / 2);
  }
  return p;
}

ProblemPtr rough_problem() {
  GridProblem problem;
  problem.title = "A start with a jump";
  problem.statement =
      "dX = dW between walls at 0 and 1 from 2 on [0, 1/2), to t = 0.05, time steps of 6.5 h^2 and more";
  problem.process = std::make_shared<process::Brownian>(1, 1);
  problem.domain = {{0, 1}};
  problem.end_time = end_time;
  problem.law = [](const Grid& grid, double t) {
    Eigen::ArrayXd p(grid.cells());
    for (Index i = 0; i < p.size(); ++i) p(i) = law(grid.axis(0).centre(i), t);
    return p;
  };
  problem.cells = problem.joint_cells = ladder_cells;
  problem.coarsest_steps = 8;
  problem.driftless = true;
  return std::make_shared<GridProblem>(std::move(problem));
}

/// Steps of θ = ½ without a start that damps: without mixed derivatives all three are Crank–Nicolson.
bool rings(const TimeStepper& stepper) {
  const std::array<const char*, 3> names{"crank_nicolson", "douglas", "craig_sneyd"};
  return std::find(names.begin(), names.end(), stepper.claim().name) != names.end();
}

/// The largest |p_{i−1} − 2 p_i + p_{i+1}|/4: a zigzag of amplitude 1 has 1, the solution h² p″/4 < 1e−3.
double zigzag(const TimeStepper& stepper) {
  const GridProblem problem = *rough_problem();
  const Generator generator = generator_of(problem, fokker_planck::discretisations().front(), ring_cells);
  const Eigen::ArrayXd p = fokker_planck::march(generator, stepper, problem.law(generator.grid(), 0),
                                                {{0, end_time}, {ring_steps}})
                               .density;
  const Index n = ring_cells;
  return (p.head(n - 2) - 2 * p.segment(1, n - 2) + p.tail(n - 2)).abs().maxCoeff() / 4;
}

OrderStudy largest_error_study(const GridProblem& problem, const TimeStepper& stepper) {
  const Claim& claim = stepper.claim();
  OrderStudy study = grid_study({"joint_" + claim.name, "largest error, h and the time step refined together",
                                 claim.name, claim.source});
  const Discretisation& scheme = fokker_planck::discretisations().front();
  const bool squared = claim.order(Sense::time, Context::line) == 1.0;
  for (const Index cells : problem.joint_cells) {
    const Generator generator = generator_of(problem, scheme, cells);
    const Grid& grid = generator.grid();
    const Eigen::ArrayXd p = fokker_planck::march(generator, stepper, problem.law(grid, 0),
                                                  {{0, end_time}, {joint_steps(problem, cells, squared)}})
                                 .density;
    study.add(grid.axis(0).width(), verify::error_norms(grid, p, problem.law(grid, end_time)).maximum);
  }
  study.claimed = study.next_term = 2;
  return study;
}

void add_ringing(const ProblemPtr& problem, const std::shared_ptr<const TimeStepper>& stepper, Plan& plan) {
  const std::string& name = stepper->claim().name;
  plan.checks.push_back({"rings_" + name, [=] {
                           return value_check(1, std::min(1.0, zigzag(*stepper) / 0.1), 0,
                                              stepper->claim().source,
                                              "zigzag of 0.1 or more after 10 steps of 41 h^2");
                         }});
  plan.checks.push_back({"does_not_converge_" + name, [=] {
                           const OrderStudy study = largest_error_study(*problem, *stepper);
                           const double ratio = study.errors.back().value / study.errors.front().value;
                           return value_check(
                               1, std::min(1.0, ratio / 0.5), 0, stepper->claim().source,
                               "largest error at h/3 at least half of that at h, steps of a fixed "
                               "multiple of h");
                         }});
}

}  // namespace

Plan rough_plan(const RunSettings&) {
  const ProblemPtr problem = rough_problem();
  Plan plan{problem->title, problem->statement};
  plan.checks.push_back(
      {"one_matrix", [=] {
         const auto& schemes = fokker_planck::discretisations();
         const Generator first = generator_of(*problem, schemes.front(), ring_cells);
         double worst = 0;
         for (const Discretisation& scheme : schemes) {
           const Generator other = generator_of(*problem, scheme, ring_cells);
           worst = std::max(worst, (other.rates(0).up - first.rates(0).up).abs().maxCoeff());
           worst = std::max(worst, (other.rates(0).down - first.rates(0).down).abs().maxCoeff());
         }
         return value_check(0, worst, 0, "w(0) = 1", "without drift all discretisations are the same matrix");
       }});
  for (const auto& stepper : fokker_planck::all_steppers()) {
    if (rings(*stepper)) {
      add_ringing(problem, stepper, plan);
      continue;
    }
    const std::string& name = stepper->claim().name;
    plan.studies.push_back({"joint_" + name, [=] { return largest_error_study(*problem, *stepper); }});
    plan.checks.push_back({"quiet_" + name, [=] {
                             return value_check(0, zigzag(*stepper), 1e-2, stepper->claim().source,
                                                "zigzag after 10 steps of 41 h^2");
                           }});
  }
  plan.tables.push_back([](io::Group& part) {
    std::vector<std::string> names;
    std::vector<double> values;
    for (const auto& stepper : fokker_planck::all_steppers()) {
      names.push_back(stepper->claim().name);
      values.push_back(zigzag(*stepper));
    }
    io::Group& group = part.group("zigzag");
    group.attribute("long_name", "what rings after 10 steps from a jump");
    group.scale("stepper", names, {"time stepper", ""});
    group.variable("zigzag", {"stepper"}, values, {"largest |second difference|/4", "1"});
  });
  return plan;
}

}  // namespace kolmo::fokker_planck_convergence
