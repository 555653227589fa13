// An error planted in one road must break the certificate; one that all roads share, the comparison with
// references.

#include <gtest/gtest.h>

#include "kolmo/process/scaled_drift.hpp"
#include "wrong_on_purpose/certified_problem.hpp"
#include "wrong_on_purpose/planted_processes.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using four_roads::ProcessPtr;
using four_roads::ScorePtr;

template <class Mistake>
ProcessPtr with(ProcessPtr process) {
  return std::make_shared<Mistake>(std::move(process));
}

const std::vector<std::string> small_double_well = {"problem.double_well.ode.particles=10000",
                                                    "accuracy.particles=50000"};
const std::vector<std::string> small_mixture = {"problem.mixture_vp.ode.particles=10000",
                                                "problem.mixture_vp.reverse.particles=10000",
                                                "accuracy.particles=50000"};

/// The verdict is judged on comparisons with the wrong road, and the pairs without it must still agree.
void expect_broken(const std::vector<verify::Check>& checks, const std::string& road) {
  EXPECT_FALSE(failed(checks, road).empty()) << "the error in " << road << " was not seen";
  for (const std::string& id : failed(checks)) {
    EXPECT_NE(id.find(road), std::string::npos) << id << " has no part in the error";
  }
}

TEST(PlantedErrors, NothingFailsWhereNothingIsPlanted) {
  EXPECT_TRUE(failed(CertifiedProblem("double_well", "quick", small_double_well).checks()).empty());
  EXPECT_TRUE(failed(CertifiedProblem("mixture_vp", "quick", small_mixture).checks()).empty());
}

TEST(PlantedErrors, DoubledDiffusionInThePathsIsSeen) {
  CertifiedProblem run("double_well", "quick", small_double_well);
  run.settings.planted.sde = with<DoubledDiffusion>;
  expect_broken(run.checks(), "sde");
}

TEST(PlantedErrors, AMissingItoCorrectionInThePathsIsSeen) {
  CertifiedProblem run("double_well", "quick", small_double_well);
  run.settings.planted.sde = with<NoItoCorrection>;
  expect_broken(run.checks(), "sde");
}

TEST(PlantedErrors, DoubledDiffusionInTheJkoRoadIsSeen) {
  CertifiedProblem run("double_well", "quick", small_double_well);
  run.settings.planted.jko = with<DoubledDiffusion>;
  expect_broken(run.checks(), "jko");
}

TEST(PlantedErrors, AMissingHalfInTheProbabilityFlowIsSeen) {
  CertifiedProblem run("mixture_vp", "quick", small_mixture);
  run.settings.planted.probability_flow = [](ProcessPtr process, ScorePtr score) {
    return std::make_shared<FlowWithoutHalf>(std::move(process), std::move(score));
  };
  expect_broken(run.checks(), "probability_flow");
}

TEST(PlantedErrors, TheWrongSignOfTheReverseDriftIsSeen) {
  CertifiedProblem run("mixture_vp", "quick", small_mixture);
  run.settings.planted.reverse_sde = with<WrongSignOfDrift>;
  expect_broken(run.checks(), "reverse_sde");
}

TEST(PlantedErrors, AnErrorThatAllRoadsShareShowsAgainstTheReferencesAlone) {
  CertifiedProblem run("double_well", "quick", small_double_well);
  run.problem.intrinsic = std::make_shared<process::ScaledDrift>(run.problem.intrinsic, 1.1);
  const std::vector<verify::Check> checks = run.checks();
  EXPECT_FALSE(failed(checks, "~reference/").empty());
  for (const std::string& id : failed(checks)) {
    EXPECT_TRUE(id.find("~reference/") != std::string::npos || id.find("spectral_gap") != std::string::npos)
        << id;
  }
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
