// A controller that draws a new increment after a rejection, instead of staying on its path.

#include <gtest/gtest.h>

#include <algorithm>

#include "sde/drivers/adaptive_checks.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using verify::test::fails;
using verify::test::passes;

constexpr Index paths = 20000;

Points from_the_tree() {
  const sde::test::Wander process;
  const sde::test::Startled scheme;
  Points end(paths, 1);
  sde::simulate_adaptive({process, scheme, {0.0, 1.0}, paths, RandomStream(6, 60), sde::test::startling},
                         Points(Points::Zero(paths, 1)), [&](Index, int, Index first, const ConstBlock& x) {
                           end.middleRows(first, x.rows()) = x;
                         });
  return end;
}

/// Startled's steps with the same tolerance: halved after a rejection and drawn anew, or drawn anew at the
/// same length.
Points drawn_anew(bool shorter) {
  const RandomStream noise(6, 61);
  const double tolerance = sde::test::startling.absolute[0];
  Points end = Points::Zero(paths, 1), z(paths, 1);
  Eigen::ArrayXd t = Eigen::ArrayXd::Zero(paths), h = Eigen::ArrayXd::Constant(paths, 0.1);
  for (std::uint32_t trial = 0; (t < 1).any(); ++trial) {
    noise.normals(0, trial, z);
    for (Index i = 0; i < paths; ++i) {
      const double length = std::min(h(i), 1 - t(i)), step = std::sqrt(length) * z(i, 0);
      const bool rejected = step > tolerance;
      if (!rejected) {
        t(i) += length;
        end(i, 0) += step;
      }
      if (shorter) h(i) = rejected ? length / 2 : std::min(1.3 * h(i), 0.1);
    }
  }
  return end;
}

TEST(WrongAdaptive, PathsThatStayOnTheirTreePass) {
  for (const verify::Check& check : sde::test::wander_checks(from_the_tree(), 1)) EXPECT_TRUE(passes(check));
}

TEST(WrongAdaptive, DrawingAnewAfterARejectionIsSeen) {
  for (const bool shorter : {true, false}) {
    for (const verify::Check& check : sde::test::wander_checks(drawn_anew(shorter), 1))
      EXPECT_TRUE(fails(check)) << shorter;
  }
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
