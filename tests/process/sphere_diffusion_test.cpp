#include "kolmo/process/equations/sphere_diffusion.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/process/check/check_process.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"

namespace kolmo::process {
namespace {

Points on_sphere(Index dimension, double radius) {
  Points x(50, dimension);
  RandomStream(3).normals(0, 0, x);
  for (Index i = 0; i < x.rows(); ++i) x.row(i) *= radius / x.row(i).matrix().norm();
  return x;
}

TEST(SphereDiffusion, IsWhatItSays) {
  for (const Index d : {2, 3, 5})
    for (const double radius : {1.0, 3e-9, 4e7}) {
      const Points x = on_sphere(d, radius);
      check_process(von_mises_fisher(d, radius, 0.7 * radius, 2), {{0.0, 1.0}, x});
      EXPECT_LT(sphere_defect(von_mises_fisher(d, radius, 0.7 * radius, 0), 0, x), 2e-15) << d;
      EXPECT_LT(sphere_defect(von_mises_fisher(d, radius, 0.7 * radius, 5), 0, x), 1e-14) << d;
    }
  EXPECT_EQ(sphere_radius(von_mises_fisher(3, 2.5, 1, 1)), 2.5);
  EXPECT_FALSE(sphere_radius(Brownian(1, 3)).has_value());
}

// dX = −X dt + P dW on the unit sphere of space.
TEST(SphereDiffusion, HasTheDriftOfTheUnitSphere) {
  const Points x = on_sphere(3, 1);
  Points f(50, 3), g(50, 9);
  const SphereDiffusion brownian(3, 1, 1);
  brownian.drift(0, x, f);
  EXPECT_LT((f + x).abs().maxCoeff(), 1e-15);
  brownian.diffusion_matrix(0, x, g);
  for (Index k = 0; k < 3; ++k)
    for (Index j = 0; j < 3; ++j)
      EXPECT_LT((g.col(3 * k + j) - ((j == k ? 1.0 : 0.0) - x.col(j) * x.col(k))).abs().maxCoeff(), 1e-15);
}

// A_3 = coth κ − 1/κ; E cos² = 1 − 2A/κ.
TEST(SphereDiffusion, HasTheMomentsOfVonMisesAndFisher) {
  for (const double kappa : {0.01, 0.5, 2.0, 30.0, 400.0}) {
    const auto moments = von_mises_fisher_moments(3, kappa);
    const double a = 1 / std::tanh(kappa) - 1 / kappa;
    EXPECT_NEAR(moments.cosine, a, 1e-13 / kappa + 1e-14) << kappa;
    EXPECT_NEAR(moments.cosine_squared, 1 - 2 * a / kappa, 1e-13 / (kappa * kappa) + 1e-14) << kappa;
  }
  for (const double kappa : {1.0, 4.0})
    EXPECT_NEAR(von_mises_fisher_moments(2, kappa).cosine,
                std::cyl_bessel_i(1, kappa) / std::cyl_bessel_i(0, kappa), 1e-14);
  EXPECT_EQ(von_mises_fisher_moments(5, 0).cosine, 0);
  EXPECT_NEAR(von_mises_fisher_moments(5, 0).cosine_squared, 0.2, 1e-15);
}

TEST(SphereDiffusion, RefusesWhatIsNoSphere) {
  EXPECT_THROW(SphereDiffusion(1, 1, 1), InvalidArgument);
  EXPECT_THROW(SphereDiffusion(3, 0, 1), InvalidArgument);
  EXPECT_THROW(SphereDiffusion(3, 1, -1), InvalidArgument);
  EXPECT_THROW(von_mises_fisher_moments(3, -1), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::process
