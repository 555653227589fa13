// The closed form of the JKO step between Gaussians.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/jko/gaussian_step.hpp"

namespace kolmo::jko {
namespace {

Eigen::VectorXd number(double x) { return Eigen::VectorXd::Constant(1, x); }

TEST(GaussianStep, has_the_reference_values) {
  // F = KL(· ‖ N(0, s²)): θ = 1/s², T = 1, F = the free energy + log √(2πs²). From independent closed forms.
  struct Row {
    double s2, m0, s0, tau, m1, s1, objective;
  };
  for (const Row& r : {Row{1.0, 2.0, 0.5, 0.01, 1.9801980198019802, 0.5143008630753956, 2.2876232909642207},
                       Row{1.0, 2.0, 0.5, 0.5, 1.3333333333333333, 0.7675918792439983, 1.4640344880270428},
                       Row{1.0, -1.0, 2.0, 0.1, -0.9090909090909091, 1.8668776138957033, 1.1615020054561587},
                       Row{0.25, 1.0, 1.0, 0.01, 0.9615384615384615, 0.9714365700835798, 2.687080541335573},
                       Row{0.25, 1.0, 1.0, 0.5, 0.3333333333333333, 0.6076252185107651, 0.864091271598031},
                       Row{4.0, 0.0, 0.3, 0.1, 0.0, 0.4912716005788037, 1.116997925813211}}) {
    const QuadraticEnergy energy{1 / r.s2, number(0), 1};
    const GaussianLaw before{number(r.m0), r.s0};
    const GaussianLaw after = jko_step(energy, r.tau, before);
    EXPECT_NEAR(after.mean[0], r.m1, 1e-15);
    EXPECT_NEAR(after.deviation, r.s1, 1e-15);
    const double divergence = evaluate(energy, after) + 0.5 * std::log(2 * M_PI * r.s2);
    EXPECT_NEAR(w2_squared(before, after) / (2 * r.tau) + divergence, r.objective, 1e-14);
  }
}

TEST(GaussianStep, of_the_heat_flow_has_the_reference_values) {
  // From N(0, 0.5²) with θ = 0, T = 1.
  const QuadraticEnergy energy{0, number(0), 1};
  EXPECT_NEAR(jko_step(energy, 0.1, {number(0), 0.5}).deviation, 0.6531128874149275, 1e-15);
  EXPECT_NEAR(jko_step(energy, 0.0125, {number(0), 0.5}).deviation, 0.523861278752583, 1e-15);
}

TEST(GaussianStep, converges_to_the_process_with_order_1) {
  // From N(2, 0.5²) to t = 1 with θ = T = 1: errors of mean and deviation against the exact process
  // (reference).
  const QuadraticEnergy energy{1, number(0), 1};
  const double deviation = std::sqrt(1 + (0.25 - 1) * std::exp(-2.0));
  const auto errors = [&](int steps) {
    GaussianLaw law{number(2), 0.5};
    for (int k = 0; k < steps; ++k) law = jko_step(energy, 1.0 / steps, law);
    return std::array{law.mean[0] - 2 * std::exp(-1.0), law.deviation - deviation};
  };
  EXPECT_NEAR(errors(10)[0], 0.035327696516178064, 1e-14);
  EXPECT_NEAR(errors(10)[1], -0.013702672904954749, 1e-14);
  EXPECT_NEAR(errors(80)[0], 0.004574691177716028, 1e-14);
  EXPECT_NEAR(errors(80)[1], -0.0017597838207076277, 1e-14);
  for (const std::size_t which : {0U, 1U}) {
    EXPECT_NEAR(std::log2(errors(160)[which] / errors(320)[which]), 1, 0.01);
  }
}

TEST(GaussianStep, is_the_minimum_in_any_dimension) {
  const Eigen::Vector3d centre(1, -2, 0.5), mean(0.3, 0.4, -1);
  const QuadraticEnergy energy{0.7, centre, 0.4};
  const GaussianLaw before{mean, 0.8};
  const double tau = 0.3;
  const auto objective = [&](const GaussianLaw& law) {
    return w2_squared(before, law) / (2 * tau) + evaluate(energy, law);
  };
  const GaussianLaw best = jko_step(energy, tau, before);
  for (const double change : {-1e-3, 1e-3}) {
    GaussianLaw other = best;
    other.deviation += change;
    EXPECT_GT(objective(other), objective(best));
    for (Index i = 0; i < 3; ++i) {
      other = best;
      other.mean[i] += change;
      EXPECT_GT(objective(other), objective(best));
    }
  }
}

TEST(GaussianStep, refuses_arguments_outside_their_ranges) {
  const GaussianLaw law{number(0), 1};
  EXPECT_THROW(jko_step({1, number(0), 1}, 0, law), InvalidArgument);
  EXPECT_THROW(jko_step({-1, number(0), 1}, 0.1, law), InvalidArgument);
  EXPECT_THROW(jko_step({1, number(0), 0}, 0.1, law), InvalidArgument);
  EXPECT_THROW(jko_step({1, Eigen::Vector2d(0, 0), 1}, 0.1, law), InvalidArgument);
  EXPECT_THROW(jko_step({1, number(0), 1}, 0.1, {number(0), -1}), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::jko
