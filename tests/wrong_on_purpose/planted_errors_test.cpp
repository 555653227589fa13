// An error planted in one road must break the certificate; one that all roads share, the comparison with
// references.

#include <gtest/gtest.h>

#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/process/derived/scaled_diffusion.hpp"
#include "kolmo/process/derived/scaled_drift.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "wrong_on_purpose/certified_problem.hpp"
#include "wrong_on_purpose/planted_processes.hpp"
#include "wrong_on_purpose/planted_velocities.hpp"

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

// ---- roads that go by a sampler

const std::vector<std::string> sampled_mixture = {"problem.mixture_vp.ode.particles=10000",
                                                  "problem.mixture_vp.reverse.particles=10000",
                                                  "accuracy.particles=50000",
                                                  "problem.mixture_vp.ode.scheme=exponential_adams_3",
                                                  "problem.mixture_vp.reverse.scheme=ancestral",
                                                  "problem.mixture_vp.reverse.flow_scheme=dpmpp_2m"};

TEST(PlantedErrors, AScoreThatIsOffIsSeenInTheRoadsThatGoByASampler) {
  CertifiedProblem run("mixture_vp", "quick", sampled_mixture);
  const std::vector<verify::Check> right = run.checks();
  EXPECT_TRUE(failed(right).empty());
  run.settings.planted.sampler_score = [](const ScorePtr& score) {
    return std::make_shared<ScaledScore>(score, 1.1);
  };
  const std::vector<verify::Check> wrong = run.checks();
  for (const char* road : {"probability_flow", "reverse_sde", "reverse_flow"})
    EXPECT_FALSE(failed(wrong, road).empty()) << road;
  for (const std::string& id : failed(wrong))
    EXPECT_TRUE(id.find("probability_flow") != std::string::npos || id.find("reverse") != std::string::npos)
        << id;
}

// ---- errors of one or two percent

/// Failed checks whose id holds `part`, with `plant` in the flow.
std::vector<std::string> failed_with_flow(
    const std::string& name, const std::vector<std::string>& sets, const std::string& part,
    const std::function<four_roads::VelocityPtr(ProcessPtr, ScorePtr)>& plant) {
  CertifiedProblem run(name, "quick", sets);
  run.settings.planted.probability_flow = plant;
  return failed(run.checks(), part);
}

four_roads::VelocityPtr with_scaled_score(const ProcessPtr& process, const ScorePtr& score) {
  return std::make_shared<process::ProbabilityFlow>(process, std::make_shared<ScaledScore>(score, 1.01));
}

four_roads::VelocityPtr with_scaled_divergence(const ProcessPtr& process, const ScorePtr& score) {
  return std::make_shared<OwnedScaledDivergence>(std::make_shared<process::ProbabilityFlow>(process, score),
                                                 1.02);
}

TEST(PlantedErrors, AScoreThatIsOnePercentOffIsSeenInTheFlow) {
  EXPECT_FALSE(
      failed_with_flow("mixture_vp", small_mixture, "log_likelihood_rms", with_scaled_score).empty());
  EXPECT_FALSE(
      failed_with_flow("double_well", small_double_well, "log_density_error", with_scaled_score).empty());
}

TEST(PlantedErrors, ADivergenceThatIsTwoPercentOffIsSeenInTheFlow) {
  EXPECT_FALSE(
      failed_with_flow("mixture_vp", small_mixture, "log_likelihood_rms", with_scaled_divergence).empty());
  EXPECT_FALSE(failed_with_flow("double_well", small_double_well, "log_density_error", with_scaled_divergence)
                   .empty());
}

TEST(PlantedErrors, AWeightThatIsFivePercentOffIsSeenInTheFlow) {
  CertifiedProblem run("mixture_vp", "quick", small_mixture);
  const density::GaussianMixture& law = *run.problem.initial;
  Eigen::ArrayXd weights = law.weights();
  weights(0) *= 1.05;
  weights /= weights.sum();
  const density::GaussianMixture other(weights, law.means(), law.covariances());
  run.settings.planted.probability_flow = [&](const ProcessPtr& process, const ScorePtr&) {
    return std::make_shared<process::ProbabilityFlow>(
        process, std::make_shared<process::MarginalScore>(process, other));
  };
  EXPECT_FALSE(failed(run.checks(), "probability_flow").empty());
}

