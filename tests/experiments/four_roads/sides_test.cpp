// Starts, absorbing sides and rings of four_roads against numbers that are known without it, in two units.

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "experiments/under_test.hpp"
#include "four_roads/experiment.hpp"
#include "four_roads/problem/start.hpp"

namespace kolmo::four_roads {
namespace {

constexpr double pi = std::numbers::pi;

/// Lengths in units of `length`, times in units of `time`.
struct Units {
  double length, time;
};

std::string text(double value) {
  char out[40];
  std::snprintf(out, sizeof out, "%.17g", value);
  return out;
}

Problem problem_of(std::vector<std::string> sets, const io::Configuration*& kept) {
  for (std::string& set : sets) set = "problem.p." + set;
  sets.insert(sets.begin(), {"run.problems=[\"p\"]", "accuracy.particles=16384"});
  static std::vector<std::unique_ptr<io::Configuration>> configurations;
  configurations.push_back(
      std::make_unique<io::Configuration>(frame::test::configured(experiment(), sets, "quick")));
  kept = configurations.back().get();
  return make_problem(*kept, "p");
}

ProblemResult run(const std::vector<std::string>& sets) {
  const io::Configuration* configuration = nullptr;
  const Problem problem = problem_of(sets, configuration);
  frame::Progress silent;
  ProblemResult result = run_problem(problem, run_settings(*configuration), silent);
  for (const verify::Check& check : result.checks)
    EXPECT_EQ(check.verdict, verify::Verdict::pass)
        << check.id << ": " << check.observed << " for " << check.expected << ", " << check.note;
  return result;
}

const verify::RoadResult& road_of(const ProblemResult& result, const std::string& name) {
  for (const RoadOutput& output : result.roads)
    if (output.result.name == name) return output.result;
  throw std::logic_error("no road " + name);
}

/// Every road has the number within its own budget and five standard errors.
void expect_known(const ProblemResult& result, const std::string& quantity, std::size_t at, double known) {
  for (const char* name : {road::sde, road::fokker_planck}) {
    const verify::Quantity& found = road_of(result, name).snapshots.at(at).quantities.at(quantity);
    EXPECT_NEAR(found.value, known, 5 * found.standard_error + found.budget) << name << " " << quantity;
  }
  // A grid's budget is no excuse for a number that is off in the third digit.
  const double grid = road_of(result, road::fokker_planck).snapshots.at(at).quantities.at(quantity).value;
  EXPECT_NEAR(grid, known, 1e-3 * std::abs(known)) << quantity;
}

/// P(T > t) of a Brownian motion from x in (0, 1), both ends absorbing: Σ 4/(nπ) sin(nπx) e^{−n²π²t/2}, n
/// odd; and with the lower end reflecting: Σ 2 (−1)^k/q cos(qx) e^{−q²t/2}, q = (k + ½)π.
double survival(double x, double t) {
  double sum = 0;
  for (int n = 1; n < 80; n += 2)
    sum += 4 / (n * pi) * std::sin(n * pi * x) * std::exp(-n * n * pi * pi * t / 2);
  return sum;
}
double survival_above_a_mirror(double x, double t) {
  double sum = 0;
  for (int k = 0; k < 40; ++k) {
    const double q = (k + 0.5) * pi;
    sum += 2 * (k % 2 == 0 ? 1 : -1) / q * std::cos(q * x) * std::exp(-q * q * t / 2);
  }
  return sum;
}

std::vector<std::string> brownian_in_a_box(const Units& u, const std::string& sides) {
  return {"times=[" + text(0.1 * u.time) + "," + text(0.3 * u.time) + "]",
          "domain=[[0," + text(u.length) + "]]",
          "boundaries=" + sides,
          "process.type=brownian",
          "process.sigma=" + text(u.length / std::sqrt(u.time)),
          "initial.point=[" + text(0.3 * u.length) + "]"};
}

TEST(FourRoadsSides, KilledBrownianMotionSurvivesAsItsSeriesSays) {
  for (const Units& u : {Units{1, 1}, Units{4000, 64e6}}) {
    const ProblemResult killed = run(brownian_in_a_box(u, "\"absorbing\""));
    expect_known(killed, "survival_probability", 0, survival(0.3, 0.1));
    expect_known(killed, "survival_probability", 1, survival(0.3, 0.3));
  }
}

TEST(FourRoadsSides, OneSideMayMirrorAndTheOtherAbsorb) {
  const ProblemResult mixed = run(brownian_in_a_box({1, 1}, "[\"reflecting\",\"absorbing\"]"));
  expect_known(mixed, "survival_probability", 1, survival_above_a_mirror(0.3, 0.3));
}

// Drift −1 towards an absorbing origin, from 1: P(T > t) = Φ((1 − t)/√t) − e² Φ(−(1 + t)/√t) (Bachelier and
// Lévy).
TEST(FourRoadsSides, AHalfOpenDomainHasOneWall) {
  const auto normal = [](double z) { return 0.5 * std::erfc(-z / std::sqrt(2)); };
  const ProblemResult half =
      run({"times=[1]", "domain=[[0,9]]", "boundaries=[\"absorbing\",\"open\"]", "process.drift=-1",
           "process.diffusion=1", "initial.point=[1]", "sde.steps=8"});
  const double known = normal(0) - std::exp(2) * normal(-2);
  expect_known(half, "survival_probability", 0, known);
  // The bridge of a step is exact here, so that eight steps need no budget; without it 0.08 more survive.
  const auto& survived = road_of(half, road::sde).snapshots[0].quantities.at("survival_probability");
  EXPECT_NEAR(survived.value, known, 5 * survived.standard_error);
}

// On the ring dX = −κT sin X dt + √(2T) dW has the law of von Mises ∝ e^{κ cos x} in the end: E cos X =
// I₁(κ)/I₀(κ).
TEST(FourRoadsSides, ARingComesToTheLawOfVonMises) {
  for (const Units& u : {Units{1, 1}, Units{1e-3, 50}}) {
    const std::string k = text(1 / u.length), rate = text(u.length / u.time);
    const ProblemResult ring =
        run({"times=[" + text(32 * u.time) + "]", "domain=[[0," + text(2 * pi * u.length) + "]]",
             "boundaries=periodic", "process.drift=-" + rate + "*sin(" + k + "*x)",
             "process.diffusion=" + text(u.length / std::sqrt(u.time)),
             "initial.point=[" + text(3 * u.length) + "]"});
    expect_known(ring, "cosine", 0, std::cyl_bessel_i(1, 2) / std::cyl_bessel_i(0, 2));
    EXPECT_NEAR(
        road_of(ring, road::fokker_planck).snapshots[0].quantities.at("velocity").value * u.time / u.length,
        0, 1e-4);
  }
}

// With a constant force everything moves at that velocity, and cos of the angle falls as e^{−Dk²t} while it
// turns.
TEST(FourRoadsSides, ARingTurnsWithItsForce) {
  const ProblemResult ring = run({"times=[0.3]", "domain=[[-1,1]]", "boundaries=periodic",
                                  "process.drift=1.5", "process.diffusion=0.5", "initial.point=[0.9]"});
  expect_known(ring, "velocity", 0, 1.5);
  expect_known(ring, "cosine", 0, std::exp(-0.125 * pi * pi * 0.3) * std::cos(pi * (0.9 + 0.45)));
}

// Three coordinates: the closed form, paths and a grid; and e^{−V} of a gradient flow, where each coordinate
// alone keeps its own law.
TEST(FourRoadsSides, SpaceHasThreeRoads) {
  for (const Units& u : {Units{1, 1}, Units{4096, 1.0 / 64}}) {
    const ProblemResult linear = run(
        {"times=[" + text(0.5 * u.time) + "]", "ode.enabled=false", "fokker_planck.cells=32",
         "process.type=ornstein_uhlenbeck", "process.theta=" + text(1 / u.time),
         "process.mean=[0,0," + text(u.length) + "]", "process.sigma=" + text(u.length / std::sqrt(u.time)),
         "initial.weights=[1]", "initial.means=[[" + text(u.length) + ",0,0]]",
         "initial.deviations=[" + text(0.5 * u.length) + "]"});
    EXPECT_EQ(linear.rests_on, "three roads, exact, SDE paths and Fokker–Planck grid");
    for (const char* road : {road::exact, road::sde, road::fokker_planck}) {
      const verify::Quantity& mean = road_of(linear, road).snapshots.back().quantities.at("mean_z");
      EXPECT_NEAR(mean.value / u.length, 1 - std::exp(-0.5),
                  (5 * mean.standard_error + mean.budget) / u.length + 1e-12);
    }
  }
  const ProblemResult well = run({"times=[0.25]", "domain=[[-6,6],[-5,5],[-5,5]]", "fokker_planck.cells=32",
                                  "process.potential=x^2/2+y^2+z^2+0.1*z^4", "initial=stationary"});
  for (const char* road : {road::sde, road::fokker_planck}) {
    const verify::Quantity& variance = road_of(well, road).snapshots[0].quantities.at("covariance_xx");
    EXPECT_NEAR(variance.value, 1, 5 * variance.standard_error + variance.budget + 5e-3) << road;
  }
}

TEST(FourRoadsSides, ADomainIsFoundAlongPaths) {
  const io::Configuration* configuration = nullptr;
  const Problem problem = problem_of({"times=[0.5,1.5]", "process.drift=[\"y\",\"0.5*(1-x^2)*y-x\"]",
                                      "process.diffusion=0.5", "initial.point=[1,0.5]"},
                                     configuration);
  EXPECT_TRUE(problem.domain_from_paths);
  for (const Axis& axis : problem.domain) {  // the law is within ±3, its tails within ±6
    EXPECT_LT(axis.lower, -2.5);
    EXPECT_GT(axis.upper, 2.5);
    EXPECT_LT(axis.upper - axis.lower, 14);
  }
}

TEST(FourRoadsSides, AStationaryStartStaysWhereItIs) {
  const ProblemResult well =
      run({"times=[0.5]", "process.potential=(x^2-1)^2", "process.temperature=0.5", "initial=stationary"});
  // data/reference/c_stationary.json: moments of e^{−V/T} by quadrature.
  const verify::RoadResult& grid = road_of(well, road::fokker_planck);
  double z = 0, second = 0;
  for (int i = -4000; i <= 4000; ++i) {
    const double x = i * 1e-3, p = std::exp(-2 * (x * x - 1) * (x * x - 1));
    z += p;
    second += x * x * p;
  }
  expect_known(well, "second_moment", 0, second / z);
  EXPECT_NEAR(grid.snapshots[0].quantities.at("mean").value, 0, 1e-6);
  // A linear process comes to a Gaussian in closed form; N(1, 1/4) for θ = 2, σ = 1.
  const ProblemResult linear = run({"times=[0.5]", "process.type=ornstein_uhlenbeck", "process.theta=2",
                                    "process.mean=[1]", "initial=stationary"});
  expect_known(linear, "second_moment", 0, 1.25);
}

TEST(FourRoadsSides, ADensityByItsFormulaIsNormalised) {
  // ∝ 1 + cos(πx) on (−1, 1), mirrored: E cos(πX) = ½ e^{−π²σ²t/2}; second moment ⅓ − 2/π² at the start.
  const ProblemResult box = run({"times=[0.2]", "domain=[[-1,1]]", "boundaries=reflecting",
                                 "process.type=brownian", "initial.expression=1+cos(pi*x)"});
  const double share = std::exp(-pi * pi * 0.1);  // x² = ⅓ + Σ 4 (−1)^n/(n²π²) cos(nπx)
  expect_known(box, "second_moment", 0, 1.0 / 3 - 2 / (pi * pi) * share);
}

// What paths start from, by itself: a million draws see a hundredth of a deviation. Both roads of a run start
// from what is read, so that their comparison does not tell whether it is what was stated.
TEST(FourRoadsSides, StartsAreDrawnAsTheyAreStated) {
  const auto drawn = [](std::vector<std::string> sets) {
    sets.insert(sets.end(), {"times=[1]", "domain=[[-8,8]]", "boundaries=reflecting"});
    const io::Configuration* configuration = nullptr;
    Points x(1'000'000, 1);
    problem_of(sets, configuration).sample_start(RandomStream(7), 0, x);
    return x;
  };
  const auto expect_moments = [](const Points& x, double mean, double variance) {
    EXPECT_NEAR(x.mean(), mean, 5e-3 * std::sqrt(variance));
    EXPECT_NEAR((x - x.mean()).square().mean(), variance, 1e-2 * variance);  // kurtosis 3: 7 standard errors
  };
  const std::string free = "process.type=brownian";
  EXPECT_TRUE((drawn({free, "initial.point=[0.3]"}) == 0.3).all());
  expect_moments(drawn({free, "initial.weights=[1]", "initial.means=[[0.3]]", "initial.deviations=[0.5]"}),
                 0.3, 0.25);
  expect_moments(
      drawn({"process.type=ornstein_uhlenbeck", "process.theta=2", "process.mean=[1]", "initial=stationary"}),
      1, 0.25);
  // e^{−V/T}, V = (x − 1)²/2, T = ½.
  expect_moments(drawn({"process.potential=(x-1)^2/2", "process.temperature=0.5", "initial=stationary"}), 1,
                 0.5);
  expect_moments(drawn({free, "initial.expression=exp(-2*(x-1)^2)"}), 1, 0.25);
}

std::string error_of(const std::vector<std::string>& sets) {
  try {
    const io::Configuration* configuration = nullptr;
    problem_of(sets, configuration);
  } catch (const io::ConfigurationError& error) {
    return error.what();
  }
  return "";
}

void expect_said(const std::string& message, const std::string& part) {
  EXPECT_NE(message.find(part), std::string::npos) << message;
}

TEST(FourRoadsSides, ErrorsSayWhatIsAllowed) {
  const std::string box = "domain=[[-1,1]]", t = "times=[1]", free = "process.type=brownian";
  expect_said(error_of({t, box, "boundaries=absorbing", free, "initial=stationary"}),
              "nothing is stationary where a side absorbs");
  expect_said(error_of({t, box, "boundaries=periodic", "process.drift=-x", "process.diffusion=1",
                        "initial.point=[0]"}),
              "'x' is periodic, and the drift at x = ");
  const auto at_rest = [&](const std::string& domain, const std::vector<std::string>& process) {
    std::vector<std::string> sets{t, "initial=stationary"};
    if (!domain.empty()) sets.push_back("domain=" + domain);
    sets.insert(sets.end(), process.begin(), process.end());
    return error_of(sets);
  };
  const std::string g = "process.diffusion=1+0.1*sin(x)";
  for (const char* drift : {"process.drift=x", "process.drift=1", "process.drift=0"})
    expect_said(at_rest("[[-3, 3]]", {drift, g}), "there is no law at rest");
  for (const char* potential : {"process.potential=-x^2/2", "process.potential=0*x", "process.potential=x"}) {
    expect_said(at_rest("[[-3, 3]]", {potential}), "there is no law at rest");
    expect_said(at_rest("", {potential}), "there is no law at rest");
  }
  expect_said(
      at_rest("[[-3, 3], [-3, 3]]", {"process.drift=[\"-x+y^2\", \"y-x/10\"]", "process.diffusion=1"}),
      "there is no law at rest");
  expect_said(at_rest("[[-9, 9], [-6, 6]]", {"process.potential=-x^2/2", "process.friction=1"}),
              "there is no law at rest");
  expect_said(at_rest("[[-3, 3]]", {"process.drift=-x", g}), "try problem.p.domain = [[-6, 6]]");
  expect_said(error_of({t, box, free, "initial.expression=x"}), "a density is finite and at least 0");
  expect_said(error_of({t, box, free, "initial.expression=exp(-x^2)"}), "leaves out 0.1");
  // Two equal peaks within cells of 2/16384 = 1.2e-4: centres of cells give them any weights.
  expect_said(
      error_of({t, box, free, "initial.expression=exp(-((x-0.3)/2e-5)^2/2)+exp(-((x+0.30003)/2e-5)^2/2)"}),
      "varies within cells of 0.000122");
  expect_said(error_of({t, "process.drift=1-x", "process.diffusion=sqrt(x)", "initial.point=[0.5]"}),
              "'domain' is missing: it was looked for along paths, and ");
  expect_said(error_of({t, free, "initial.expression=exp(-x^2)"}),
              "'domain' is missing: a start by its density");
}

TEST(FourRoadsSides, OneRoadAloneIsUnresolvedAndTwoAreSaid) {
  const std::vector<std::string> sets = {
      "times=[0.5]",           "domain=[[-4,4],[-4,4]]",  "process.drift=[\"y\",\"-x-y^3\"]",
      "initial.point=[0.1,0]", "process.noise=[[0],[1]]", "sde.steps=40"};
  const io::Configuration* configuration = nullptr;
  const Problem problem = problem_of(sets, configuration);
  frame::Progress silent;
  const ProblemResult alone = run_problem(problem, run_settings(*configuration), silent);
  const verify::Check& check = frame::test::find(alone.checks, "p/certificate/two_roads");
  EXPECT_EQ(check.verdict, verify::Verdict::unresolved);
  expect_said(check.note,
              "it rests on one road, SDE paths: nothing is compared with it; Fokker–Planck grid: ");
  const ProblemResult two = run({"times=[0.2]", "domain=[[-1,1]]", "boundaries=periodic", "process.drift=1",
                                 "process.diffusion=1", "initial.point=[0]"});
  EXPECT_EQ(two.rests_on,
            "two roads, SDE paths and Fokker–Planck grid; what both have wrong alike is not seen");
}

}  // namespace
}  // namespace kolmo::four_roads
