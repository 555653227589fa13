#pragma once
// One expected value, one observed value, one tolerance, one verdict.

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "kolmo/core/statistics/moments.hpp"

namespace kolmo::verify {

/// Stored in result files as int8 with flag_values and flag_meanings.
enum class Verdict : std::int8_t { pass = 0, fail = 1, unresolved = 2 };

std::string_view to_string(Verdict verdict);

struct Check {
  std::string id = {};  ///< "double_well/sde~grid/mean/t=2"
  double expected = 0;  ///< 0 for distances
  double observed = 0;
  double standard_error = 0;  ///< s of observed − expected
  double bias_bound = 0;      ///< the discretisation budgets b of both sides, added
  double tolerance = 0;       ///< |observed − expected| ≤ tolerance passes
  Verdict verdict = Verdict::unresolved;
  double effect_of_2_percent = std::numeric_limits<double>::quiet_NaN();  ///< NaN where it was not computed
  std::string depends_on = {};  ///< the ingredient that both sides share; empty where they are independent
  std::string source = {};      ///< of the expected value
  std::string note = {};        ///< "below noise", or why it is unresolved
};

/// The only place where a verdict is made: pass if |observed − expected| ≤ tolerance, fail if above,
/// unresolved if any of the three is not finite.
Verdict judge(double expected, double observed, double tolerance);

/// The check with its verdict: judge of its expected and observed number and its tolerance.
Check judged(Check check);

/// A number without noise: |observed − expected| ≤ tolerance, all of it a bound of the bias. Without an id.
Check value_check(double expected, double observed, double tolerance, const std::string& source,
                  const std::string& note = "");

/// An estimate: |observed − expected| ≤ z s + b.
Check estimate_check(const std::string& id, double expected, const Estimate& observed, double z,
                     double bias_bound, const std::string& source);

/// Unresolved, with a note, where a check passes though its tolerance exceeds `largest`.
void require_power(Check& check, double largest);

/// fail if any check failed; else unresolved if any is; else pass.
Verdict worst(const std::vector<Check>& checks);

/// z = Φ⁻¹(1 − rate/(2m)): the two-sided quantile that keeps the false-alarm rate of m comparisons under
/// `rate`.
double z_quantile(double comparisons, double rate = 1e-3);

}  // namespace kolmo::verify
