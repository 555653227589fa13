// What four_roads makes of a configuration, and that it checks what it says it checks.

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "experiments/under_test.hpp"
#include "four_roads/comparison/quantities.hpp"
#include "four_roads/comparison/quantity_table.hpp"
#include "four_roads/experiment.hpp"
#include "four_roads/grid/carried_density.hpp"
#include "four_roads/labels.hpp"
#include "four_roads/problem/truncation.hpp"
#include "four_roads/schema.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

io::Configuration configured(const std::vector<std::string>& sets) {
  return frame::test::configured(experiment(), sets, "quick");
}

/// The message of the error that a setting of the double well gives; empty if there is none.
std::string error_of(const std::string& set) {
  try {
    const io::Configuration configuration = configured({"run.problems=[\"double_well\"]", set});
    experiment().validate(configuration);
  } catch (const io::ConfigurationError& error) {
    return error.what();
  }
  return "";
}

TEST(FourRoads, WhateverItReportsHasALabel) {
  const io::Configuration configuration = configured({});
  for (const char* name : {"double_well", "mixture_vp", "ornstein_uhlenbeck", "old_faithful", "four_wells"}) {
    const Problem problem = make_problem(configuration, name);
    for (const char* of : {road::exact, road::sde, road::fokker_planck, road::probability_flow, road::jko,
                           road::reverse_sde, road::reverse_flow}) {
      EXPECT_NE(road_label(of).label, "");
      for (const std::string& quantity : quantity_names(problem, of))
        EXPECT_FALSE(four_roads::quantity(quantity).label.empty());
    }
    for (const std::string& distance : distance_names(problem))
      EXPECT_NO_THROW(distance_label(distance, static_cast<int>(problem.dimension())));
  }
  EXPECT_EQ(distance_label("w1_x", 1), "Wasserstein distance W₁");
  EXPECT_EQ(distance_label("ks_d1", 2), "Kolmogorov–Smirnov distance, diagonal (x + y)/√2");
  EXPECT_EQ(refinement_label("jko", "grid"), "JKO steps: cell width");
  EXPECT_THROW(four_roads::quantity("unheard_of"), InvalidArgument);
}

TEST(FourRoads, RunsAProblemOfOnesOwnAlone) {
  const std::vector<std::string> own = {"problem.mine.process.drift=[\"-x\"]",
                                        "problem.mine.process.diffusion=1",
                                        "problem.mine.initial.means=[[0]]", "problem.mine.times=[1]"};
  EXPECT_EQ(problem_names(configured(own)), std::vector<std::string>{"mine"});
  EXPECT_EQ(problem_names(configured({"problem.double_well.times=[1]"})).size(), 5);
  std::vector<std::string> beside = own;
  beside.push_back("run.problems=[\"double_well\", \"mine\"]");
  EXPECT_EQ(problem_names(configured(beside)), (std::vector<std::string>{"double_well", "mine"}));
}

TEST(FourRoads, ChecksExactlyWhatItsIdsSay) {
  const io::Configuration configuration = configured(
      {"run.problems=[\"double_well\"]", "accuracy.particles=4096", "problem.double_well.ode.particles=4096",
       "problem.double_well.jko.steps=200", "problem.double_well.sde.steps=100"});
  const Problem problem = make_problem(configuration, "double_well");
  frame::Progress silent;
  const ProblemResult result = run_problem(problem, run_settings(configuration), silent);
  std::set<std::string> made;
  for (const verify::Check& check : result.checks) {
    const bool compares = check.id.find('~') != std::string::npos &&
                          check.id.find("log_likelihood") == std::string::npos &&
                          check.id.find("log_density_error") == std::string::npos;
    if (compares) made.insert(check.id);
  }
  const std::vector<std::string> said = comparison_ids(problem);
  for (const std::string& id : said) EXPECT_TRUE(made.contains(id)) << "not made: " << id;
  for (const std::string& id : made)
    EXPECT_EQ(std::count(said.begin(), said.end(), id), 1) << "not said: " << id;
}

TEST(FourRoads, EveryCheckThatNoiseMayDecideSharesTheFalseAlarmRate) {
  const io::Configuration configuration = configured({"run.problems=[\"double_well\"]"});
  const Problem problem = make_problem(configuration, "double_well");
  EXPECT_EQ(road_pairs(problem).size(), 6U);
  // Orders of seven quantities: of the paths in their step; of the flow in its step, and in the cells and the
  // steps behind its score.
  EXPECT_EQ(noisy_order_checks(problem), 28U);
  EXPECT_EQ(run_settings(configuration).false_alarms.comparisons,
            static_cast<double>(comparison_ids(problem).size() + 28));
}

