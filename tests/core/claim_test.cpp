#include "kolmo/core/claim.hpp"

#include <gtest/gtest.h>

namespace kolmo {
namespace {

TEST(Orders, OfAnotherContextAreNeverTaken) {
  const Orders orders{{Sense::time, Context::line, 3}, {Sense::weak, Context::additive, 2}};
  EXPECT_EQ(orders.of(Sense::time, Context::line), 3.0);
  EXPECT_EQ(orders.of(Sense::time, Context::axes), std::nullopt);
  EXPECT_EQ(orders.of(Sense::time), std::nullopt);
  EXPECT_EQ(orders.of(Sense::weak, Context::general), std::nullopt);
  EXPECT_EQ(orders.of(Sense::strong, Context::additive), std::nullopt);
}

TEST(Orders, OfAnyContextHoldWhereNoOtherIsNamed) {
  const Orders orders{{Sense::time, Context::mixed, 1}, {Sense::time, 2}};
  EXPECT_EQ(orders.of(Sense::time, Context::mixed), 1.0);
  EXPECT_EQ(orders.of(Sense::time, Context::axes), 2.0);
  EXPECT_EQ(orders.of(Sense::time), 2.0);
}

TEST(Orders, AreSetOnceAndTakenBack) {
  Orders orders{{Sense::space, 2}};
  orders.set(Sense::space, 4);
  EXPECT_EQ(orders.of(Sense::space), 4.0);
  EXPECT_EQ(std::distance(orders.begin(), orders.end()), 1);
  orders.set(Sense::space, std::nullopt);
  EXPECT_EQ(orders.of(Sense::space), std::nullopt);
}

TEST(Orders, AreShiftedInOneSenseAndOneContext) {
  Orders orders{{Sense::time, Context::line, 3}, {Sense::time, Context::axes, 2}, {Sense::space, 2}};
  orders.shift(Sense::time, Context::line, 0.5);
  EXPECT_EQ(orders.of(Sense::time, Context::line), 3.5);
  EXPECT_EQ(orders.of(Sense::time, Context::axes), 2.0);
  orders.shift(Sense::time, -1);
  EXPECT_EQ(orders.of(Sense::time, Context::line), 2.5);
  EXPECT_EQ(orders.of(Sense::time, Context::axes), 1.0);
  EXPECT_EQ(orders.of(Sense::space), 2.0);
}

}  // namespace
}  // namespace kolmo
