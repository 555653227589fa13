// What first_passage checks, and that it sees what is wrong on purpose.

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <set>
#include <sstream>

#include "experiments/under_test.hpp"
#include "first_passage/experiment.hpp"
#include "first_passage/grid_exit.hpp"
#include "first_passage/schema.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/exit/brownian_exit.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::first_passage {
namespace {

using frame::test::find;
using verify::Check;
using verify::test::fails;
using verify::test::passes;

io::Configuration configured(const std::vector<std::string>& sets = {}) {
  return frame::test::configured(experiment(), sets, "quick");
}

std::vector<Check> checks_of(const std::string& part, const PlantedErrors& planted = {},
                             const std::vector<std::string>& sets = {}) {
  const io::Configuration configuration = configured(sets);
  Settings settings = run_settings(configuration);
  settings.planted = planted;
  frame::Progress silent;
  io::Group group(part);
  return run_part(configuration, part, settings, group, silent);
}

std::string error_of(const std::string& set) {
  return frame::test::error_of(experiment(), [&] { return configured({set}); });
}

/// The noise of a process says twice its variance, the scheme takes half of it: paths are right, and the
/// bridge's exponent −2 (b − x)(b − y)/(g²h) has lost its 2.
class TwiceTheNoise final : public process::Process, public process::ConstantCoefficients {
 public:
  std::string name() const override { return "twice_the_noise"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock&, Block out) const override { out.setZero(); }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out.setZero(); }
  double diffusion(double) const override { return std::sqrt(2.0); }
  double noise_variance(double s, double t) const override { return 2 * (t - s); }
  std::optional<bool> constant_coefficients() const override { return true; }
};

class HalfTheNoise final : public sde::SdeScheme {
 public:
  const Claim& claim() const override { return sde::scheme("euler_maruyama").claim(); }
  Index workspace_blocks(const process::Process&) const override { return 0; }
  void step(const process::Process& process, double t, double h, Block x, sde::Increment& increment,
            sde::Workspace&) const override {
    increment.add_to(std::sqrt(process.noise_variance(t, t + h) / 2), x);
  }
};

sde::Exits without_the_two(const sde::FirstPassage& right) {
  const TwiceTheNoise process;
  const HalfTheNoise scheme;
  return sde::first_passage({process, scheme, right.step, right.start, right.lower, right.upper,
                             right.correction, right.paths, right.stream, right.coordinate,
                             right.paths_per_slot, right.horizon, right.follow, right.control});
}

/// Exits at grid times, said to be corrected.
sde::Exits without_correction(const sde::FirstPassage& right) {
  sde::Exits exits = sde::first_passage(right);
  exits.step = (exits.uncorrected / right.step).round().cast<Index>() - 1;
  exits.time = exits.uncorrected;
  exits.control = exits.uncorrected_control;
  return exits;
}

/// Walls that coarse levels run through.
class WallsOfTheFinest final : public sde::Walls {
 public:
  using sde::Walls::Walls;
  void apply(const process::Process& process, const sde::WalledStep& step, const ConstBlock& before, Block x,
             Scratch& scratch) const override {
    if (step.level == 0) Walls::apply(process, step, before, x, scratch);
  }
};

TEST(FirstPassageExperiment, MakesTheChecksItSaysAndPassesThem) {
  for (const std::string part : {"brownian", "ornstein_uhlenbeck", "kramers", "absorbed"}) {
    const std::vector<Check> checks = checks_of(part);
    std::set<std::string> made;
    for (const Check& check : checks) {
      EXPECT_TRUE(passes(check));
      made.insert(check.id);
    }
    const std::vector<std::string> said = part_check_ids(configured(), part);
    EXPECT_EQ(made, std::set<std::string>(said.begin(), said.end()));
    EXPECT_EQ(made.size(), checks.size());
  }
}

TEST(FirstPassageExperiment, SeesABridgeWithoutItsTwo) {
  const std::vector<Check> checks = checks_of("brownian", {.exits = without_the_two, .walls = {}});
  EXPECT_TRUE(fails(find(checks, "brownian/sampled/extrapolated")));
  EXPECT_TRUE(fails(find(checks, "brownian/midpoint/extrapolated")));
  EXPECT_TRUE(fails(find(checks, "brownian/sampled/ks_coarsest")));
  EXPECT_TRUE(passes(find(checks, "brownian/none/boundary_coefficient")));
  EXPECT_TRUE(fails(find(checks, "brownian/removed/boundary_coefficient")));
}

