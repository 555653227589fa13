// What sde_convergence plans, and that nothing that a scheme claims is left out.

#include "sde_convergence/experiment.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "experiments/under_test.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"
#include "sde_convergence/schema.hpp"

namespace kolmo::sde_convergence {
namespace {

io::Configuration configured(const std::vector<std::string>& sets, const std::string& scale = "standard") {
  return frame::test::configured(experiment(), sets, scale);
}

std::set<std::string> planned() { return frame::test::planned(experiment(), configured({})); }

/// Whether one of the problems measures `what` of the scheme.
bool measured(const std::set<std::string>& names, const std::vector<std::string>& problems,
              const std::string& what) {
  return std::any_of(problems.begin(), problems.end(),
                     [&](const std::string& problem) { return names.count(problem + "/" + what) > 0; });
}

TEST(SdeConvergence, MeasuresEveryClaimOfEveryScheme) {
  const std::set<std::string> names = planned();
  for (const sde::SdeScheme* scheme : sde::schemes()) {
    const Claim& claim = scheme->claim();
    const auto expect = [&](const std::optional<double>& order, const std::vector<std::string>& problems,
                            const std::string& what) {
      if (order) {
        EXPECT_TRUE(measured(names, problems, what)) << what;
      }
    };
    const std::string& name = claim.name;
    const std::vector<std::string> additive{"additive", "additive_matrix", "overdamped", "underdamped",
                                            "ornstein_uhlenbeck"};
    expect(claim.order(Sense::strong, Context::additive), additive, "strong_" + name);
    expect(claim.order(Sense::strong, Context::commutative), {"diagonal", "diagonal_plane", "commutative"},
           "strong_" + name);
    expect(claim.order(Sense::strong, Context::general), {"non_commutative"}, "strong_" + name);
    expect(claim.order(Sense::stationary), {"overdamped", "underdamped", "ornstein_uhlenbeck"},
           "stationary_" + name);
    if (claim.order(Sense::weak, Context::additive)) {
      EXPECT_TRUE(measured(names, additive, "weak_" + name) ||
                  measured(names, {"ornstein_uhlenbeck"}, "weak_" + name + "_variance"))
          << name;
    }
    expect(claim.order(Sense::weak, Context::general), {"diagonal", "non_commutative"}, "weak_" + name);
    if (claim.order(Sense::time)) {
      EXPECT_TRUE(measured(names, {"deterministic", "underdamped"}, "deterministic_" + name) ||
                  measured(names, {"ornstein_uhlenbeck"}, "weak_" + name + "_mean"))
          << name;
    }
    EXPECT_TRUE(measured(names, additive, "moments_" + name)) << name;
  }
}

TEST(SdeConvergence, ErrorsNameTheKeyAndWhatIsAllowed) {
  const auto error_of = [](const std::string& set) -> std::string {
    try {
      experiment().validate(configured({set}));
    } catch (const io::ConfigurationError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(error_of("strong.particles=64"), "");
  EXPECT_NE(error_of("strong.finest_steps=1000").find("must be a power of 2"), std::string::npos);
  EXPECT_NE(error_of("strong.finest_steps=32").find("an order needs 3 step sizes"), std::string::npos);
  EXPECT_NE(error_of("run.problems=[\"cubik\"]").find("there is no problem 'cubik'"), std::string::npos);
  EXPECT_NE(error_of("run.problems=[\"cubic\", \"cubic\"]").find("named twice"), std::string::npos);
}

// What is measured without sampling on matrix noise and Langevin dynamics is refitted with wrong claims; for
// noise on the line every_scheme_test does the same.
TEST(SdeConvergence, ClaimsHalfAnOrderMoreOrLessFailOnMatrixNoiseAndLangevinDynamics) {
  std::set<std::string> seen;
  const io::Configuration configuration =
      configured({"run.problems=[\"non_commutative\", \"overdamped\", \"underdamped\"]"}, "quick");
  for (const frame::Part& part : parts(configuration)) {
    for (const frame::StudyTask& task : part.plan().studies) {
      if (task.name.starts_with("strong_")) continue;
      const verify::OrderStudy study = task.run();
      if (study.exact_below > 0) continue;
      for (const double change : {-0.5, 0.5}) {
        verify::OrderStudy wrong = study;
        wrong.claimed += change;
        EXPECT_EQ(verify::check_of(wrong, part.name).verdict, verify::Verdict::fail)
            << task.name << " " << change;
      }
      seen.insert(study.scheme);
    }
  }
  for (const std::string scheme :
       {"euler_maruyama", "dri1", "ri6", "leimkuhler_matthews", "baoab", "obabo"}) {
    EXPECT_EQ(seen.count(scheme), 1u) << scheme;
  }
}

TEST(SdeConvergence, WritesOrdersAndWorkAndChecksWhatItsIdsSay) {
  const io::Configuration configuration = configured({"run.problems=[\"ornstein_uhlenbeck\"]"}, "quick");
  io::Group root("");
  frame::Progress silent;
  const std::vector<verify::Check> checks =
      experiment().body(configuration, "ornstein_uhlenbeck", root.group("ornstein_uhlenbeck"), silent);
  std::vector<std::string> made;
  for (const verify::Check& check : checks) {
    made.push_back(check.id);
    EXPECT_EQ(check.verdict, verify::Verdict::pass) << check.id;
  }
  EXPECT_EQ(made, experiment().check_ids(configuration));
  const io::Group* part = root.find_group("ornstein_uhlenbeck");
  const io::Group* study = part->find_group("convergence")->find_group("strong_euler_maruyama");
  ASSERT_NE(study, nullptr);
  EXPECT_NE(study->find_dataset("error"), nullptr);
  EXPECT_NE(study->find_dataset("h"), nullptr);
  EXPECT_NE(part->find_group("work_precision")->find_group("strong_euler_maruyama"), nullptr);
}

}  // namespace
}  // namespace kolmo::sde_convergence
