// What multilevel makes of a configuration, its closed forms, and that it sees a wrong coupling.

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "experiments/under_test.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/sde/drivers/variance_reduction.hpp"
#include "multilevel/closed_form.hpp"
#include "multilevel/expectation.hpp"
#include "multilevel/experiment.hpp"
#include "multilevel/rates.hpp"
#include "multilevel/schema.hpp"

namespace kolmo::multilevel {
namespace {

/// Small numbers; the windows of the cost belong to a whole ladder.
io::Configuration configured(std::vector<std::string> sets) {
  std::vector<std::string> all = {"rates.first_level=5",
                                  "rates.levels=3",
                                  "rates.samples_euler_maruyama=400000",
                                  "rates.samples_milstein=200000",
                                  "rates.samples_below=20000",
                                  "ladder.accuracies=[0.05, 0.02, 0.01]",
                                  "ladder.smallest_repeated=0.02",
                                  "cost.euler_maruyama=[2.0, 3.0]",
                                  "cost.milstein=[1.7, 2.5]",
                                  "cost.plain=[2.7, 3.3]",
                                  "variance_reduction.particles=200000"};
  all.insert(all.end(), sets.begin(), sets.end());
  return frame::test::configured(experiment(), all, "standard");
}

std::string error_of(const std::string& set) {
  return frame::test::error_of(experiment(), [&] { return configured({set}); });
}

verify::Verdict verdict_of(const std::vector<verify::Check>& checks, const std::string& id) {
  for (const verify::Check& check : checks) {
    if (check.id == id) return check.verdict;
  }
  ADD_FAILURE() << "there is no check " << id;
  return verify::Verdict::unresolved;
}

TEST(MultilevelExperiment, PassesAndChecksExactlyWhatItsIdsSay) {
  const Settings settings = run_settings(configured({}));
  for (const std::string part : {"mean", "call", "variance_reduction"}) {
    frame::Progress silent;
    io::Group group(part);
    const std::vector<verify::Check> checks = run_part(settings, part, group, silent);
    std::multiset<std::string> made;
    for (const verify::Check& check : checks) {
      made.insert(check.id);
      // Heavy tails may leave a rate of so few samples open (unresolved), never wrong.
      EXPECT_NE(check.verdict, verify::Verdict::fail)
          << check.id << " " << check.observed << " " << check.note;
    }
    const std::vector<std::string> said = check_ids(settings, part);
    EXPECT_EQ(made, std::multiset<std::string>(said.begin(), said.end()));
  }
}

/// Level samples whose coarse paths belong to another process or run on noise of their own.
struct Planted {
  double coarse_mu = 0.5;
  bool own_noise = false;

