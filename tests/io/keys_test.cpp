#include "kolmo/io/keys.hpp"

#include <gtest/gtest.h>

namespace kolmo::io {
namespace {

TEST(Keys, SayWhatIsAllowed) {
  EXPECT_EQ(describe_allowed(keys::number("a", "", "1", "", keys::positive)), "a number > 0");
  EXPECT_EQ(describe_allowed(keys::number("a", "", "1", "", keys::positive_up_to(2))), "a number in (0, 2]");
  EXPECT_EQ(describe_allowed(keys::count("a", "", "", keys::at_least(3))), "an integer ≥ 3");
  EXPECT_EQ(describe_allowed(keys::increasing("a", "", "s", "", {0, 1})),
            "an array of numbers that increase, in [0, 1]");
  EXPECT_EQ(describe_allowed(keys::text("a", "", "", {"b", "c"})), "one of \"b\", \"c\"");
  EXPECT_EQ(keys::cells("a", "8", "", {4, 16}, 4).scaling, Scaling::cells);
  EXPECT_EQ(keys::cells("a", "8", "", {4, 16}, 4).multiple_of, 4);
}

}  // namespace
}  // namespace kolmo::io
