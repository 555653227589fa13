#include "kolmo/verify/check.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <stdexcept>

#include "kolmo/core/errors.hpp"
#include "quantiles.hpp"

namespace kolmo::verify {
namespace {

std::string number_text(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

}  // namespace

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
    reason = "the tolerance exceeds the spread of what is compared, " + number_text(check.spread) +
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