TEST(FirstPassageExperiment, SeesExitsThatAreNotCorrectedThoughTheySaySo) {
  const PlantedErrors planted{.exits = without_correction, .walls = {}};
  const std::vector<Check> brownian = checks_of("brownian", planted);
  EXPECT_TRUE(fails(find(brownian, "brownian/sampled/extrapolated")));
  EXPECT_TRUE(fails(find(brownian, "brownian/sampled/ks_coarsest")));
  EXPECT_TRUE(fails(find(brownian, "brownian/sampled/ks_finest")));
  const std::vector<Check> ornstein = checks_of("ornstein_uhlenbeck", planted);
  EXPECT_TRUE(fails(find(ornstein, "ornstein_uhlenbeck/sampled/order")));
  EXPECT_TRUE(fails(find(ornstein, "ornstein_uhlenbeck/midpoint/order")));
}

std::vector<double> equidistant(double last, int n) {
  std::vector<double> times;
  for (int i = 0; i <= n; ++i) times.push_back(last * i / n);
  return times;
}

TEST(FirstPassageExperiment, TheGridHasTheExactExitsOfBrownianMotion) {
  const GridExit grid = grid_exit(make_exit_problem(configured(), "brownian"), equidistant(4, 80));
  double worst = 0;
  for (std::size_t i = 0; i < grid.times.size(); ++i) {
    const double exits = 1 - process::brownian_survival(grid.times[i]);
    worst = std::max(worst, std::abs(grid.exits()(static_cast<Index>(i)) - exits));
  }
  EXPECT_LE(worst, grid.error_bound);
  EXPECT_LE(grid.error_bound, 2e-5);
  EXPECT_LE((grid.lower - grid.upper).abs().maxCoeff(), 1e-12);
}

TEST(FirstPassageExperiment, AClosedSideStandsWhereNoPathComes) {
  const ExitProblem problem = make_exit_problem(configured(), "double_well");
  const GridExit grid = grid_exit(problem, equidistant(40, 80));
  EXPECT_GT(grid.far_side, -4);
  EXPECT_LT(grid.far_side, -2.4);
  // E τ = ∫ P(τ > t) dt: an exponential tail and the trapezoidal rule.
  const Eigen::ArrayXd inside = 1 - grid.exits();
  double mean = inside(80) * 0.5 / std::log(inside(79) / inside(80));
  for (Index i = 0; i < 80; ++i) mean += 0.25 * (inside(i) + inside(i + 1));
  EXPECT_NEAR(mean, 3.569434159, 2e-2);
  EXPECT_EQ(grid.lower.abs().maxCoeff(), 0);
}

/// Paths out of a wider interval than the grid's.
sde::Exits from_wider_walls(const sde::FirstPassage& right) {
  sde::FirstPassage wide = right;
  wide.upper += 0.1;
  return sde::first_passage(wide);
}

TEST(FirstPassageExperiment, TheGridSeesAWallInTheWrongPlace) {
  const std::vector<Check> checks = checks_of("brownian", {.exits = from_wider_walls, .walls = {}});
  EXPECT_TRUE(fails(find(checks, "brownian/grid/ks")));
  EXPECT_TRUE(fails(find(checks, "brownian/grid/lower_exits")));
}

TEST(FirstPassageExperiment, SeesWallsThatCoarseLevelsRunThrough) {
  const std::vector<std::string> smaller{"reflected.finest=7"};
  const std::vector<Check> right = checks_of("reflected", {}, smaller);
  // The two treatments may be too close for so few paths (unresolved); nothing may be wrong.
  for (const Check& check : right) EXPECT_FALSE(fails(check));
  const std::vector<std::string> said = part_check_ids(configured(), "reflected");
  EXPECT_EQ(right.size(), said.size());
  for (const std::string& id : said) find(right, id);
  const PlantedErrors planted{.exits = {}, .walls = [](std::vector<sde::WalledInterval> intervals) {
                                return std::make_unique<WallsOfTheFinest>(std::move(intervals));
                              }};
  const std::vector<Check> wrong = checks_of("reflected", planted, smaller);
  EXPECT_TRUE(fails(find(wrong, "reflected/reflecting_projection/weak_order")));
  EXPECT_TRUE(fails(find(wrong, "reflected/reflecting_symmetrised/weak_order")));
}

std::string with_key(const std::string& key, double value) {
  std::ostringstream text;
  text.precision(17);
  text << std::scientific << "exit.own." << key << "=" << value;
  return text.str();
}

