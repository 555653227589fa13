#include "kolmo/sde/increment.hpp"

#include <gtest/gtest.h>

namespace kolmo::sde {
namespace {

constexpr Index rows = 100;

struct IncrementTest : testing::Test {
  RandomStream noise{3, 4};
  Points scratch = Points::Zero(rows, 2);
  Points z = Points::Zero(rows, 2);
  Points start = Points::Random(rows, 2);
  Points f = Points::Random(rows, 2);
  IncrementTest() { noise.normals(32, 9, z); }
};

TEST_F(IncrementTest, IsTheStreamsNormalsOfItsBlockAndStep) {
  Increment increment(noise, 32, 9, scratch);
  EXPECT_TRUE((increment.materialise() == z).all());
}

TEST_F(IncrementTest, AddsTheSameBitsLazilyMaterialisedAndFromABuffer) {
  Increment lazy(noise, 32, 9, scratch);
  Increment buffered{Block(z)};
  const Points added = start + 0.3 * z;
  const Points updated = start + 0.1 * f + 0.3 * z;
  const auto expect_both = [&](const Increment& increment) {
    Points x = start;
    increment.add_to(0.3, x);
    EXPECT_TRUE((x == added).all());
    x = start;
    increment.add_with_drift(0.1, f, 0.3, x);
    EXPECT_TRUE((x == updated).all());
  };
  expect_both(lazy);
  EXPECT_TRUE((scratch == 0).all());
  expect_both(buffered);
  lazy.materialise();
  expect_both(lazy);
}

}  // namespace
}  // namespace kolmo::sde
