// What an order study leaves in the result file.

#include "frame/order_study.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kolmo::frame {
namespace {

const io::AttributeValue* attribute(const io::Group& group, const std::string& name) {
  for (const auto& [other, value] : group.attributes()) {
    if (other == name) return &value;
  }
  return nullptr;
}

template <class T>
T value(const io::Group& group, const std::string& name) {
  const io::AttributeValue* found = attribute(group, name);
  EXPECT_NE(found, nullptr) << name;
  return found ? std::get<T>(*found) : T{};
}

verify::OrderStudy study_of(double claimed) {
  verify::OrderStudy study{.name = "strong_scheme",
                           .long_name = "strong error",
                           .claimed = claimed,
                           .source = "Somebody 1999",
                           .h_long_name = "time step",
                           .h_units = "s",
                           .scheme = "scheme"};
  study.options.slack = 0.07;
  for (int k = 0; k < 6; ++k) study.add(std::ldexp(1.0, -k), 0.3 * std::ldexp(1.0, -k));
  return study;
}

TEST(WrittenStudy, SaysWhatWasClaimedJudgedAndUsed) {
  io::Group part("part");
  verify::OrderStudy study = study_of(1);
  study.fit_up_to = 0.5;
  study.work = {1, 2, 4, 8, 16, 32};
  const verify::Check check = judge_order("part/strong_scheme", study, part);
  EXPECT_EQ(check.verdict, verify::Verdict::pass);
  const io::Group* group = part.find_group("convergence")->find_group("strong_scheme");
  ASSERT_NE(group, nullptr);
  EXPECT_EQ(value<std::string>(*group, "scheme"), "scheme");
  EXPECT_EQ(value<std::string>(*group, "source"), "Somebody 1999");
  EXPECT_EQ(value<std::string>(*group, "check"), check.id);
  EXPECT_EQ(value<std::string>(*group, "verdict"), "pass");
  EXPECT_EQ(value<double>(*group, "slack"), 0.07);
  EXPECT_EQ(value<double>(*group, "order"), check.observed);
  EXPECT_NEAR(value<double>(*group, "half_width"), check.tolerance - 0.07, 1e-15);
  EXPECT_EQ(group->bytes("resolved"), (std::vector<std::int8_t>{0, 1, 1, 1, 1, 1}));
  EXPECT_TRUE(std::isnan(group->numbers("fitted")[0]));
  EXPECT_NEAR(group->numbers("fitted")[1], 0.15, 1e-12);
  EXPECT_EQ(group->numbers("error")[2], 0.3 / 4);
  EXPECT_EQ(part.find_group("work_precision")->find_group("strong_scheme")->numbers("evaluations"),
            study.work);
}

TEST(WrittenStudy, OfNoResolvedErrorsHasNeitherOrderNorHalfWidth) {
  io::Group part("part");
  verify::OrderStudy study = study_of(1);
  for (Estimate& error : study.errors) error.standard_error = 1;
  EXPECT_EQ(judge_order("part/strong_scheme", study, part).verdict, verify::Verdict::unresolved);
  const io::Group* group = part.find_group("convergence")->find_group("strong_scheme");
  EXPECT_EQ(attribute(*group, "order"), nullptr);
  EXPECT_EQ(attribute(*group, "half_width"), nullptr);
  EXPECT_EQ(group->find_dataset("fitted"), nullptr);
  EXPECT_EQ(value<double>(*group, "order_claimed"), 1);
}

TEST(WrittenStudy, OfAnExactMethodHasItsBoundInPlaceOfAnOrder) {
  io::Group part("part");
  verify::OrderStudy study = study_of(std::numeric_limits<double>::infinity());
  study.exact_below = 0.5;
  EXPECT_EQ(judge_order("part/strong_scheme", study, part).verdict, verify::Verdict::pass);
  const io::Group* group = part.find_group("convergence")->find_group("strong_scheme");
  EXPECT_EQ(value<double>(*group, "exact_below"), 0.5);
  EXPECT_EQ(attribute(*group, "order_claimed"), nullptr);
  EXPECT_EQ(group->numbers("standard_error"), std::vector<double>(6, 0.0));
}

}  // namespace
}  // namespace kolmo::frame
