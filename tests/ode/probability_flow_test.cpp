// The probability flow carries p_0 to p_t: trajectories and log densities against closed forms.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <memory>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "ode/likelihood_checks.hpp"

namespace kolmo::ode {
namespace {

FlowPlan plan_between(double from, double to, double tolerance) {
  FlowPlan plan;
  plan.times = {from, to};
  plan.relative_tolerance = plan.absolute_tolerance = tolerance;
  plan.log_density = true;
  return plan;
}

struct Ends {
  Points x;
  Eigen::ArrayXd change;
};

Ends carry(const process::VelocityField& velocity, const FlowPlan& plan, const Points& initial) {
  Ends ends{Points(initial.rows(), initial.cols()), Eigen::ArrayXd(initial.rows())};
  flow(velocity, plan, initial, [&](Index k, Index first, const ConstBlock& x, const ConstValues* change) {
    if (k == 0) return;
    ends.x.middleRows(first, x.rows()) = x;
    ends.change.segment(first, x.rows()) = *change;
  });
  return ends;
}

Points line(double from, double to, Index n) {
  Points x(n, 1);
  x.col(0) = Eigen::ArrayXd::LinSpaced(n, from, to);
  return x;
}

TEST(ProbabilityFlow, of_a_gaussian_scales_about_its_mean) {
  for (const double t : {0.1, 0.5, 1.0}) {
    for (const verify::Check& check : test::gaussian_errors(MixtureFlow({{1, 1.0, 0.5}}), t)) {
      EXPECT_TRUE(verify::test::passes(check)) << t;
    }
  }
}

TEST(ProbabilityFlow, keeps_the_distribution_function_of_a_mixture) {
  // Exact trajectories by F_t(x_t) = F_0(x_0), and −∫∇·v = log p_1(x_1) − log p_0(x_0), to 30 digits
  // (mpmath), for 0.3 N(−2, ¼) + 0.7 N(2, ¼) under β = 0.1 + 19.9 t: x_0, x at t = 0.25, x at t = 1, ∫∇·v.
  constexpr std::array<std::array<double, 4>, 6> exact = {{
      {-3.2, -3.317529264237471, -2.8072251097251906, 0.5638100658160257},
      {-1.9, -1.2924818744174167, -0.9341363849121119, -0.08958827425007398},
      {-0.4, -0.14936335099979678, -0.5197640257333516, -5.489091286324185},
      {0.1, -0.1463000009178097, -0.5190384696445786, -6.663057079834693},
      {1.3, 0.37737218628263725, -0.36251368150348096, -0.5758510241433823},
      {2.6, 2.382422562545897, 1.4067258103014024, 0.5984745723189042},
  }};
  const MixtureFlow velocity({{0.3, -2, 0.5}, {0.7, 2, 0.5}});
  Points initial(6, 1);
  for (Index i = 0; i < 6; ++i) initial(i, 0) = exact[static_cast<std::size_t>(i)][0];
  const Ends quarter = carry(velocity, plan_between(0, 0.25, 1e-11), initial);
  const Ends whole = carry(velocity, plan_between(0, 1, 1e-11), initial);
  for (Index i = 0; i < 6; ++i) {
    const auto& row = exact[static_cast<std::size_t>(i)];
    EXPECT_NEAR(quarter.x(i, 0), row[1], 1e-9);
    EXPECT_NEAR(whole.x(i, 0), row[2], 1e-9);
    EXPECT_NEAR(whole.change[i], -row[3], 1e-8);
  }
}

TEST(ProbabilityFlow, log_density_follows_the_exact_marginal_both_ways) {
  const MixtureFlow velocity({{0.3, -3, 0.4}, {0.5, 0, 0.7}, {0.2, 2, 0.3}});
  const Points initial = line(-4, 2.8, 300);
  const Ends there = carry(velocity, plan_between(0, 1, 1e-10), initial);
  const Ends back = carry(velocity, plan_between(1, 0, 1e-10), there.x);
  for (Index i = 0; i < initial.rows(); ++i) {
    const double before = velocity.marginal(0, initial(i, 0))[0];
    const double after = velocity.marginal(1, there.x(i, 0))[0];
    // ≈ 120 steps of local error 1e-10, grown by at most e^{∫∂v} ≈ 50 between the modes.
    EXPECT_NEAR(before + there.change[i], after, 1e-6);
    EXPECT_NEAR(after + back.change[i], before, 1e-6);
    EXPECT_NEAR(back.x(i, 0), initial(i, 0), 1e-6);
  }
}

TEST(ProbabilityFlow, carries_a_mixture_in_the_plane_with_its_log_density) {
  Points means(3, 2);
  means << -2, 0, 1, 1.5, 1, -1;
  const density::GaussianMixture data(Eigen::Array3d(0.3, 0.3, 0.4), means,
                                      density::Covariances::isotropic(Eigen::Array3d(0.1, 0.3, 0.05), 2));
  const auto vp = std::make_shared<process::VariancePreserving>(0.1, 20, 1, 2);
  const auto score = std::make_shared<process::MarginalScore>(vp, data);
  const process::ProbabilityFlow velocity(vp, score);
  const Points initial = sample(data, RandomStream(5, 1), 2000);
  const Ends there = carry(velocity, plan_between(0, 1, 1e-9), initial);
  Eigen::ArrayXd before(2000), after(2000);
  score->log_density(0, initial, before);
  score->log_density(1, there.x, after);
  // ≈ 200 steps of local error 1e-9, grown by at most e^{∫∂v} ≈ 50 between the modes.
  EXPECT_LT((before + there.change - after).abs().maxCoeff(), 1e-5);
  // Forgotten by e^{−B/2} = 6.6e-3: standard normal but for that and the noise of 2000 samples (6 standard
  // errors).
  EXPECT_NEAR(there.x.col(0).mean(), 0, 6 / std::sqrt(2000.0));
  EXPECT_NEAR(there.x.col(1).square().mean(), 1, 6 * std::sqrt(2.0 / 2000));
}

}  // namespace
}  // namespace kolmo::ode
