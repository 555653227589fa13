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
  /// The largest tolerance that still says something; infinity where none is known.
  double spread = std::numeric_limits<double>::infinity();
  /// What a drift, and what a diffusion g², 2 % off would change; NaN where it was not computed.
  double effect_of_2_percent = std::numeric_limits<double>::quiet_NaN();
  double effect_of_2_percent_diffusion = std::numeric_limits<double>::quiet_NaN();
  std::string depends_on = {};  ///< the ingredient that both sides share; empty where they are independent
  std::string source = {};      ///< of the expected value
  std::string note = {};        ///< "below noise", or why it is unresolved
  /// Claims of the source notes that it shows, by their ids in data/claims.toml with blanks between: "C4-25
  /// S-03".
  std::string claims = {};
  /// What these claims, as printed, say instead of `expected`; NaN where they say no other number. Put in the
  /// place of `expected` it must fail: a check that passes with both shows nothing.
  double claimed = std::numeric_limits<double>::quiet_NaN();

  /// The same check, which shows these claims.
  Check shows(const std::string& ids, double as_printed = std::numeric_limits<double>::quiet_NaN()) const;
};

/// The only place where a verdict is made: pass if |observed − expected| ≤ tolerance, fail if above,
/// unresolved if any of the three is not finite.
Verdict judge(double expected, double observed, double tolerance);

/// The same for a check whose numbers are set: gives it its verdict. What would pass with a tolerance above
/// `spread` is unresolved too: a check that could not have failed. `note` then says why.
void give_verdict(Check& check);

/// Throws std::logic_error naming the first id that two of the checks share: an id stands for one check.
void require_unique_ids(const std::vector<Check>& checks);

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
