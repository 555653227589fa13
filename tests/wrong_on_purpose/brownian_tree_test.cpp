// A Brownian tree with one wrong number in the matrix that splits an interval.

#include <gtest/gtest.h>

#include "sde/noise/brownian_covariance.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using sde::test::Matrix4;
using verify::test::fails;
using verify::test::passes;

verify::Check covariances(const Matrix4& split) {
  const sde::test::PlainTree tree{RandomStream(20240607, 32), 3, split};
  return sde::test::covariance_check(
      [&](Index particle, Index i, Index j) {
        return tree.interval(static_cast<std::uint32_t>(particle), 0, i, j);
      },
      8, 12, 16000);
}

TEST(WrongBrownianTree, TheRightMatrixPasses) { EXPECT_TRUE(passes(covariances(sde::test::right_split()))); }

// Every number in turn. The whole's z and u stay what they are, so that the sum of the halves is not the
// whole where they are wrong; v and w enter the covariances of the halves.
TEST(WrongBrownianTree, AWrongNumberInTheSplitIsSeen) {
  for (std::size_t row = 0; row < 4; ++row) {
    for (std::size_t column = 0; column < 4; ++column) {
      for (const double factor : {-1.0, 1.5}) {
        Matrix4 wrong = sde::test::right_split();
        if (wrong[row][column] == 0) continue;
        wrong[row][column] *= factor;
        EXPECT_TRUE(fails(covariances(wrong))) << row << " " << column << " times " << factor;
      }
    }
  }
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