  sde::LevelSamples operator()(const sde::SdeLevels& levels, int level, int round, Index samples) const {
    sde::LevelSamples result = sde::level_sampler(levels)(level, round, samples);
    if (level == 0) return result;
    const process::GeometricBrownianMotion other(coarse_mu, 0.8);
    const sde::Schedule schedule{{levels.begin, levels.end}, {Index{1} << level}};
    const sde::Initial initial = [](Index, Block x) { x = 1; };
    const RandomStream stream = levels.stream.role("planted", static_cast<std::uint64_t>(level));
    sde::Simulation simulation{.process = levels.process,
                               .scheme = levels.scheme,
                               .schedule = schedule,
                               .particles = samples,
                               .stream = stream};
    const Eigen::ArrayXd fine = sde::final_values(simulation, initial, levels.phi);
    const sde::Simulation coarse{.process = other,
                                 .scheme = levels.scheme,
                                 .schedule = schedule,
                                 .particles = samples,
                                 .stream = own_noise ? stream.role("own") : stream,
                                 .finest_level = 1};
    const Eigen::ArrayXd difference = fine - sde::final_values(coarse, initial, levels.phi);
    result.difference = RunningMoments(difference.data(), samples);
    result.fine = RunningMoments(fine.data(), samples);
    return result;
  }
};

std::vector<verify::Check> rates_with(const Planted& planted, const std::string& scheme) {
  Settings settings =
      run_settings(configured({"rates.samples_euler_maruyama=100000", "rates.samples_milstein=200000"}));
  settings.sampler = [planted](const sde::SdeLevels& levels) -> sde::LevelSampler {
    return [planted, levels](int level, int round, Index samples) {
      return planted(levels, level, round, samples);
    };
  };
  const Expectation wanted = expectation(settings, "mean");
  io::Group group("mean");
  frame::Progress silent;
  std::vector<verify::Check> checks;
  run_rates({settings, wanted, group, silent, checks}, scheme);
  return checks;
}

// Every law is right, so that the sum telescopes; nothing is coupled.
TEST(MultilevelExperiment, ReportsACoarsePathOnItsOwnNoise) {
  for (const std::string& scheme : scheme_names()) {
    const std::vector<verify::Check> checks = rates_with({.own_noise = true}, scheme);
    EXPECT_EQ(verdict_of(checks, "mean/" + scheme + "/beta"), verify::Verdict::fail);
    EXPECT_EQ(verdict_of(checks, "mean/" + scheme + "/level_variances"), verify::Verdict::fail);
    EXPECT_EQ(verdict_of(checks, "mean/" + scheme + "/consistency"), verify::Verdict::pass);
  }
}

// Coupled, but the sum does not telescope: every difference carries the error 0.05 T E X_T = 0.08.
TEST(MultilevelExperiment, ReportsACoarsePathOfAnotherProcess) {
  for (const std::string& scheme : scheme_names()) {
    const std::vector<verify::Check> checks = rates_with({.coarse_mu = 0.55}, scheme);
    EXPECT_EQ(verdict_of(checks, "mean/" + scheme + "/level_means"), verify::Verdict::fail);
    EXPECT_EQ(verdict_of(checks, "mean/" + scheme + "/alpha"), verify::Verdict::fail);
  }
}

TEST(MultilevelExperiment, PassesThePlantsWithoutAnError) {
  for (const std::string& scheme : scheme_names()) {
    const std::vector<verify::Check> checks = rates_with({}, scheme);
    for (const std::string id : {"/beta", "/consistency", "/level_means", "/level_variances"}) {
      EXPECT_NE(verdict_of(checks, "mean/" + scheme + id), verify::Verdict::fail) << id;
    }
  }
}

// E Y_N − E X_T in 64 steps from data/reference/h_strong_weak.json, gbm_0.5_0.8; E max(X_T − 1, 0) by
// quadrature of the lognormal density with SciPy (1e−12).
TEST(MultilevelExperiment, HasTheClosedFormsOfTheReference) {
  const Settings settings = run_settings(configured({}));
  EXPECT_NEAR(fine_moments(settings, false, 6).mean - exact_mean(settings), -0.0032003745435279854, 1e-13);
  EXPECT_NEAR(exact_mean(settings), 1.6487212707001282, 1e-15);
  EXPECT_NEAR(exact_call(settings), 0.8079815164344, 1e-10);
  // E (Y_N² − X_T²) from the same rows.
  const double square = 5.155169512234681;
  for (const bool milstein : {false, true}) {
    const LevelMoments fine = fine_moments(settings, milstein, 6);
    EXPECT_NEAR(fine.variance + fine.mean * fine.mean - square,
                milstein ? -0.07030680199730674 : -0.08614577086069614, 1e-11);
  }
}

TEST(MultilevelExperiment, DoesNotDependOnThreads) {
  const Settings settings = run_settings(configured(
      {"variance_reduction.particles=20000", "rates.first_level=3", "rates.samples_euler_maruyama=20000"}));
  const int before = threads();
  std::set<std::string> digests;
  for (const int count : {1, 3}) {
    set_threads(count);
    io::Group group("all");
    frame::Progress silent;
    run_part(settings, "variance_reduction", group.group("variance_reduction"), silent);
    run_part(settings, "mean", group.group("mean"), silent);
    digests.insert(io::digest(group));
  }
  set_threads(before);
  EXPECT_EQ(digests.size(), 1U);
}

TEST(MultilevelExperiment, LocatesSettingsThatDoNotFit) {
  EXPECT_NE(error_of("run.parts=[\"means\"]").find("there is no part 'means'"), std::string::npos);
  EXPECT_NE(error_of("run.parts=[\"mean\", \"mean\"]").find("named twice"), std::string::npos);
  EXPECT_NE(error_of("run.parts=[]").find("at least one"), std::string::npos);
  EXPECT_NE(error_of("ladder.accuracies=[0.01, 0.02, 0.03]").find("must decrease"), std::string::npos);
  EXPECT_NE(error_of("ladder.accuracies=[0.01, 0.005]").find("3 to 20"), std::string::npos);
  EXPECT_NE(error_of("ladder.smallest_repeated=0.1").find("nothing would repeat"), std::string::npos);
  EXPECT_NE(error_of("cost.plain=[3.0, 2.9]").find("lower < upper"), std::string::npos);
  EXPECT_NE(error_of("variance_reduction.steps=33").find("must be even"), std::string::npos);
  EXPECT_EQ(error_of("process.sigma=0.7"), "");
}

/// The same problem in another unit of X and of time.
std::vector<std::string> in_units(double length, double time) {
  const auto set = [](const std::string& key, double value) { return key + "=" + number_text(value); };
  return {set("process.mu", 0.5 / time),
          set("process.sigma", 0.8 / std::sqrt(time)),
          set("variance_reduction.other_sigma", 0.75 / std::sqrt(time)),
          set("process.end", time),
          set("process.start", length),
          set("payoff.strike", length),
          set("ladder.smallest_repeated", 0.02 * length),
          set("plain.smallest_run", 2e-3 * length),
          "ladder.accuracies=[" + number_text(0.05 * length) + ", " + number_text(0.02 * length) + ", " +
              number_text(0.01 * length) + "]"};
}

TEST(MultilevelExperiment, TakesTheSameProblemInAnyUnits) {
  for (const double length : {0x1p-40, 1.0, 0x1p40}) {
    for (const double time : {0x1p-60, 1.0, 0x1p60}) {
      const Settings settings = run_settings(configured(in_units(length, time)));
      EXPECT_EQ(settings.sigma * std::sqrt(settings.end), 0.8);
      EXPECT_EQ(settings.accuracies.back() / settings.start, 0.01);
    }
  }
}

TEST(MultilevelExperiment, RefusesWhatIsOutOfReachInAnyUnits) {
  const auto error = [](double length, double time, const std::string& set) {
    std::vector<std::string> sets = in_units(length, time);
    sets.push_back(set);
    return frame::test::error_of(experiment(), [&] { return configured(sets); });
  };
  const double t = 0x1p60, x = 0x1p40;
  EXPECT_NE(error(x, t, "process.mu=" + number_text(9 / t)).find("mu*end = 9 must be in [-8, 8]"),
            std::string::npos);
  EXPECT_NE(error(x, t, "process.sigma=" + number_text(4 / std::sqrt(t))).find("sigma*sqrt(end) = 4 must be"),
            std::string::npos);
  EXPECT_NE(error(x, t, "variance_reduction.other_sigma=4.0").find("other_sigma*sqrt(end)"),
            std::string::npos);
  EXPECT_NE(error(x, t, "payoff.strike=1.0").find("strike/start"), std::string::npos);
  EXPECT_NE(error(x, t,
                  "ladder.accuracies=[" + number_text(0.05 * x) + ", " + number_text(0.02 * x) + ", " +
                      number_text(9e-6 * x) + "]")
                .find("1e-5 of process.start"),
            std::string::npos);
}

}  // namespace
}  // namespace kolmo::multilevel
