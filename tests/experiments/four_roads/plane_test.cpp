// The roads in the plane: a grid that is as fine as the accuracy asks, whatever the drift.

#include <gtest/gtest.h>

#include <cmath>

#include "experiments/four_roads/ordinary_problem.hpp"
#include "experiments/under_test.hpp"
#include "four_roads/experiment.hpp"
#include "four_roads/grid/grid_cells.hpp"
#include "four_roads/grid/grid_scores.hpp"
#include "four_roads/problem/short_time_law.hpp"
#include "kolmo/process/equations/linear_process.hpp"

namespace kolmo::four_roads {
namespace {

using test::Settings;

io::Configuration configured(const Settings& settings) {
  std::vector<std::string> sets = {"run.problems=[\"p\"]", "accuracy.particles=3200",
                                   "accuracy.energy_points=500"};
  for (const std::string& setting : settings) sets.push_back("problem.p." + setting);
  return frame::test::configured(experiment(), sets, "quick");
}

ProblemResult result_of(const Settings& settings) {
  const io::Configuration configuration = configured(settings);
  frame::Progress silent;
  return run_problem(make_problem(configuration, "p"), run_settings(configuration), silent);
}

const RoadOutput& road_of(const ProblemResult& result, const std::string& name) {
  for (const RoadOutput& output : result.roads)
    if (output.result.name == name) return output;
  throw std::runtime_error("no road " + name);
}

Settings rotating(const std::string& mean) {
  return {"times=[200,1000]",
          "domain=[[-12,12],[-12,12]]",
          "process.drift=[\"-5e-4*x - 3e-3*y\",\"3e-3*x - 5e-4*y\"]",
          "process.diffusion=0.05",
          "initial.weights=[1]",
          "initial.means=[" + mean + "]",
          "initial.deviations=[0.8]"};
}

// Micrometres and milliseconds. The grid once had a variance 46 % too large here, and a budget as large as
// that.
TEST(Plane, ATurningDriftIsResolvedToTheAccuracyAskedFor) {
  const ProblemResult result = result_of(rotating("[2.0,0.0]"));
  const RoadOutput& grid = road_of(result, road::fokker_planck);
  Eigen::Matrix2d a;
  a << -5e-4, -3e-3, 3e-3, -5e-4;
  const process::LinearProcess exact(a, Eigen::Vector2d::Zero(), 0.05 * Eigen::Matrix2d::Identity());
  for (std::size_t i = 0; i < 2; ++i) {
    const auto law =
        exact.law(Eigen::Vector2d(2, 0), 0.64 * Eigen::Matrix2d::Identity(), grid.result.times[i]);
    const auto& found = grid.result.snapshots[i].quantities;
    for (const auto& [name, value] :
         {std::pair{"covariance_xx", law.covariance()(0, 0)},
          std::pair{"covariance_yy", law.covariance()(1, 1)}, std::pair{"mean_x", law.mean()(0)},
          std::pair{"mean_y", law.mean()(1)}}) {
      const verify::Quantity& quantity = found.at(name);
      EXPECT_NEAR(quantity.value, value, quantity.budget) << name;
      // The steps' and the cells' budgets are within the target each, quick scale's 10⁻²; the rest is of the
      // walls and of negative mass, 1e−8 of it over an area of 24².
      EXPECT_LE(quantity.budget, 2.01e-2 * quantity.spread) << name;
    }
  }
  for (const verify::Check& check : result.checks)
    EXPECT_EQ(check.verdict, verify::Verdict::pass) << check.id << " " << check.note;
}

// A law that becomes six times as narrow as it begins: the first grid, of 128 cells and chosen for the start,
// has a budget of more than was asked for, and what is found on it may not be the last word. Var X by hand.
TEST(Plane, ALawThatBecomesNarrowIsFollowedByFinerCells) {
  const ProblemResult result = result_of(
      {"times=[1]", "domain=[[-5,5],[-5,5]]", "process.drift=[\"-20*x\",\"x - y\"]", "process.diffusion=0.8",
       "initial.weights=[1]", "initial.means=[[0,0]]", "initial.deviations=[0.8]"});
  const verify::Quantity& variance =
      road_of(result, road::fokker_planck).result.snapshots[0].quantities.at("covariance_xx");
  EXPECT_NEAR(variance.value, 0.64 / 40, variance.budget);  // e^{−40} of the start is left
  EXPECT_LE(variance.budget, 2.01e-2 * variance.spread);
  // In space finer cells cost eight times as much, too much here: agreement is no pass then, and it is said
  // what would do.
  const ProblemResult dear = result_of(
      {"times=[1]", "domain=[[-4,4],[-4,4],[-4,4]]", "process.drift=[\"-8*x\",\"x - 8*y\",\"x - 8*z\"]",
       "process.diffusion=0.8", "initial.weights=[1]", "initial.means=[[0,0,0]]", "initial.deviations=[0.7]",
       "fokker_planck.steps=128", "sde.steps=64", "ode.enabled=false"});
  const verify::Check& check = frame::test::find(dear.checks, "p/sde~fokker_planck/covariance_xx/t=1");
  EXPECT_EQ(check.verdict, verify::Verdict::unresolved);
  EXPECT_NE(check.note.find("problem.p.fokker_planck.enabled = false"), std::string::npos) << check.note;
}

// Every way of writing a process has the same roads, none needs a domain, and the numbers agree to rounding.
TEST(Plane, ALinearProcessIsTheSameHoweverItIsWritten) {
  const Settings shared = {"times=[0.5]",
                           "initial.weights=[1]",
                           "initial.means=[[1,0]]",
                           "initial.deviations=[0.4]",
                           "fokker_planck.cells=64",
                           "fokker_planck.steps=32",
                           "sde.steps=32"};
  const auto with = [&](Settings process) {
    process.insert(process.end(), shared.begin(), shared.end());
    return result_of(process);
  };
  const ProblemResult matrix = with({"process.type=\"ornstein_uhlenbeck\"", "process.theta=[[1,3],[-3,1]]",
                                     "process.sigma=0.5"}),
                      formulas = with({"process.drift=[\"-x - 3*y\",\"3*x - y\"]", "process.diffusion=0.5"});
  ASSERT_EQ(matrix.roads.size(), 4U);  // exact, paths, grid, flow
  ASSERT_EQ(formulas.roads.size(), 4U);
  for (std::size_t r = 0; r < 4; ++r) {
    EXPECT_EQ(matrix.roads[r].result.name, formulas.roads[r].result.name);
    for (const auto& [name, quantity] : matrix.roads[r].result.snapshots.back().quantities) {
      const verify::Quantity& other = formulas.roads[r].result.snapshots.back().quantities.at(name);
      EXPECT_NEAR(quantity.value, other.value, 1e-9 * quantity.spread) << matrix.roads[r].result.name << name;
    }
  }
}

// A law that walks out of its window: one line says so, before all others, and nothing is called wrong.
TEST(Plane, ALawThatLeavesItsDomainIsTheFirstThingSaid) {
  const Settings settings = {"times=[2]",
                             "process.drift=[\"1 + 0.1*sin(y)\",\"-y\"]",
                             "process.diffusion=0.5",
                             "initial.weights=[1]",
                             "initial.means=[[0,0]]",
                             "initial.deviations=[0.2]"};
  Settings narrow = settings, wide = settings;
  narrow.push_back("domain=[[-2,2],[-2,2]]");
  const ProblemResult result = result_of(narrow);
  EXPECT_EQ(result.checks[0].id, "p/fokker_planck/mass_beyond_walls");
  EXPECT_EQ(result.checks[0].verdict, verify::Verdict::unresolved);
  const std::string& note = result.checks[0].note;
  EXPECT_NE(note.find("upper side of x at t = 2"), std::string::npos) << note;
  for (const verify::Check& check : result.checks)
    EXPECT_NE(check.verdict, verify::Verdict::fail) << check.id << " " << check.note;
  // The value that it names would do.
  const std::size_t at = note.find("domain = ");
  ASSERT_NE(at, std::string::npos) << note;
  wide.push_back("domain=" + note.substr(at + 9));
  for (const verify::Check& check : result_of(wide).checks)
    EXPECT_EQ(check.verdict, verify::Verdict::pass) << check.id << " " << check.note;
}

// A ridge along the diagonal is as narrow for a line of the grid as its conditional deviation.
TEST(Plane, ARidgeIsAsNarrowAsALineOfTheGridSeesIt) {
  const double r = 0.99;
  const auto law = density::gaussian(Eigen::Vector2d::Zero(), (Eigen::Matrix2d() << 1, r, r, 1).finished());
  EXPECT_NEAR(narrowest(law, 0), std::sqrt(1 - r * r), 1e-12);
}

// dx = (1 − x² + y) dt + …: of second degree, for which the four points are exact; E x² = m² + v and
// E x² (x − m) = 2mv by hand.
TEST(Plane, MomentsOfAShortTimeFollowTheGaussianClosure) {
  const io::Configuration configuration =
      configured({"times=[1]", "domain=[[-4,4],[-4,4]]", "process.drift=[\"1 - x^2 + y\",\"-y\"]",
                  "process.diffusion=0.5", "initial.weights=[1]", "initial.means=[[0.5,0.2]]",
                  "initial.deviations=[0.3]"});
  const Problem problem = make_problem(configuration, "p");
  const double tau = 1e-4, m = 0.5, v = 0.09;
  const density::GaussianMixture law = short_time_law(problem, tau);
  const double mean_rate = 1 - (m * m + v) + 0.2, xx_rate = -4 * m * v + 0.25;
  // What is left after a time τ is ½ τ² times rates of the size of 10.
  EXPECT_NEAR((law.mean()(0) - m) / tau, mean_rate, 1e-3);
  EXPECT_NEAR((law.covariance()(0, 0) - v) / tau, xx_rate, 1e-3);
  EXPECT_NEAR((law.covariance()(0, 1)) / tau, v, 1e-3);
}

Settings tilted_wells() {
  return {"times=[0.2,0.6]",
          "process.potential=\"(x^2-1)^2+(y^2-1)^2+0.5*x*y+0.2*x\"",
          "process.temperature=0.5",
          "domain=[[-2.7,2.7],[-2.7,2.7]]",
          "initial.weights=[0.3,0.7]",
          "initial.means=[[0.5,-0.2],[-0.4,0.3]]",
          "initial.deviations=[0.3,0.35]"};
}

// JKO steps, extrapolated: against the grid, whose operator and stepper they share nothing with, within the
// budgets of both, which are the accuracy asked for.
TEST(Plane, GradientFlowsHaveTheRoadOfMinimisingMovements) {
  const ProblemResult result = result_of(tilted_wells());
  const RoadOutput& jko = road_of(result, road::jko);
  const RoadOutput& grid = road_of(result, road::fokker_planck);
  EXPECT_NE(result.rests_on.find("JKO steps"), std::string::npos) << result.rests_on;
  for (std::size_t i = 0; i < 2; ++i) {
    for (const auto& [name, quantity] : jko.result.snapshots[i].quantities) {
      const verify::Quantity& other = grid.result.snapshots[i].quantities.at(name);
      EXPECT_NEAR(quantity.value, other.value, quantity.budget + other.budget) << name;
      EXPECT_LE(quantity.budget, 2e-2 * quantity.spread) << name;
      EXPECT_GT(quantity.budget, 0) << name;
    }
    EXPECT_EQ(jko.densities[i].rows(), 96);
  }
  for (const verify::Check& check : result.checks)
    EXPECT_EQ(check.verdict, verify::Verdict::pass) << check.id << " " << check.note;
}

// Budgets of the steps and of the cells fall with them, and a cost limit that comes first says the key.
TEST(Plane, JkoStepsAreAsManyAsAreSaidAndABudgetTooLargeNamesItsKey) {
  Settings few = tilted_wells();
  few.insert(few.end(), {"jko.steps=32", "jko.cells=32", "fokker_planck.steps=80", "fokker_planck.cells=64"});
  const RoadOutput jko = road_of(result_of(few), road::jko);
  const std::string said =
      "monge_ampere, 40 steps in 2 stretches, extrapolated with half as many to tau = 0, 32 cells an axis; "
      "the "
      "numbers given leave a budget ";
  EXPECT_TRUE(jko.resolution.starts_with(said)) << jko.resolution;
  double step = 0, cells = 0;
  for (const LevelRecord& record : jko.levels) {
    if (record.refinement == "step") step = std::max(step, record.budget.bound);
    if (record.refinement == "grid") cells = std::max(cells, record.budget.bound);
  }
  EXPECT_GT(step, 1e-3);
  EXPECT_GT(cells, 1e-3);
}

TEST(Plane, ScoresBeginOnHalfAsManyCellsAnAxis) {
  const ScoreFineness first = first_fineness(make_problem(configured(tilted_wells()), "p"));
  EXPECT_EQ(first.cells_of(128), 64);
  EXPECT_EQ(first.steps_of(80), 80);
  EXPECT_EQ((ScoreFineness{2, -1}.cells_of(128)), 512);
  EXPECT_EQ((ScoreFineness{2, -1}.steps_of(80)), 40);
}

TEST(Plane, AJkoStepOfAnotherDimensionAndAnAskedRoadWithoutAPotentialAreErrors) {
  Settings quantile = tilted_wells();
  quantile.push_back("jko.step=\"quantile\"");
  EXPECT_THROW(make_problem(configured(quantile), "p"), io::ConfigurationError);
  Settings turning = rotating("[2.0,0.0]");
  turning.push_back("jko.enabled=true");
  EXPECT_THROW(make_problem(configured(turning), "p"), io::ConfigurationError);
}

}  // namespace
}  // namespace kolmo::four_roads
