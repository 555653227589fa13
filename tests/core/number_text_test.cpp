// Numbers as they stand in messages.

#include "kolmo/core/number_text.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>

namespace {

using kolmo::number_text;

TEST(NumberText, IsTheShortestThatReadsBack) {
  EXPECT_EQ(number_text(1e-9), "1e-09");
  EXPECT_EQ(number_text(0.1), "0.1");
  EXPECT_EQ(number_text(250.0), "250");
  EXPECT_EQ(number_text(-2.5), "-2.5");
  EXPECT_EQ(number_text(std::numeric_limits<double>::quiet_NaN()), "nan");
  EXPECT_EQ(number_text(-std::numeric_limits<double>::infinity()), "-inf");
  for (double value : {1.0 / 3, 5e-324, 1.7976931348623157e308, 0.5000000000000001})
    EXPECT_EQ(std::strtod(number_text(value).c_str(), nullptr), value);
}

TEST(NumberText, OfIntegersIsExact) {
  EXPECT_EQ(number_text(std::numeric_limits<long long>::min()), "-9223372036854775808");
  EXPECT_EQ(number_text(std::numeric_limits<std::size_t>::max()), "18446744073709551615");
  EXPECT_EQ(number_text(7), "7");
}

TEST(NumberText, ToFewerDigits) {
  EXPECT_EQ(number_text(2.0 / 3, 2), "0.67");
  EXPECT_EQ(number_text(1234567.0, 3), "1.23e+06");
  EXPECT_EQ(number_text(2.0, 6), "2");
}

}  // namespace
