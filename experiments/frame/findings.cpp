#include "frame/findings.hpp"

namespace kolmo::frame {
void Findings::number(const Number& number) {
  verify::Check check;
  check.id = part_ + "/" + number.name;
  check.expected = number.expected;
  check.observed = number.observed;
  check.tolerance = number.tolerance;
  check.standard_error = number.standard_error;
  check.verdict = verify::judge(number.expected, number.observed, number.tolerance);
  check.source = number.source;
  check.note = number.note;
  checks_.push_back(check);
}

void Findings::order(const verify::OrderStudy& study) {
  checks_.push_back(judge_order(part_ + "/order/" + study.name, study, group_));
}

}  // namespace kolmo::frame