TEST(PlantedErrors, ANoiseThatIsOnePercentOffIsSeenOrSaid) {
  // g × 1.01: where the paths' own noise hides it, the effect of 2 % of the diffusion stands beside a
  // tolerance that is larger.
  CertifiedProblem run("double_well", "quick", small_double_well);
  run.settings.planted.sde = [](ProcessPtr process) {
    return std::make_shared<process::ScaledDiffusion>(std::move(process), 1.01 * 1.01);
  };
  const std::vector<verify::Check> checks = run.checks();
  if (failed(checks, "sde").empty()) {
    bool said = false;
    for (const verify::Check& check : checks) {
      if (check.id.find("/sde~fokker_planck/") == std::string::npos) continue;
      EXPECT_GT(check.effect_of_2_percent_diffusion, 0) << check.id;
      said = said || check.tolerance > check.effect_of_2_percent_diffusion;
    }
    EXPECT_TRUE(said);
  }
  // Without noise it is seen: in the quantile road, against the grid.
  CertifiedProblem sharp("double_well", "quick", small_double_well);
  sharp.settings.planted.jko = [](ProcessPtr process) {
    return std::make_shared<process::ScaledDiffusion>(std::move(process), 1.01 * 1.01);
  };
  EXPECT_FALSE(failed(sharp.checks(), "fokker_planck~jko").empty());
}

TEST(PlantedErrors, ADriftThatIsFrozenBeyondItsTableIsSeen) {
  CertifiedProblem run("double_well", "quick", small_double_well);
  run.settings.planted.fokker_planck = with<FrozenDrift>;
  EXPECT_FALSE(failed(run.checks(), "fokker_planck").empty());
}

// ---- in the plane

const std::vector<std::string> small_four_wells = {"problem.four_wells.sde.particles=3200",
                                                   "problem.four_wells.sde.steps=40",
                                                   "problem.four_wells.ode.particles=1600",
                                                   "problem.four_wells.times=[0.3]",
                                                   "problem.four_wells.fokker_planck.cells=128",
                                                   "problem.four_wells.fokker_planck.steps=100",
                                                   "problem.four_wells.jko.cells=64",
                                                   "accuracy.energy_points=500"};

ProcessPtr two_percent_more_drift(ProcessPtr process) {
  return std::make_shared<process::ScaledDrift>(std::move(process), 1.02);
}
ProcessPtr one_percent_more_noise(ProcessPtr process) {
  return std::make_shared<process::ScaledDiffusion>(std::move(process), 1.01 * 1.01);
}

std::vector<std::string> failed_in_plane(const std::function<void(four_roads::PlantedErrors&)>& plant,
                                         const std::string& part) {
  CertifiedProblem run("four_wells", "quick", small_four_wells);
  plant(run.settings.planted);
  return failed(run.checks(), part);
}

TEST(PlantedErrors, TwoPercentOfTheDriftAndOneOfTheNoiseAreSeenInTheRoadsOfThePlaneThatHaveNoNoise) {
  EXPECT_TRUE(failed_in_plane([](auto&) {}, "").empty());
  for (const auto& wrong : {two_percent_more_drift, one_percent_more_noise}) {
    EXPECT_FALSE(failed_in_plane([&](auto& planted) { planted.jko = wrong; }, "fokker_planck~jko").empty());
    EXPECT_FALSE(
        failed_in_plane([&](auto& planted) { planted.fokker_planck = wrong; }, "fokker_planck~jko").empty());
    const auto flow = [&](auto& planted) {
      planted.probability_flow = [&](const ProcessPtr& process, const ScorePtr& score) {
        return std::make_shared<process::ProbabilityFlow>(wrong(process), score);
      };
    };
    EXPECT_FALSE(failed_in_plane(flow, "log_density_error").empty());
  }
}

TEST(PlantedErrors, AScoreOrADivergenceThatIsAPercentOffIsSeenInTheFlowOfThePlane) {
  std::vector<std::string> finer = small_four_wells;
  finer.insert(finer.end(),
               {"problem.four_wells.times=[1.0]", "problem.four_wells.fokker_planck.cells=256",
                "problem.four_wells.fokker_planck.steps=200", "problem.four_wells.jko.enabled=false"});
  EXPECT_FALSE(failed_with_flow("four_wells", finer, "log_density_error", with_scaled_score).empty());
  EXPECT_FALSE(failed_with_flow("four_wells", finer, "log_density_error", with_scaled_divergence).empty());
}

TEST(PlantedErrors, AWrongStartOrClockInEveryRoadShowsAgainstTheStatedNumbers) {
  CertifiedProblem start("mixture_vp", "quick", small_mixture);
  const density::GaussianMixture law = *start.problem.initial;
  Eigen::ArrayXd weights = law.weights();
  weights(0) *= 1.05;
  weights /= weights.sum();
  start.problem.initial = std::make_shared<density::GaussianMixture>(weights, law.means(), law.covariances());
  EXPECT_FALSE(failed(start.checks(), "exact~reference/").empty());

  CertifiedProblem clock("mixture_vp", "quick", small_mixture);
  for (double& tau : clock.problem.clock) tau *= 1.02;
  EXPECT_FALSE(failed(clock.checks(), "exact~reference/").empty());
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
