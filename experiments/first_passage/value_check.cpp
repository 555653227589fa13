#include "first_passage/value_check.hpp"

namespace kolmo::first_passage {

verify::Check judge_value(const std::string& id, double expected, const Estimate& observed, double z,
                          double bias_bound, const std::string& source) {
  verify::Check check;
  check.id = id;
  check.expected = expected;
  check.observed = observed.value;
  check.standard_error = observed.standard_error;
  check.bias_bound = bias_bound;
  check.tolerance = z * observed.standard_error + bias_bound;
  check.verdict = verify::judge(expected, observed.value, check.tolerance);
  check.source = source;
  return check;
}

void require_power(verify::Check& check, double largest) {
  if (check.verdict != verify::Verdict::pass || check.tolerance <= largest) return;
  check.verdict = verify::Verdict::unresolved;
  check.note = "the tolerance is too wide to decide: take more paths";
}

}  // namespace kolmo::first_passage
