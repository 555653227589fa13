#include "four_roads/comparison/linear_reference.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "experiments/four_roads/configured.hpp"

namespace kolmo::four_roads {
namespace {

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

}  // namespace
}  // namespace kolmo::four_roads