TEST(FourRoads, StepsOfLevelsAreHalvedExactly) {
  const std::vector<double> clock = {0, 0.03, 0.24, 10};
  const std::vector<Index> fine = share_steps(clock, 1001, 3), coarse = share_steps(clock, 1001, 3, 2);
  Index total = 0;
  for (std::size_t i = 0; i < fine.size(); ++i) {
    EXPECT_EQ(fine[i], 4 * coarse[i]);
    total += fine[i];
  }
  EXPECT_GE(total, 1001);
  EXPECT_LE(total, 1001 + 3 * 4);
}

TEST(FourRoads, ErrorsNameTheKeyAndWhatIsAllowed) {
  EXPECT_EQ(error_of("accuracy.levels=3"), "");
  const std::string p = "problem.double_well.";
  EXPECT_NE(error_of(p + "process.theta=2").find("has no effect: the process is langevin"),
            std::string::npos);
  EXPECT_NE(error_of(p + "domain=[[-0.6,3.0]]").find("'problem.double_well.domain': leaves out"),
            std::string::npos);
  EXPECT_EQ(error_of(p + "ode.scheme=runge_kutta_4"), "");  // it has no error estimate
  EXPECT_NE(error_of(p + "ode.scheme=adams_bashforth_4").find("\"euler\""), std::string::npos)
      << "the steps of a road are not equal";
  EXPECT_NE(error_of(p + "ode.scheme=dpmpp_2n").find("\"dpmpp_2m\""), std::string::npos);
  EXPECT_NE(error_of(p + "ode.scheme=dpmpp_2m").find("and this is none: take a stepper"), std::string::npos);
  EXPECT_NE(error_of(p + "ode.scheme=ancestral").find("\"exponential_adams_4\""), std::string::npos)
      << "a sampler that adds noise is no flow";
  EXPECT_NE(error_of(p + "ode.t_min=1e-3").find("'dormand_prince' is no sampler"), std::string::npos);
  EXPECT_NE(error_of(p + "ode.steps=64").find("is no sampler"), std::string::npos);
  EXPECT_NE(error_of(p + "reverse.t_min=1e-3").find("no reverse road goes by a sampler"), std::string::npos);
  EXPECT_NE(error_of(p + "times=[0.5,0.5]").find("must increase"), std::string::npos);
  EXPECT_NE(error_of(p + "initial.weights=[0.5]").find("initial.weights"), std::string::npos);
  EXPECT_NE(error_of(p + "initial.means=[[1.0],[2.0]]").find("2 means beside 1 weights"), std::string::npos);
  EXPECT_NE(error_of(p + "reverse.enabled=true").find("a linear process"), std::string::npos);
  EXPECT_NE(error_of(p + "boundaries=sticky").find("must be \"reflecting\""), std::string::npos);
  EXPECT_NE(error_of(p + "process.calculus=rough").find("\"stratonovich\""), std::string::npos);
  EXPECT_NE(error_of(p + "process.potential=\"(x^2-1\"").find("process.potential"), std::string::npos);
  EXPECT_NE(error_of("accuracy.particles=1000000000").find("bytes, but this machine has"), std::string::npos);
  EXPECT_NE(error_of("problem.duoble_well.sde.steps=8").find("has no process (drift, potential or type)"),
            std::string::npos);
}

std::string reason_of(const Problem& problem, const char* road) {
  for (const RoadNotThere& missing : problem.not_there)
    if (missing.road == road) return missing.reason;
  return "";
}

