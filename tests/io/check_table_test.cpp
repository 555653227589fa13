#include "frame/result/check_table.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <sstream>
#include <thread>

#include "frame/run/progress.hpp"

namespace kolmo::frame {
namespace {

using verify::Check;
using verify::Verdict;

Check check(const std::string& id, double observed) {
  Check made;
  made.id = id;
  made.expected = 1;
  made.observed = observed;
  made.standard_error = 1e-3;
  made.bias_bound = 2e-3;
  made.tolerance = 0.01;
  made.verdict = verify::judge(made.expected, made.observed, made.tolerance);
  made.depends_on = "score of the grid";
  made.source = "spec/12";
  made.note = "ρ below noise";
  return made;
}

TEST(Checks, ComeBackFromTheGroupAsTheyWere) {
  io::Group part("part");
  const std::vector<Check> written = {check("a", 1.001), check("b", 2),
                                      check("c", std::numeric_limits<double>::quiet_NaN())};
  write_checks(part, written);
  const std::vector<Check> read = read_checks(part);
  ASSERT_EQ(read.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(read[i].id, written[i].id);
    EXPECT_EQ(read[i].expected, written[i].expected);
    EXPECT_EQ(read[i].standard_error, written[i].standard_error);
    EXPECT_EQ(read[i].bias_bound, written[i].bias_bound);
    EXPECT_EQ(read[i].tolerance, written[i].tolerance);
    EXPECT_EQ(read[i].verdict, written[i].verdict);
    EXPECT_EQ(read[i].depends_on, written[i].depends_on);
    EXPECT_EQ(read[i].source, written[i].source);
    EXPECT_EQ(read[i].note, written[i].note);
  }
  EXPECT_EQ(read[1].observed, 2);
  EXPECT_TRUE(std::isnan(read[2].observed));
  EXPECT_TRUE(std::isnan(read[0].effect_of_2_percent));
  EXPECT_EQ(part.find_group("checks")->find_dataset("verdict")->attributes[1].first, "flag_meanings");
}

TEST(Checks, AnInfiniteNumberIsMissingAndSaysSo) {
  io::Group part("part");
  write_checks(part, {check("a", std::numeric_limits<double>::infinity())});
  const Check read = read_checks(part).at(0);
  EXPECT_TRUE(std::isnan(read.observed));
  EXPECT_EQ(read.note, "ρ below noise; observed was inf");
}

TEST(Checks, NoneAtAllIsFine) {
  io::Group part("part");
  write_checks(part, {});
  EXPECT_TRUE(read_checks(part).empty());
}

TEST(CheckTable, IsAlignedAlsoUnderLettersBeyondAscii) {
  const std::string table = check_table({check("a", 1.001), check("ρ~grid/mean/long", 2)});
  std::istringstream lines(table);
  std::vector<std::string> all;
  for (std::string line; std::getline(lines, line);) all.push_back(line);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].find("expected"), all[1].find(" 1 ") + 1);
  EXPECT_EQ(all[2].find(" 1 ") + 1, all[0].find("expected") + 1) << "ρ takes two bytes, one column";
  EXPECT_NE(all[2].find("2 ± 0.001"), std::string::npos);
  EXPECT_NE(all[2].find("fail"), std::string::npos);
}

TEST(CheckTable, ManyChecksAreSummarisedAndOnlyWhatDidNotPassIsShown) {
  std::vector<Check> many(50, check("fine", 1));
  many[7] = check("broken", 2);
  many[9] = check("open", std::numeric_limits<double>::quiet_NaN());
  const std::string text = check_summary({{"part", many}});
  EXPECT_NE(text.find("part: 50 checks, 48 passed, 1 failed, 1 unresolved"), std::string::npos) << text;
  EXPECT_NE(text.find("broken"), std::string::npos);
  EXPECT_NE(text.find("open"), std::string::npos);
  EXPECT_EQ(text.find("fine"), std::string::npos);
  EXPECT_NE(check_summary({{"part", {many.begin(), many.begin() + 3}}}).find("fine"), std::string::npos);
}

TEST(Progress, SaysHowFarHowFastAndHowLong) {
  EXPECT_EQ(Progress::line("sde", 25, 100, 10, true), "sde  [####............]  25 %  2.5/s  0:30 left");
  EXPECT_EQ(Progress::line("sde", 0, 100, 1, false), "sde    0 %  0/s  --:-- left");
  EXPECT_EQ(Progress::line("sde", 200, 100, 1, false), "sde  100 %  2e+02/s  0:00 left");
  EXPECT_EQ(Progress::line("sde", 1, 7201, 1, false), "sde    0 %  1/s  2:00:00 left");
}

TEST(Progress, IsSilentWithoutAnOutputAndCountsFromManyThreads) {
  Progress silent;
  silent.start(10, "x");
  silent.advance(10);
  std::ostringstream out;
  {
    Progress progress(&out, false, 1e-9);
    progress.start(4000, "x");
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        for (int k = 0; k < 1000; ++k) progress.advance(1);
      });
    for (std::thread& thread : threads) thread.join();
    progress.advance(0);
  }
  const std::string text = out.str();
  const std::size_t last = text.rfind('\n', text.size() - 2);
  EXPECT_NE(text.substr(last + 1).find("100 %"), std::string::npos) << text.substr(last + 1);
}

}  // namespace
}  // namespace kolmo::frame