/// An Ornstein–Uhlenbeck process of rate θ and noise σ from 0 out of (−L, L), and what else is set.
std::vector<std::string> own_exit(double theta, double sigma, double wall,
                                  std::vector<std::string> more = {}) {
  more.insert(more.end(), {"exit.own.process=ornstein_uhlenbeck", with_key("theta", theta),
                           with_key("sigma", sigma), with_key("start", 0), with_key("lower", -wall),
                           with_key("upper", wall), "exit.own.paths=4096"});
  return more;
}

std::string error_of_own(const std::vector<std::string>& sets) {
  return frame::test::error_of(experiment(), [&] { return configured(sets); });
}

// A neuron's membrane voltage, leak 20 ms, exit at ±15 mV, in millivolts and in volts, with steps in seconds:
// the mean is 0.0342254 s, and every verdict is the same.
TEST(FirstPassageExperiment, TakesANeuronInVoltsAsInMillivolts) {
  const std::vector<std::string> steps{"exit.own.coarsest=10", "exit.own.finest=15"};
  const std::vector<Check> milli = checks_of("own", {}, own_exit(50, 100, 15, steps));
  const std::vector<Check> volts = checks_of("own", {}, own_exit(50, 0.1, 0.015, steps));
  ASSERT_EQ(milli.size(), volts.size());
  EXPECT_NEAR(find(volts, "own/sampled/mean").expected, 0.0342254, 5e-8);
  for (std::size_t i = 0; i < milli.size(); ++i) {
    EXPECT_EQ(milli[i].id, volts[i].id);
    EXPECT_EQ(milli[i].verdict, volts[i].verdict) << milli[i].id;
    EXPECT_NEAR(milli[i].expected, volts[i].expected, 1e-11 * std::abs(milli[i].expected)) << milli[i].id;
  }
}

// x → Lx and t → St, powers of two and of four: the same numbers to 1e−11, steps from the problem's own time.
TEST(FirstPassageExperiment, MeasuresItsStepsInTheProblemsOwnTime) {
  const std::vector<Check> unit = checks_of("own", {}, own_exit(1, 1, 1));
  for (const double length : {0x1p-30, 0x1p20}) {
    for (const double time : {0x1p-40, 0x1p20}) {
      const std::vector<Check> scaled =
          checks_of("own", {}, own_exit(1 / time, length / std::sqrt(time), length));
      ASSERT_EQ(unit.size(), scaled.size());
      for (std::size_t i = 0; i < unit.size(); ++i) {
        EXPECT_EQ(unit[i].verdict, scaled[i].verdict) << unit[i].id;
        const bool is_time = unit[i].id.ends_with("/mean") || unit[i].id.ends_with("/extrapolated");
        EXPECT_NEAR(unit[i].observed, scaled[i].observed / (is_time ? time : 1),
                    1e-9 * std::abs(unit[i].observed))
            << unit[i].id;
      }
    }
  }
}

TEST(FirstPassageExperiment, RefusesWhatNobodyCouldSeeBeforeItStarts) {
  const std::vector<std::string> steps{"exit.own.coarsest=3", "exit.own.finest=7"};
  const std::string fast = error_of_own(own_exit(1000, 30, 1, steps));
  EXPECT_NE(fast.find("exit.own.coarsest"), std::string::npos) << fast;
  EXPECT_NE(fast.find("must be at most half the mean exit time"), std::string::npos) << fast;
  const std::string far = error_of_own(own_exit(1, 1, 10, steps));
  EXPECT_NE(far.find("the mean exit time is 2.39"), std::string::npos) << far;
  EXPECT_NE(far.find("at most 1e+13 are allowed"), std::string::npos) << far;
  EXPECT_NE(error_of_own(own_exit(1, 1, 1, {"exit.own.coarsest=3"})).find("exit.own.coarsest"),
            std::string::npos);
  EXPECT_EQ(error_of_own(own_exit(1000, 30, 1)), "");
}

TEST(FirstPassageExperiment, ErrorsNameTheKeyAndWhatIsAllowed) {
  EXPECT_EQ(error_of("run.seed=2"), "");
  EXPECT_NE(error_of("run.parts=[\"reflect\"]").find("there is no part 'reflect'"), std::string::npos);
  EXPECT_NE(error_of("run.parts=[]").find("at least one part is needed"), std::string::npos);
  EXPECT_NE(error_of("run.parts=[\"kramers\", \"kramers\"]").find("'kramers' is named twice"),
            std::string::npos);
  EXPECT_NE(error_of("exit.brownian.start=2.0").find("exit.brownian.start"), std::string::npos);
  EXPECT_NE(error_of("exit.brownian.finest=5").find("coarsest + 4"), std::string::npos);
  EXPECT_NE(error_of("exit.new.sigma=2.0").find("'process' is missing"), std::string::npos);
  EXPECT_NE(error_of("absorbed.times=[0.3]").find("absorbed.times"), std::string::npos);
  EXPECT_NE(error_of("kramers.temperatures=[0.1]").find("kramers.temperatures"), std::string::npos);
  EXPECT_NE(error_of("sde.scheme=ddd").find("sde.scheme"), std::string::npos);
}

