// A drift 2 % off in one road: judged at standard scale, where the budget is below its effect.

#include <gtest/gtest.h>

#include "kolmo/process/derived/scaled_drift.hpp"
#include "wrong_on_purpose/certified_problem.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

four_roads::ProcessPtr two_percent_off(four_roads::ProcessPtr process) {
  return std::make_shared<process::ScaledDrift>(std::move(process), 1.02);
}

TEST(TwoPercent, OffInThePathsIsSeen) {
  CertifiedProblem run("double_well", "standard");
  run.settings.planted.sde = two_percent_off;
  EXPECT_FALSE(failed(run.checks(), "/sde~").empty());
}

TEST(TwoPercent, OffInTheGridIsSeen) {
  CertifiedProblem run("double_well", "standard");
  run.settings.planted.fokker_planck = two_percent_off;
  EXPECT_FALSE(failed(run.checks(), "sde~fokker_planck").empty());
}

TEST(TwoPercent, OffInThePathsOfThePlaneIsSeen) {
  CertifiedProblem run("four_wells", "standard");
  run.settings.planted.sde = two_percent_off;
  EXPECT_FALSE(failed(run.checks(), "/sde~").empty());
}

TEST(TwoPercent, OffInTheJkoRoadIsSeen) {
  CertifiedProblem run("double_well", "standard");
  run.settings.planted.jko = two_percent_off;
  EXPECT_FALSE(failed(run.checks(), "fokker_planck~jko").empty());
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
