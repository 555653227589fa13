// discrete_to_continuous checks what it says it checks, and sees planted mistakes.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "discrete_to_continuous/experiment.hpp"
#include "discrete_to_continuous/parts.hpp"
#include "discrete_to_continuous/random_walk.hpp"
#include "discrete_to_continuous/sample_test.hpp"
#include "discrete_to_continuous/schema.hpp"
#include "experiments/under_test.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::discrete_to_continuous {
namespace {

using verify::Check;
using verify::Verdict;

io::Configuration configured(const std::vector<std::string>& sets) {
  return frame::test::configured(experiment(), sets, "quick");
}

/// Few and short chains: a second for everything.
Settings small_settings(std::vector<std::string> more = {}) {
  std::vector<std::string> sets = {"ddpm.particles=4096",    "ddpm.sampled_steps=[30,250]",
                                   "ncsn.particles=4096",    "ncsn.sampled_steps=[10,20]",
                                   "donsker.particles=4096", "donsker.sampled_steps=64"};
  sets.insert(sets.end(), more.begin(), more.end());
  return read_settings(configured(sets));
}

std::vector<Check> checks_of(const Settings& settings, const std::string& part) {
  io::Group group(part);
  frame::Progress silent;
  return frame::carry_out(part, parts(settings), group, silent);
}

std::set<std::string> failed(const std::vector<Check>& checks) {
  std::set<std::string> ids;
  for (const Check& check : checks)
    if (check.verdict != Verdict::pass) ids.insert(check.id);
  return ids;
}

const char* const names[] = {"ddpm", "euler_maruyama", "ncsn", "ddim", "donsker"};

TEST(DiscreteToContinuous, PassesAndMakesExactlyTheChecksThatItLists) {
  const Settings settings = small_settings();
  std::vector<std::string> made;
  for (const char* part : names) {
    const std::vector<Check> checks = checks_of(settings, part);
    EXPECT_EQ(failed(checks), std::set<std::string>{}) << part;
    for (const Check& check : checks) {
      made.push_back(check.id);
      EXPECT_FALSE(check.source.empty()) << check.id;
    }
  }
  std::vector<std::string> said = frame::check_ids(parts(settings));
  std::sort(made.begin(), made.end());
  std::sort(said.begin(), said.end());
  EXPECT_EQ(made, said);
  EXPECT_EQ(std::adjacent_find(said.begin(), said.end()), said.end());
}

// At 4096 paths a chain of 30 steps cannot be told from the process for sure; with 2 000 000, at standard
// scale, it must be, and one of 4000 steps must not.
TEST(DiscreteToContinuous, SaysBeforehandWhatSamplesMustShow) {
  const auto has = [](const Settings& settings, const std::string& id) {
    const std::vector<std::string> ids = ddpm_sample_ids(settings);
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  };
  const Settings large = small_settings({"ddpm.particles=2000000", "ddpm.sampled_steps=[30,160,4000]"});
  EXPECT_TRUE(has(large, "ddpm/sampled/N=30/t=0.2/process_seen"));
  EXPECT_TRUE(has(large, "ddpm/sampled/N=160/t=0.2/process_seen"));
  EXPECT_TRUE(has(large, "ddpm/sampled/N=4000/t=0.2/process_unseen"));
  EXPECT_TRUE(has(large, "ddpm/sampled/sub_vp_seen"));
  const Settings small = small_settings();
  EXPECT_FALSE(has(small, "ddpm/sampled/N=30/t=0.2/process_seen"));
  EXPECT_FALSE(has(small, "ddpm/sampled/N=30/t=0.2/process_unseen"));
  EXPECT_TRUE(has(small, "ddpm/sampled/N=30/t=0.2/ks"));
}

// Q(λ) of λ = √n Δ − λ_q falls below 1e−4 at 2.225; λ_q = √(ln(2/1e−5)/2) = 2.470.
TEST(SampleTest, PredictsByTheSizeOfTheBiasBesideTheNoise) {
  const SampleTest test(10000, 1e-5);
  EXPECT_EQ(test.predict(0), Prediction::unseen);
  EXPECT_EQ(test.predict(0.0025), Prediction::unseen);
  EXPECT_EQ(test.predict(0.0026), Prediction::open);
  EXPECT_EQ(test.predict(0.0469), Prediction::open);
  EXPECT_EQ(test.predict(0.0471), Prediction::seen);
  EXPECT_NEAR(test.distance_check("id", 0.01, 0.02, "").tolerance, 0.0247, 1e-4);
}

TEST(Planted, VarianceOffByTwoPercentFailsOrderAndConstantOfTheVariance) {
  Settings settings = small_settings();
  settings.ddpm.law = [](const process::DdpmChain& chain, Index i) {
    process::Kernel kernel = chain.kernel(0, i);
    kernel.variance *= 1.02;
    return kernel;
  };
  const std::set<std::string> ids = failed(checks_of(settings, "ddpm"));
  for (const std::string t : {"t0.1", "t0.2", "t0.5", "t1"}) {
    EXPECT_TRUE(ids.contains("ddpm/order/variance_" + t)) << t;
    EXPECT_TRUE(ids.contains("ddpm/constant/variance_" + t)) << t;
    EXPECT_TRUE(ids.contains("ddpm/order/ks_mixture_" + t)) << t;
    EXPECT_TRUE(ids.contains("ddpm/order/ks_gaussian_" + t)) << t;
    EXPECT_FALSE(ids.contains("ddpm/order/mean_" + t)) << t;
  }
  EXPECT_TRUE(ids.contains("ddpm/product_of_steps"));
}

/// x_i = √(1 − β_i) x_{i−1} + β_i z_i: the root forgotten.
process::Kernel without_root(const process::DdpmChain& chain, Index i) {
  process::Kernel kernel = chain.kernel(0, i);
  kernel.variance = 0;
  for (Index k = 1; k <= i; ++k)
    kernel.variance = (1 - chain.beta(k)) * kernel.variance + chain.beta(k) * chain.beta(k);
  return kernel;
}

TEST(Planted, NoiseWithoutItsRootFailsLawAndSample) {
  Settings settings = small_settings();
  settings.ddpm.law = without_root;
  const std::set<std::string> ids = failed(checks_of(settings, "ddpm"));
  EXPECT_TRUE(ids.contains("ddpm/order/variance_t0.5"));
  EXPECT_TRUE(ids.contains("ddpm/order/ks_mixture_t0.5"));
  EXPECT_TRUE(ids.contains("ddpm/sampled/N=250/t=0.5/control_unseen"));  // the samples have the root
  EXPECT_TRUE(ids.contains("ddpm/sampled/N=250/t=0.5/ks"));
}

// β larger by 2 %: the error tends to a constant, no order is left.
TEST(Planted, DriftOffByTwoPercentFailsOrderAndConstantOfTheMean) {
  Settings settings = small_settings();
  settings.ddpm.law = [](const process::DdpmChain& chain, Index i) {
    process::Kernel kernel = chain.kernel(0, i);
    kernel.scale = std::pow(kernel.scale, 1.02);
    return kernel;
  };
  const std::set<std::string> ids = failed(checks_of(settings, "ddpm"));
  for (const std::string t : {"t0.1", "t0.2", "t0.5", "t1"}) {
    EXPECT_TRUE(ids.contains("ddpm/order/mean_" + t)) << t;
    EXPECT_TRUE(ids.contains("ddpm/constant/mean_" + t)) << t;
  }
  EXPECT_TRUE(ids.contains("ddpm/order/mean_reference_schedule_t1"));
  EXPECT_TRUE(ids.contains("ddpm/reference_mean_factor/N=1000"));
}

// A constant off by 1 % in e = C h: the order cannot see it, the constant does.
TEST(Planted, ConstantOffByOnePercentFailsTheConstantAlone) {
  Noiseless plan;
  Study study;
  study.name = "e";
  study.order = 1;
  study.h = {0.001, 0.002, 0.004, 0.008, 0.016};
  study.error = [](double h) { return 1.01 * 3 * h * (1 + 2 * h + h * h); };
  study.fit_up_to = 1;
  study.constant = {3.0};
  plan.studies.push_back(study);
  io::Group group("part");
  frame::Progress silent;
  const std::vector<Check> checks = frame::carry_out("part", plan_of(plan), group, silent);
  ASSERT_EQ(checks.size(), 2U);
  EXPECT_EQ(checks[0].verdict, Verdict::pass);
  EXPECT_EQ(checks[1].verdict, Verdict::fail);
}

// Half an order too high, for studies of order ½ and 1.
TEST(Planted, WrongClaimOfTheOrderFails) {
  Settings settings = small_settings();
  Noiseless plan = donsker_plan(settings);
  for (Study& study : plan.studies) {
    study.order += 0.5;
    study.constant.reset();
  }
  io::Group group("part");
  frame::Progress silent;
  for (const Check& check : frame::carry_out("part", plan_of(plan), group, silent)) {
    const bool of_order = check.id.find("/order/") != std::string::npos;
    EXPECT_EQ(check.verdict, of_order ? Verdict::fail : Verdict::pass) << check.id;
  }
}

TEST(Study, IsWrittenWithItsScaleItsFitAndItsVerdict) {
  const Settings settings = small_settings();
  io::Group group("ddim");
  frame::Progress silent;
  frame::carry_out("ddim", parts(settings), group, silent);
  const io::Group* study = group.find_group("convergence")->find_group("ddim");
  ASSERT_NE(study, nullptr);
  std::set<std::string> attributes;
  for (const auto& [name, value] : study->attributes()) attributes.insert(name);
  EXPECT_EQ(attributes, (std::set<std::string>{"long_name", "source", "check", "order_claimed", "order",
                                               "half_width", "slack", "verdict"}));
  EXPECT_TRUE(study->find_dataset("h")->scale);
  EXPECT_EQ(study->numbers("h").size(), settings.ddim.steps.size());
  EXPECT_EQ(study->numbers("error").size(), settings.ddim.steps.size());
  EXPECT_EQ(study->numbers("standard_error").front(), 0);
  // The smallest step: what was fitted is what was found, to the fit's own residuals.
  EXPECT_NEAR(study->numbers("fitted").front() / study->numbers("error").front(), 1, 1e-3);
  EXPECT_TRUE(std::isnan(study->numbers("fitted").back()));
}

TEST(DiscreteToContinuous, GivesTheSameNumbersForAnyNumberOfThreads) {
  const int before = threads();
  std::set<std::string> digests;
  for (const int count : {1, 3}) {
    set_threads(count);
    io::Group group("all");
    frame::Progress silent;
    for (const char* part : {"ddpm", "ncsn", "donsker"})
      frame::carry_out(part, parts(small_settings()), group.group(part), silent);
    digests.insert(io::digest(group));
  }
  set_threads(before);
  EXPECT_EQ(digests.size(), 1U);
}

std::string error_of(const std::string& set) {
  try {
    read_settings(configured({set}));
  } catch (const io::ConfigurationError& error) {
    return error.what();
  }
  return "";
}

TEST(DiscreteToContinuous, ErrorsNameTheKeyAndWhatIsAllowed) {
  EXPECT_EQ(error_of("ddpm.beta_max=10"), "");
  EXPECT_NE(error_of("ddpm.steps=[15,250,400,640,1000,1600]").find("'ddpm.steps': time 0.1"),
            std::string::npos);
  EXPECT_NE(error_of("ddpm.steps=[10,250.5]").find("'ddpm.steps': must be whole"), std::string::npos);
  EXPECT_NE(error_of("ddpm.times=[0.5,0.2]")
                .find("'ddpm.times': entry 2 = 0.2 after 0.5: the numbers must increase"),
            std::string::npos);
  EXPECT_NE(error_of("ddpm.times=[]").find("'times' is missing or empty"), std::string::npos);
  EXPECT_NE(error_of("ddpm.fit_from_steps=2000").find("fewer than 5"), std::string::npos);
  EXPECT_NE(error_of("ddpm.fit_from_steps=10").find("must exceed beta_max"), std::string::npos);
  EXPECT_NE(error_of("ddpm.sampled_steps=[10]").find("does not exist"), std::string::npos);
  EXPECT_NE(error_of("ddpm.beta_min=30").find("'ddpm.beta_max'"), std::string::npos);
  EXPECT_NE(error_of("ncsn.sigma_min=60").find("'ncsn.sigma_max'"), std::string::npos);
  EXPECT_NE(error_of("initial.means=[1.0]").find("'initial.means'"), std::string::npos);
  EXPECT_NE(error_of("initial.weights=[0.3,0.3,0.3]").find("'initial.weights'"), std::string::npos);
  EXPECT_NE(error_of("donsker.steps=[17,256,512,1024,2048,4096]").find("must be even"), std::string::npos);
  EXPECT_NE(error_of("donsker.sampled_steps=30").find("'donsker.times': time 0.25"), std::string::npos);
}

/// All 2ⁿ walks of n = 10 steps ±1 with probabilities p, 1 − p: P(value ≤ x) by counting.
template <class Value>
double enumerated_cdf(double p, double x, const Value& value) {
  constexpr int n = 10;
  double total = 0;
  for (int bits = 0; bits < (1 << n); ++bits) {
    int sum = 0, maximum = 0, up = 0;
    for (int k = 0; k < n; ++k) {
      const int one = (bits >> k) & 1;
      up += one;
      sum += 2 * one - 1;
      maximum = std::max(maximum, sum);
    }
    if (value(up, maximum) <= x) total += std::pow(p, up) * std::pow(1 - p, n - up);
  }
  return total;
}

// Sums of 1024 terms, each rounded: 1e−13.
TEST(RandomWalk, HasTheLawOfAllItsPaths) {
  for (const double p : {0.5, 0.2}) {
    const LatticeLaw law = coin_walk(10, p);
    ASSERT_EQ(law.cdf.size(), 11U);
    for (std::size_t k = 0; k <= 10; ++k) {
      EXPECT_NEAR(law.cdf[k], enumerated_cdf(p, static_cast<double>(k), [](int up, int) { return up; }),
                  1e-13);
      EXPECT_NEAR(law.point(k), (static_cast<double>(k) - 10 * p) / std::sqrt(10 * p * (1 - p)), 1e-15);
    }
    EXPECT_NEAR(mean(law), 0, 1e-15);
  }
  const LatticeLaw maximum = simple_walk_maximum(10);
  for (std::size_t a = 0; a <= 10; ++a) {
    EXPECT_NEAR(maximum.cdf[a],
                enumerated_cdf(0.5, static_cast<double>(a), [](int, int largest) { return largest; }), 1e-13);
    EXPECT_NEAR(maximum.point(a), static_cast<double>(a) / std::sqrt(10.0), 1e-15);
  }
}

// Of one exponential step: P(E − 1 ≤ x) = 1 − e^{−1 − x}. SciPy 1.10, gamma.cdf(100 + 10·0.3, 100).
TEST(RandomWalk, ExponentialStepsAddUpToGamma) {
  EXPECT_NEAR(exponential_walk_cdf(1, 0.5), 1 - std::exp(-1.5), 1e-15);
  EXPECT_EQ(exponential_walk_cdf(1, -1.5), 0);
  EXPECT_NEAR(exponential_walk_cdf(100, 0.3), 0.6294172344809976, 1e-14);
}

// SciPy 1.10 (binom.cdf, gamma.cdf, norm.cdf on fine grids): √n KS at n = 64 and 1024.
TEST(RandomWalk, DistancesAreTheReferenceValues) {
  EXPECT_NEAR(8 * ks_distance(coin_walk(64, 0.5), normal_cdf), 0.39738701499186657, 1e-13);
  EXPECT_NEAR(8 * ks_distance(coin_walk(64, 0.2), normal_cdf), 0.591247197938567, 1e-12);
  EXPECT_NEAR(32 * ks_distance(coin_walk(1024, 0.2), normal_cdf), 0.5979600761107253, 1e-12);
  EXPECT_NEAR(1024 * ks_at_midpoints(coin_walk(1024, 0.5), normal_cdf), 0.027142460061099882, 1e-10);
  EXPECT_NEAR(8 * exponential_walk_ks(64), 0.13301352492139218, 1e-8);
  EXPECT_NEAR(8 * ks_distance(simple_walk_maximum(64), half_normal_cdf), 0.7947740299837354, 1e-13);
}

}  // namespace
}  // namespace kolmo::discrete_to_continuous