TEST(FourRoads, RoadsThatDoNotApplySayWhyAndAreNoFault) {
  const std::string p = "problem.mine.";
  const std::vector<std::string> start = {p + "times=[1]", p + "initial.weights=[1]",
                                          p + "initial.deviations=[0.3]"};
  const auto made = [&](std::vector<std::string> sets) {
    sets.insert(sets.end(), start.begin(), start.end());
    return make_problem(configured(sets), "mine");
  };
  const Problem plane = made({p + "process.drift=[\"y\",\"-x-y^3\"]", p + "process.diffusion=0.5",
                              p + "initial.means=[[0,0]]", p + "domain=[[-4,4],[-4,4]]"});
  EXPECT_TRUE(plane.sde.enabled && plane.fokker_planck.enabled && plane.ode.enabled);
  EXPECT_FALSE(plane.jko.enabled);
  EXPECT_NE(reason_of(plane, road::jko).find("gradient flows"), std::string::npos);
  const Problem root = made({p + "process.drift=\"1-x\"", p + "process.diffusion=\"0.3*sqrt(x)\"",
                             p + "initial.means=[[3]]", p + "domain=[[0.1,6]]"});
  EXPECT_TRUE(root.fokker_planck.enabled && root.ode.enabled);
  const Problem rocked = made({p + "process.drift=\"-x+sin(t)\"", p + "process.diffusion=\"0.3*sqrt(x)\"",
                               p + "initial.means=[[3]]", p + "domain=[[0.1,6]]"});
  EXPECT_NE(reason_of(rocked, road::probability_flow).find("do not depend on time"), std::string::npos);
  const std::vector<std::string> swinging = {p + "initial.means=[[0,0]]", p + "domain=[[-4,4],[-4,4]]"};
  const auto with = [&](std::vector<std::string> process) {
    process.insert(process.end(), swinging.begin(), swinging.end());
    return made(process);
  };
  const Problem degenerate = with({p + "process.drift=[\"y\",\"-x-y^3\"]", p + "process.noise=[[0],[1]]"});
  EXPECT_NE(reason_of(degenerate, road::fokker_planck).find("'x' has none"), std::string::npos);
  const Problem kinetic = with({p + "process.potential=\"x^2\"", p + "process.friction=1"});
  EXPECT_TRUE(kinetic.fokker_planck.enabled);
}

TEST(FourRoads, NoRoadIsRefusedAndOneAloneIsUnresolved) {
  std::vector<std::string> sets = {"run.problems=[\"double_well\"]", "problem.double_well.sde.enabled=false",
                                   "problem.double_well.ode.enabled=false",
                                   "problem.double_well.jko.enabled=false"};
  const io::Configuration one = configured(sets);
  EXPECT_NO_THROW(experiment().validate(one));
  const std::vector<std::string> ids = experiment().check_ids(one);
  EXPECT_EQ(std::count(ids.begin(), ids.end(), "double_well/certificate/two_roads"), 1);
  sets.emplace_back("problem.double_well.fokker_planck.enabled=false");
  EXPECT_THROW(experiment().validate(configured(sets)), io::ConfigurationError);
}

TEST(Truncation, MassBeyondThemIsThatOfTheTail) {
  // N(0, 1) on [−4, 4]: 2 (1 − Φ(4)) = 6.33e−5; the geometric tail from the last two cells is larger by the
  // curvature of log p, at most a tenth here.
  const Grid grid({{-4, 4, 800}});
  Eigen::ArrayXd p(800);
  for (Index i = 0; i < 800; ++i)
    p(i) = std::exp(-0.5 * grid.axis(0).centre(i) * grid.axis(0).centre(i)) / std::sqrt(2 * M_PI);
  const Truncation walls = truncation_of(grid, p);
  EXPECT_GT(walls.mass, 6.33e-5);
  EXPECT_LT(walls.mass, 1.1 * 6.33e-5);
  EXPECT_NEAR(walls.largest_slope, 4, 0.02);
}

TEST(Truncation, ADensityThatDoesNotFallTowardsThemSaysSo) {
  const Grid grid({{0, 1, 10}});
  EXPECT_EQ(truncation_of(grid, Eigen::ArrayXd::Ones(10)).mass, 1.0);
  EXPECT_EQ(truncation_of(grid, Eigen::ArrayXd::Zero(10)).mass, 0.0);
}

TEST(QuantityTable, KnowsEveryQuantityThatARoadReports) {
  for (const char* name : {"double_well", "old_faithful"}) {
    const Problem problem = make_problem(configured({}), name);
    for (const char* road : {road::sde, road::fokker_planck, road::exact}) {
      for (const std::string& known : quantity_names(problem, road)) EXPECT_EQ(quantity(known).name, known);
    }
    for (const std::string& distance : distance_names(problem))
      EXPECT_GT(distance_per_mass(problem, distance), 0);
  }
  EXPECT_THROW(quantity("mean_energy"), InvalidArgument);
  EXPECT_THROW(quantity("means"), InvalidArgument);
  const Problem problem = make_problem(configured({}), "double_well");
  EXPECT_THROW(truncation_budget(problem, {1e-9, 1, 1}, "kurtosis", 0), InvalidArgument);
  EXPECT_THROW(distance_per_mass(problem, "hellinger"), InvalidArgument);
}

