// What relaxation checks, and that it sees what is wrong on purpose.

#include <gtest/gtest.h>

#include <set>

#include "experiments/under_test.hpp"
#include "kolmo/fokker_planck/time/singly_implicit.hpp"
#include "relaxation/experiment.hpp"
#include "relaxation/schema.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::relaxation {
namespace {

using frame::test::find;
using verify::Check;
using verify::test::fails;
using verify::test::passes;

io::Configuration configured(const std::vector<std::string>& sets = {}) {
  return frame::test::configured(experiment(), sets, "quick");
}

std::vector<Check> checks_of(const std::string& part, const Settings& settings = {},
                             const std::vector<std::string>& sets = {}) {
  io::Group group(part);
  return run_part(configured(sets), part, settings, group);
}

std::string error_of(const std::string& set) {
  return frame::test::error_of(experiment(), [&] { return configured({set}); });
}

TEST(RelaxationExperiment, MakesTheChecksItSaysAndPassesThem) {
  for (const std::string& part : experiment().parts(configured())) {
    const std::vector<Check> checks = checks_of(part);
    std::set<std::string> made;
    for (const Check& check : checks) {
      EXPECT_TRUE(passes(check));
      made.insert(check.id);
    }
    const std::vector<std::string> said = part_check_ids(configured(), part);
    EXPECT_EQ(made, std::set<std::string>(said.begin(), said.end())) << part;
    EXPECT_EQ(made.size(), checks.size()) << part;
  }
}

/// A spring at the temperature of one squared length unit.
std::vector<std::string> spring_in(const char* square, const char* half, const char* tilt) {
  const std::string end = half;
  return {"run.parts=[\"e\"]",    "well.e.potential=quadratic", std::string("well.e.temperature=") + square,
          "well.e.lower=-" + end, "well.e.upper=" + end,        std::string("well.e.tilt=") + tilt,
          "well.e.late_order=1.0"};
}

TEST(RelaxationExperiment, HasTheSameVerdictsInMicrometresAndInMetres) {
  const std::vector<Check> metres = checks_of("e", {}, spring_in("1.0", "8.0", "0.5"));
  const std::vector<Check> micrometres = checks_of("e", {}, spring_in("1e-12", "8e-6", "0.5e-6"));
  ASSERT_EQ(metres.size(), micrometres.size());
  for (std::size_t k = 0; k < metres.size(); ++k) {
    EXPECT_EQ(metres[k].id, micrometres[k].id);
    EXPECT_EQ(metres[k].verdict, micrometres[k].verdict) << metres[k].id;
  }
  const std::string error =
      frame::test::error_of(experiment(), [&] { return configured(spring_in("1e-12", "8e-6", "0.5")); });
  EXPECT_NE(error.find("well.e.tilt"), std::string::npos) << error;
  EXPECT_NE(error.find("outside"), std::string::npos) << error;
}

// The gap is 6e−15 of the rate within a well, p falls to 1e−77, and nothing is negative.
TEST(RelaxationExperiment, RunsInWellsThatAreHardlyEverLeft) {
  const std::vector<Check> checks =
      checks_of("e", {},
                {"run.parts=[\"e\"]", "well.e.potential=double_well", "well.e.temperature=0.03",
                 "well.e.lower=-2.0", "well.e.upper=2.0"});
  for (const Check& check : checks) EXPECT_FALSE(fails(check)) << check.id;
  EXPECT_TRUE(passes(find(checks, "e/late_rate_of_relative_entropy")));
}

// dKL/dt = −(g²/2) I: without the ½ (or with half of it) orders fall to 0.
TEST(RelaxationExperiment, SeesDissipationWithoutItsHalf) {
  for (const double factor : {0.5, 2.0}) {
    const Settings planted{.diffusion_factor = factor};
    EXPECT_TRUE(fails(find(checks_of("ornstein_uhlenbeck", planted), "ornstein_uhlenbeck/order/production")));
    EXPECT_TRUE(fails(find(checks_of("quartic", planted), "quartic/order/dissipation_cells")));
  }
  EXPECT_TRUE(fails(find(checks_of("plane", {.diffusion_factor = 0.5}), "plane/order/production")));
}

TEST(RelaxationExperiment, SeesARateThatIsOffByTwo) {
  const std::vector<Check> slow = checks_of("tilted", {.rate_factor = 0.5});
  const std::vector<Check> fast = checks_of("tilted", {.rate_factor = 2});
  for (const char* id : {"tilted/order/late_rate", "tilted/late_rate_of_relative_entropy",
                         "tilted/late_rate_of_chi_squared"}) {
    EXPECT_TRUE(fails(find(slow, id)));
    EXPECT_TRUE(fails(find(fast, id)));
  }
  EXPECT_TRUE(fails(find(fast, "tilted/poincare_bound")));
  const std::vector<Check> linear = checks_of("ornstein_uhlenbeck", {.rate_factor = 2});
  EXPECT_TRUE(fails(find(linear, "ornstein_uhlenbeck/log_sobolev_bound")));
  EXPECT_TRUE(fails(find(linear, "ornstein_uhlenbeck/order/log_sobolev_sharp")));
  const std::vector<Check> plane = checks_of("plane", {.rate_factor = 2});
  EXPECT_TRUE(fails(find(plane, "plane/log_sobolev_bound")));
  EXPECT_TRUE(fails(find(plane, "plane/order/soft_axis")));
}

TEST(RelaxationExperiment, SeesAFormulaForEscapesThatIsOffByTwo) {
  const std::vector<Check> line = checks_of("kramers", {.kramers_factor = 0.5});
  EXPECT_TRUE(fails(find(line, "kramers/order/formula")));
  EXPECT_TRUE(fails(find(line, "kramers/gap_over_formula_T=1")));
  EXPECT_TRUE(fails(find(checks_of("plane", {.kramers_factor = 2}), "plane/order/bent_wells")));
}

/// Implicit Euler with the wrong sign, and short of breath: a hundredth of its step, backwards.
class Backwards final : public fokker_planck::TimeStepper {
 public:
  const Claim& claim() const override { return euler_.claim(); }
  std::unique_ptr<fokker_planck::Propagator> prepare(const fokker_planck::Generator& generator,
                                                     double dt) const override {
    return std::make_unique<Steps>(euler_.prepare(generator, dt), generator.grid().cells());
  }

