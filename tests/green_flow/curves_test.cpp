// Field lines given as curves.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/green_flow/curve_family.hpp"

namespace kolmo::green_flow {
namespace {

TEST(CurveFamily, DivergenceIsTheGrowthOfTheDeterminant) {
  const CurveFamily family({"a*t + 0.3*sin(b)*t^2", "b*(t + g*t^3) - 0.1*a^2*t"}, {{"g", 0.2}});
  Points labels(3, 2);
  labels << 0.2, 1, -1, 0.5, 0.7, -0.3;
  const double t = 0.8, h = 1e-4;
  const Eigen::ArrayXd slope =
      (family.log_determinant(t + h, labels) - family.log_determinant(t - h, labels)) / (2 * h);
  EXPECT_LT((family.divergence(t, labels) - slope).abs().maxCoeff(), 1e-6);
  Points up(3, 2), down(3, 2), v(3, 2);
  family.places(t + h, labels, up);
  family.places(t - h, labels, down);
  family.velocity(t, labels, v);
  EXPECT_LT(((up - down) / (2 * h) - v).abs().maxCoeff(), 1e-7);
}

TEST(CurveFamily, StraightLinesFromAPointAreThePoissonFlowOfOneSource) {
  const CurveFamily family({"0.5 + a*t", "b*t - 1"});
  const Points labels = Points::Random(4, 2);
  EXPECT_LT((family.divergence(0.3, labels) - 2 / 0.3).abs().maxCoeff(), 1e-13);
  EXPECT_LT((family.log_determinant(0.3, labels) - 2 * std::log(0.3)).abs().maxCoeff(), 1e-14);
}

TEST(CurveFamily, CurvesThatMeetAreNamed) {
  const CurveFamily family({"a*(1 - t)"});
  EXPECT_THROW(family.divergence(1, Points::Ones(1, 1)), NumericalFailure);
  EXPECT_THROW(CurveFamily(std::vector<std::string>{}), InvalidArgument);
  EXPECT_THROW(CurveFamily({"a*t", "b*t", "c*t", "a"}), InvalidArgument);
  EXPECT_THROW(CurveFamily({"a*t + b"}), InvalidArgument);  // one curve, one label
}

}  // namespace
}  // namespace kolmo::green_flow
