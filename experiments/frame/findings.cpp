#include "frame/findings.hpp"

namespace kolmo::frame {

void Findings::number(const Number& number) {
  verify::Check check{.id = part_ + "/" + number.name,
                      .expected = number.expected,
                      .observed = number.observed,
                      .standard_error = number.standard_error,
                      .tolerance = number.tolerance,
                      .spread = number.widest,
                      .source = number.source,
                      .note = number.note};
  verify::give_verdict(check);
  checks_.push_back(std::move(check));
}

void Findings::order(const verify::OrderStudy& study) {
  checks_.push_back(judge_order(part_ + "/order/" + study.name, study, group_));
}

}  // namespace kolmo::frame
