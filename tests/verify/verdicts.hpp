#pragma once
// Checks as assertions: the same check passes the right code and fails the wrong one.

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "kolmo/verify/check.hpp"

namespace kolmo::verify::test {

/// |observed − expected| ≤ tolerance as a Check with its verdict.
inline Check compared(std::string id, double expected, double observed, double tolerance) {
  Check check;
  check.id = std::move(id);
  check.expected = expected;
  check.observed = observed;
  check.tolerance = tolerance;
  check.verdict = judge(expected, observed, tolerance);
  return check;
}

inline std::string text(const Check& check) {
  std::ostringstream out;
  out << check.id << ": observed " << check.observed << ", expected " << check.expected << " ± "
      << check.tolerance << ": " << to_string(check.verdict);
  return out.str();
}

/// EXPECT_TRUE(passes(check)); what was observed is kept as a property of the test (--gtest_output=xml).
inline ::testing::AssertionResult passes(const Check& check) {
  ::testing::Test::RecordProperty(check.id, text(check));
  if (check.verdict == Verdict::pass) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << text(check);
}

/// EXPECT_TRUE(fails(check)): a wrong result was seen; a result that is not finite, or unresolved, is not
/// enough.
inline ::testing::AssertionResult fails(const Check& check) {
  ::testing::Test::RecordProperty("planted: " + check.id, text(check));
  if (check.verdict == Verdict::fail) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "not seen: " << text(check);
}

}  // namespace kolmo::verify::test
