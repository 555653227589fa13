#pragma once
// What relaxation makes of [problem.p], for tests.

#include <gtest/gtest.h>

#include "experiments/own_problem.hpp"
#include "relaxation/experiment.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::relaxation::test {

using frame::test::find;
using frame::test::Sets;
using frame::test::with;
using verify::Check;
using verify::test::fails;
using verify::test::passes;

inline io::Configuration configured(const Sets& keys) {
  return frame::test::configured_problem(experiment(), keys, "quick");
}

inline std::vector<Check> checks_of(const Sets& keys, const Settings& settings = {}) {
  io::Group group("p");
  return run_part(configured(keys), "p", settings, group);
}

inline std::string error_of(const Sets& keys) {
  return frame::test::error_of(experiment(), [&] { return configured(keys); });
}

/// The same ids and verdicts, all passed, and those that are said before.
inline void expect_all_pass(const Sets& keys, const Sets& in_other_units) {
  const std::vector<Check> checks = checks_of(keys), other = checks_of(in_other_units);
  const std::vector<std::string> said = part_check_ids(configured(keys), "p");
  ASSERT_EQ(checks.size(), said.size());
  ASSERT_EQ(checks.size(), other.size());
  for (std::size_t k = 0; k < checks.size(); ++k) {
    EXPECT_EQ(checks[k].id, said[k]);
    EXPECT_EQ(checks[k].id, other[k].id);
    EXPECT_TRUE(passes(checks[k])) << checks[k].id;
    EXPECT_TRUE(passes(other[k])) << other[k].id;
  }
}

}  // namespace kolmo::relaxation::test