TEST(QuantityTable, SpreadsAreStandardDeviations) {
  const Problem problem = make_problem(configured({}), "ornstein_uhlenbeck");
  std::vector<double> x, cdf;
  for (int i = 0; i <= 4000; ++i) {
    x.push_back(-8 + 0.004 * i);
    cdf.push_back(i == 0 ? 0 : i == 4000 ? 1 : 0.5 * std::erfc(-x.back() * M_SQRT1_2));
  }
  const std::map<std::string, Law1D> laws = {{"x", Law1D::from_cdf(x, cdf)}};
  const auto spread = [&](const char* name) { return quantity(name).spread({problem, laws, 3.0}); };
  // Of N(0, 1): √1, √2, √(105 − 9); 400 midpoints leave out the outermost tails.
  EXPECT_NEAR(spread("mean"), 1, 0.01);
  EXPECT_NEAR(spread("second_moment"), std::sqrt(2), 0.03);
  EXPECT_NEAR(spread("fourth_moment"), std::sqrt(96), 1.5);
  EXPECT_NEAR(spread("potential_energy"), std::sqrt(0.5), 0.015);
  EXPECT_EQ(spread("entropy"), 1);
  EXPECT_EQ(spread("fisher_information"), 3);
}

TEST(LinearReference, AgreesWithValuesComputedElsewhere) {
  // data/reference/b_ou.json, std_sqrt2: θ = 1, σ = √2, from N(3, ¼).
  const Problem ou = make_problem(configured({}), "ornstein_uhlenbeck");
  const auto moments = linear_moments(ou.stated, 0.5);
  EXPECT_NEAR(moments.at("mean"), 1.8195919791379003, 1e-14);
  EXPECT_NEAR(moments.at("second_moment") - std::pow(moments.at("mean"), 2), 0.7240904191214184, 1e-14);
  // data/reference/a_marginals.json, gmm1_seed: 0.3 N(−2, ¼) + 0.7 N(2, ¼) under VP (0.1, 20) and VE (0.01,
  // 50).
  StatedLinear mixture;
  mixture.type = "variance_preserving";
  mixture.beta_min = 0.1;
  mixture.beta_max = 20;
  mixture.sigma_min = 0.01;
  mixture.sigma_max = 50;
  mixture.centre = Eigen::VectorXd::Zero(1);
  mixture.weights = {0.3, 0.7};
  for (const double mean : {-2.0, 2.0}) {
    mixture.means.emplace_back(Eigen::VectorXd::Constant(1, mean));
    mixture.covariances.emplace_back(Eigen::MatrixXd::Constant(1, 1, 0.25));
  }
  const auto variance = [&](double t) {
    const auto m = linear_moments(mixture, t);
    return m.at("second_moment") - m.at("mean") * m.at("mean");
  };
  EXPECT_NEAR(linear_moments(mixture, 0.1).at("mean"), 0.7573774390564784, 1e-14);
  EXPECT_NEAR(variance(0.1), 3.339296448985104, 1e-13);
  mixture.type = "variance_exploding";
  EXPECT_NEAR(variance(0.1), 3.610449280271653, 1e-13);
}

TEST(LinearReference, IsThatOfEverySchedule) {
  const std::string p = "problem.mixture_vp.";
  for (const char* type : {"variance_preserving", "sub_variance_preserving", "quadratic", "cosine",
                           "variance_exploding", "polynomial"}) {
    // In other units of time: T = 60.
    std::vector<std::string> changes = {p + "process.type=" + type, p + "process.final_time=60",
                                        p + "times=[6, 18, 42]"};
    const Problem problem = make_problem(configured(changes), "mixture_vp");
    const density::GaussianMixture law = problem.marginal(problem.clock[2]);
    const auto moments = linear_moments(problem.stated, 18);
    EXPECT_NEAR(moments.at("mean"), law.raw_moment(1), 1e-13) << type;
    EXPECT_NEAR(moments.at("fourth_moment"), law.raw_moment(4), 1e-12 * (1 + law.raw_moment(4))) << type;
    EXPECT_TRUE(problem.sde.enabled && problem.fokker_planck.enabled && problem.ode.enabled) << type;
  }
}

