#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/verify/error_norms.hpp"

namespace kolmo::verify {
namespace {

TEST(ErrorNorms, OfAConstantDifferenceAreThoseOfTheBox) {
  const Grid grid({{0, 2, 4}, {0, 3, 6}});
  const Eigen::ArrayXd a = Eigen::ArrayXd::Constant(24, 1.5), b = Eigen::ArrayXd::Constant(24, 2.0);
  const ErrorNorms norms = error_norms(grid, a, b);
  EXPECT_DOUBLE_EQ(norms.l1, 0.5 * 6);
  EXPECT_DOUBLE_EQ(norms.l2, 0.5 * std::sqrt(6.0));
  EXPECT_DOUBLE_EQ(norms.maximum, 0.5);
}

TEST(ErrorNorms, OfOneWrongCell) {
  const Grid grid({{-1, 1, 8}});
  Eigen::ArrayXd a = Eigen::ArrayXd::Zero(8), b = a;
  b(3) = -4;
  const ErrorNorms norms = error_norms(grid, a, b);
  EXPECT_DOUBLE_EQ(norms.l1, 1);
  EXPECT_DOUBLE_EQ(norms.l2, 2);
  EXPECT_DOUBLE_EQ(norms.maximum, 4);
}

TEST(ErrorNorms, RefuseOtherSizesAndNaN) {
  const Grid grid({{-1, 1, 8}});
  Eigen::ArrayXd a = Eigen::ArrayXd::Zero(8), b = Eigen::ArrayXd::Zero(7);
  EXPECT_THROW(error_norms(grid, a, b), InvalidArgument);
  EXPECT_THROW(error_norms(grid, b, a), InvalidArgument);
  Eigen::ArrayXd c = a;
  c(5) = std::nan("");
  EXPECT_THROW(error_norms(grid, a, c), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::verify
