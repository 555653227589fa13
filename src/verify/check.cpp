#include "kolmo/verify/check.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/normal.hpp"

namespace kolmo::verify {

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "pass";
    case Verdict::fail:
      return "fail";
    case Verdict::unresolved:
      break;
  }
  return "unresolved";
}

Check Check::shows(const std::string& ids, double as_printed) const {
  Check check = *this;
  check.claims += (check.claims.empty() || ids.empty() ? "" : " ") + ids;
  check.claimed = as_printed;
  return check;
}

Verdict judge(double expected, double observed, double tolerance) {
  if (!std::isfinite(expected) || !std::isfinite(observed) || !std::isfinite(tolerance))
    return Verdict::unresolved;
  return std::abs(observed - expected) <= tolerance ? Verdict::pass : Verdict::fail;
}

void give_verdict(Check& check) {
  check.verdict = judge(check.expected, check.observed, check.tolerance);
  std::string reason;
  if (check.verdict == Verdict::unresolved) {
    reason = !std::isfinite(check.tolerance)  ? "the tolerance is not finite"
             : !std::isfinite(check.observed) ? "the observed value is not finite"
                                              : "the expected value is not finite";
  } else if (check.verdict == Verdict::pass && check.tolerance > check.spread) {
    check.verdict = Verdict::unresolved;
    reason = "the tolerance exceeds the spread of what is compared, " + number_text(check.spread, 6) +
             ": agreement says nothing";
  }
  if (!reason.empty()) check.note += (check.note.empty() ? "" : "; ") + reason;
}

void require_unique_ids(const std::vector<Check>& checks) {
  std::set<std::string_view> seen;
  for (const Check& check : checks) {
    if (!seen.insert(check.id).second) throw std::logic_error("two checks have the id '" + check.id + "'");
  }
}

Check judged(Check check) {
  check.verdict = judge(check.expected, check.observed, check.tolerance);
  return check;
}

Check value_check(double expected, double observed, double tolerance, const std::string& source,
                  const std::string& note) {
  return judged({.expected = expected,
                 .observed = observed,
                 .bias_bound = tolerance,
                 .tolerance = tolerance,
                 .source = source,
                 .note = note});
}

Check estimate_check(const std::string& id, double expected, const Estimate& observed, double z,
                     double bias_bound, const std::string& source) {
  return judged({.id = id,
                 .expected = expected,
                 .observed = observed.value,
                 .standard_error = observed.standard_error,
                 .bias_bound = bias_bound,
                 .tolerance = z * observed.standard_error + bias_bound,
                 .source = source});
}

void require_power(Check& check, double largest) {
  if (check.verdict != Verdict::pass || check.tolerance <= largest) return;
  check.verdict = Verdict::unresolved;
  check.note = "the tolerance is too wide to decide: take more paths";
}

Verdict worst(const std::vector<Check>& checks) {
  const auto any = [&](Verdict verdict) {
    return std::any_of(checks.begin(), checks.end(),
                       [=](const Check& check) { return check.verdict == verdict; });
  };
  if (any(Verdict::fail)) return Verdict::fail;
  return any(Verdict::unresolved) ? Verdict::unresolved : Verdict::pass;
}

double z_quantile(double comparisons, double rate) {
  require(comparisons >= 1, "comparisons", comparisons, "must be at least 1");
  require(rate > 0 && rate < 1, "rate", rate, "must be in (0, 1)");
  return normal_upper_quantile(rate / (2 * comparisons));
}

}  // namespace kolmo::verify