 private:
  class Steps final : public fokker_planck::Propagator {
   public:
    Steps(std::unique_ptr<fokker_planck::Propagator> right, Index cells)
        : right_(std::move(right)), before_(cells) {}
    fokker_planck::StepReport advance(double* p, Index steps) override {
      fokker_planck::StepReport report;
      Eigen::Map<Eigen::ArrayXd> density(p, before_.size());
      for (Index n = 0; n < steps; ++n) {
        before_ = density;
        report = right_->advance(p, 1);
        density = before_ - 0.01 * (density - before_);
      }
      return report;
    }

   private:
    std::unique_ptr<fokker_planck::Propagator> right_;
    Eigen::ArrayXd before_;
  };
  fokker_planck::SinglyImplicitStepper euler_ = fokker_planck::implicit_euler();
};

TEST(RelaxationExperiment, SeesAStepperThatGoesBackwards) {
  const std::vector<Check> checks =
      checks_of("quartic", {.stepper = std::make_shared<Backwards>()}, {"well.quartic.tilt=0.02"});
  EXPECT_TRUE(fails(find(checks, "quartic/relative_entropy_rises")));
  EXPECT_TRUE(fails(find(checks, "quartic/drop_below_production")));
}

TEST(RelaxationExperiment, SeesAnEigenvalueThatIsOffByAMillionth) {
  const std::vector<Check> checks =
      checks_of("quartic", {}, {"well.quartic.eigenvalues=[1.368592520977832, 4.45371366]"});
  EXPECT_TRUE(passes(find(checks, "quartic/eigenvalue_1")));
  EXPECT_TRUE(fails(find(checks, "quartic/eigenvalue_2")));
}

TEST(RelaxationExperiment, TakesAPotentialOfTheUsers) {
  const std::vector<std::string> sets{"well.mine.potential=expression", "well.mine.expression=x^2/2+cos(2*x)",
                                      "well.mine.lower=-10.0", "well.mine.upper=10.0", "well.mine.tilt=0.3"};
  const std::vector<Check> checks = checks_of("mine", {}, sets);
  for (const Check& check : checks) EXPECT_TRUE(passes(check));
  EXPECT_EQ(checks.size(), part_check_ids(configured(sets), "mine").size());
}

TEST(RelaxationExperiment, ErrorsNameTheKeyAndWhatIsAllowed) {
  EXPECT_EQ(error_of("run.seed=2"), "");
  EXPECT_NE(error_of("run.parts=[\"quartc\"]").find("there is no part 'quartc'"), std::string::npos);
  EXPECT_NE(error_of("well.quartic.upper=2.0").find("risen by 25"), std::string::npos);
  EXPECT_NE(error_of("well.quartic.upper=-9.0").find("well.quartic.upper"), std::string::npos);
  EXPECT_NE(error_of("well.new.tilt=0.5").find("'potential' is missing"), std::string::npos);
  EXPECT_NE(error_of("well.kramers.potential=quartic").find("any is allowed but kramers, plane"),
            std::string::npos);
  EXPECT_NE(error_of("kramers.low=[0.1, 0.2, 0.05, 0.04]").find("must fall"), std::string::npos);
  EXPECT_NE(error_of("plane.low=[0.1]").find("at least 4"), std::string::npos);
  EXPECT_NE(error_of("ornstein_uhlenbeck.variance=0.5").find("must differ"), std::string::npos);
}

}  // namespace
}  // namespace kolmo::relaxation