TEST(LinearReference, IsThatOfEveryLinearProblem) {
  for (const char* name : {"mixture_vp", "ornstein_uhlenbeck", "old_faithful"}) {
    const Problem problem = make_problem(configured({}), name);
    const double t = problem.times[1];
    const density::GaussianMixture law = problem.marginal(problem.clock[2]);
    const auto moments = linear_moments(problem.stated, t);
    if (problem.dimension() == 1) {
      EXPECT_NEAR(moments.at("mean"), law.raw_moment(1), 1e-12) << name;
      EXPECT_NEAR(moments.at("fourth_moment"), law.raw_moment(4), 1e-11) << name;
      EXPECT_NEAR(moments.at("probability_positive"), law.probability_above(0), 1e-13) << name;
    } else {
      EXPECT_NEAR(moments.at("mean_y"), law.mean()(1), 1e-12) << name;
      EXPECT_NEAR(moments.at("covariance_xy"), law.covariance()(0, 1), 1e-12) << name;
    }
  }
  EXPECT_TRUE(make_problem(configured({}), "double_well").stated.empty());
}

/// V = |x|, T = 1.
Problem problem_of_kink() {
  return make_problem(configured({"run.problems=[\"p\"]", "problem.p.process.type=\"langevin\"",
                                  "problem.p.process.potential=\"abs(x)\"", "problem.p.initial.weights=[1.0]",
                                  "problem.p.initial.means=[[0.5]]", "problem.p.initial.deviations=[0.5]",
                                  "problem.p.times=[1.0]"}),
                      "p");
}

TEST(CarriedDensity, ReadsTheGridsDensityToFourthOrder) {
  CellDensity density{{{-4, 4, 200}}, Eigen::ArrayXd(200)};
  for (Index i = 0; i < 200; ++i) {
    const double x = density.axes[0].centre(i);
    density.cells(i) = std::exp(-std::cos(2 * x) - x * x / 2);
  }
  Points x(4, 1);
  x << -3.99, -1.2345, 0.777, 5;
  const Eigen::ArrayXd log_p = log_density_at(density, std::nullopt, x);
  EXPECT_TRUE(std::isnan(log_p(0)) && std::isnan(log_p(3)));
  for (const Index i : {1, 2}) EXPECT_NEAR(log_p(i), -std::cos(2 * x(i, 0)) - x(i, 0) * x(i, 0) / 2, 1e-5);
}

// log p = x³ y² − y³ + ½x: the product of two cubics is exact.
TEST(CarriedDensity, ReadsAPlanesDensityToFourthOrder) {
  const auto log_p = [](double x, double y) { return x * x * x * y * y - y * y * y + 0.5 * x; };
  CellDensity density{{{-1, 1, 20}, {-2, 1, 24}}, Eigen::ArrayXd(480)};
  for (Index i = 0; i < 480; ++i)
    density.cells(i) = std::exp(log_p(density.axes[0].centre(i % 20), density.axes[1].centre(i / 20)));
  Points x(4, 2);
  x << 0.3, -1.1, -0.77, 0.62, 0.05, 0.99, -0.999, 0;
  const Eigen::ArrayXd read = log_density_at(density, std::nullopt, x);
  for (const Index i : {0, 1}) EXPECT_NEAR(read(i), log_p(x(i, 0), x(i, 1)), 1e-12);
  EXPECT_TRUE(std::isnan(read(2)) && std::isnan(read(3)));
}

TEST(CarriedDensity, ReadsAKinkOfTheGridsDensityByItsPotential) {
  const auto gibbs = gradient_structure(*problem_of_kink().intrinsic);
  CellDensity density{{{-4, 4, 200}}, Eigen::ArrayXd(200)};
  for (Index i = 0; i < 200; ++i) {
    const double x = density.axes[0].centre(i);
    density.cells(i) = std::exp(-std::abs(x) - x * x / 2);
  }
  Points x(3, 1);
  x << -1.2345, 0.005, 0.777;
  const Eigen::ArrayXd log_p = log_density_at(density, gibbs, x);
  for (Index i = 0; i < 3; ++i) EXPECT_NEAR(log_p(i), -std::abs(x(i, 0)) - x(i, 0) * x(i, 0) / 2, 1e-13);
}

}  // namespace
}  // namespace kolmo::four_roads