/// [problem.NAME] by --set, in few paths.
std::vector<std::string> written(const std::string& name, const std::vector<std::string>& keys) {
  std::vector<std::string> sets = {"run.parts=[\"" + name + "\"]", "problem." + name + ".exit.paths=16384"};
  for (const std::string& key : keys) sets.push_back("problem." + name + "." + key);
  return sets;
}

std::vector<verify::Check> checks_of_written(const std::string& name, const std::vector<std::string>& keys) {
  const io::Configuration configuration = configured(written(name, keys));
  io::Group group(name);
  frame::Progress silent;
  return run_part(configuration, name, run_settings(configuration), group, silent);
}

// A membrane of 20 ms in millivolts, from rest at −65 mV to a threshold at −55 mV.
TEST(FirstPassageExperiment, TakesAWrittenProblemWithOneWall) {
  const auto checks = checks_of_written(
      "membrane", {"variables=[\"u\"]", "parameters.tau=0.02", "parameters.rest=-65", "domain=[[-100, -55]]",
                   "boundaries=[[\"open\", \"absorbing\"]]", "process.drift=[\"-(u - rest)/tau\"]",
                   "process.diffusion=[\"sqrt(8000)\"]", "initial.point=[-65]"});
  for (const verify::Check& check : checks) EXPECT_NE(check.verdict, verify::Verdict::fail) << check.id;
  EXPECT_TRUE(passes(find(checks, "membrane/sampled/mean")));
  EXPECT_TRUE(passes(find(checks, "membrane/grid/ks")));
  // dX = −X/τ dt + √(2D) dW from 0 to a, y = a/√(Dτ): τ (√π ∫_0^y′ e^{z²} (1 + erf z) dz) with y′ = y/√2.
  const double y = 10 / std::sqrt(4000 * 0.02) / std::numbers::sqrt2;
  double integral = 0;
  for (int i = 0; i < 4000; ++i) {
    const double z = y * (i + 0.5) / 4000;
    integral += std::exp(z * z) * (1 + std::erf(z)) * y / 4000;
  }
  EXPECT_NEAR(find(checks, "membrane/sampled/mean").expected, 0.02 * std::sqrt(std::numbers::pi) * integral,
              1e-7);
}

// Logistic growth with noise in proportion to x: g differs at the two walls.
TEST(FirstPassageExperiment, TakesAWrittenProblemWithNoiseThatDependsOnTheState) {
  const auto checks = checks_of_written(
      "growth", {"domain=[[0.5, 3]]", "boundaries=[[\"absorbing\", \"absorbing\"]]",
                 "process.drift=[\"x*(1 - x/2)\"]", "process.diffusion=[\"0.6*x\"]", "initial.point=[1]"});
  for (const verify::Check& check : checks) EXPECT_NE(check.verdict, verify::Verdict::fail) << check.id;
  EXPECT_TRUE(passes(find(checks, "growth/grid/lower_exits")));
  EXPECT_TRUE(passes(find(checks, "growth/removed/boundary_coefficient")));
}

TEST(FirstPassageExperiment, SaysWhatOfAWrittenProblemDoesNotApply) {
  const std::vector<std::string> plain = {"domain=[[-1, 1]]", "boundaries=[[\"absorbing\", \"absorbing\"]]",
                                          "process.drift=[\"-x\"]", "process.diffusion=[\"1\"]",
                                          "initial.point=[0]"};
  const auto said = [&](const std::string& change) {
    std::vector<std::string> keys = plain;
    keys.push_back(change);
    return frame::test::error_of(experiment(), [&] { return configured(written("p", keys)); });
  };
  EXPECT_EQ(said("title=\"as it is\""), "");
  EXPECT_EQ(said("boundaries=[[\"reflecting\", \"absorbing\"]]"), "");
  EXPECT_NE(said("boundaries=[[\"open\", \"open\"]]").find("nothing to leave through"), std::string::npos);
  EXPECT_NE(said("process.drift=[\"-x + cos(t)\"]").find("do not depend on t"), std::string::npos);
  EXPECT_NE(said("initial.point=[2]").find("problem.p.initial.point"), std::string::npos);
}

}  // namespace
}  // namespace kolmo::first_passage
