// Schedules: what is refused, with its place, and that rounding in the times costs no step.

#include "kolmo/core/schedule.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "kolmo/core/errors.hpp"

namespace kolmo {
namespace {

std::string refusal(const Schedule& schedule, Index multiple = 1) {
  try {
    schedule.validate(multiple);
  } catch (const InvalidArgument& error) {
    return error.what();
  }
  return "";
}

TEST(Schedule, NamesThePlaceThatIsWrong) {
  EXPECT_EQ(refusal({{0, 1, 3}, {4, 8}}, 4), "");
  EXPECT_NE(refusal({{0}, {}}).find("number of times = 1"), std::string::npos);
  EXPECT_NE(refusal({{0, 1, 1}, {1, 1}}).find("times[2] = 1"), std::string::npos);
  EXPECT_NE(refusal({{0, std::nan("")}, {1}}).find("times[1]"), std::string::npos);
  EXPECT_NE(refusal({{-1e308, 1e308}, {1}}).find("times[1]"), std::string::npos);
  EXPECT_NE(refusal({{0, 1}, {1, 1}}).find("number of entries in steps = 2"), std::string::npos);
  EXPECT_NE(refusal({{0, 1, 2}, {1, 0}}).find("steps[1] = 0"), std::string::npos);
  EXPECT_NE(refusal({{0, 1}, {6}}, 4).find("multiple of 4"), std::string::npos);
  EXPECT_NE(refusal({{0, 1, 2}, {Index{1} << 31, Index{1} << 31}}).find("2^32"), std::string::npos);
}

// 0.3/0.1 = 2.9999999999999996 and 0.7/0.1 = 6.999999999999999: three and seven steps, in any unit of time.
TEST(Schedule, TakesNoStepMoreForRounding) {
  for (const double second : {1.0, 1e-12, 0x1p-40, 0x1p40}) {
    EXPECT_EQ(Schedule::with_step({0, 0.3 * second, second}, 0.1 * second).steps, (std::vector<Index>{3, 7}));
  }
  EXPECT_THROW(Schedule::with_step({1.0, 0.0}, 0.1), InvalidArgument);
}

TEST(Schedule, OrderedTimesMayFall) {
  EXPECT_NO_THROW(require_ordered_times({1, 0.5, 0}));
  EXPECT_NO_THROW(require_ordered_times({0, 0.5, 1}));
  EXPECT_THROW(require_ordered_times({1, 0, 0.5}), InvalidArgument);
  EXPECT_THROW(require_ordered_times({0, 0}), InvalidArgument);
  EXPECT_THROW(require_ordered_times({0}), InvalidArgument);
}

}  // namespace
}  // namespace kolmo
