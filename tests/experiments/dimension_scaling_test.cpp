// What dimension_scaling checks, and that it sees what is wrong on purpose.

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "dimension_scaling/crossover.hpp"
#include "dimension_scaling/experiment.hpp"
#include "dimension_scaling/part.hpp"
#include "dimension_scaling/schema.hpp"
#include "experiments/under_test.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::dimension_scaling {
namespace {

using frame::test::find;
using verify::Check;
using verify::test::fails;
using verify::test::passes;

/// Quick, and smaller still in three dimensions.
io::Configuration configured(const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets{"grid.finest_3d=40",           "kernel.repeats_3d=4",
                                "kernel.repeats_2d=16",        "kernel.repeats_1d=192",
                                "kernel.largest_sample=32768", "particles.repeats=128"};
  sets.insert(sets.end(), more.begin(), more.end());
  return frame::test::configured(experiment(), sets, "quick");
}

using Checks = std::vector<Check>;

Checks checks_of(
    const std::string& part, const std::function<void(Settings&)>& plant = [](Settings&) {}) {
  const io::Configuration configuration = configured();
  Settings settings = run_settings(configuration);
  plant(settings);
  io::Group group(part);
  frame::Progress silent;
  return run_part(configuration, part, settings, group, silent);
}

std::string error_of(const std::string& set) {
  return frame::test::error_of(experiment(), [&] { return configured({set}); });
}

TEST(DimensionScaling, MakesTheChecksItSaysAndPassesThem) {
  for (const std::string& part : families) {
    const Checks checks = checks_of(part);
    std::set<std::string> made;
    for (const Check& check : checks) {
      EXPECT_TRUE(passes(check));
      made.insert(check.id);
    }
    const std::vector<std::string> said = part_check_ids(part);
    EXPECT_EQ(made, std::set<std::string>(said.begin(), said.end()));
    EXPECT_EQ(made.size(), checks.size());
  }
}

// Exponents that speak of one dimension more, or one less.
TEST(DimensionScaling, SeesTheExponentOfAnotherDimension) {
  for (const Index shift : {1, -1}) {
    const Checks wrong = checks_of("product", [&](Settings& settings) { settings.dimension_shift = shift; });
    for (const char* id : {"expectation_1d_grid", "expectation_2d_grid", "expectation_3d_grid",
                           "density_1d_grid", "density_2d_grid", "density_3d_grid", "density_1d_kernel"}) {
      EXPECT_TRUE(fails(find(wrong, std::string("product/order/") + id))) << shift;
    }
    EXPECT_TRUE(passes(find(wrong, "product/order/expectation_1d_particles")));
  }
}

TEST(DimensionScaling, SeesAStepperOfOrderOne) {
  const Checks wrong = checks_of("rotated", [](Settings& settings) {
    settings.stepper = "implicit_euler";
    settings.cells_a_step = 12;
  });
  EXPECT_TRUE(fails(find(wrong, "rotated/order/expectation_2d_grid")));
  EXPECT_TRUE(fails(find(wrong, "rotated/order/density_2d_grid")));
}

TEST(DimensionScaling, SeesPathsThatAreSaidToConvergeAtAnotherRate) {
  const Checks wrong = checks_of("rotated", [](Settings& settings) { settings.particle_factor = 1.25; });
  EXPECT_TRUE(fails(find(wrong, "rotated/order/expectation_2d_particles")));
  EXPECT_TRUE(fails(find(wrong, "rotated/order/expectation_3d_particles")));
}

// Work 2/ε on the grid and (0.3/ε)² of paths meet at ε = 0.045.
TEST(Crossover, IsWhereBothCostTheSame) {
  const CostLaw grid{{std::log(2.0), 0.1}, 1}, particles{{std::log(0.3), 0.2}, 0.5};
  const Estimate found = crossover(grid, particles);
  EXPECT_NEAR(std::pow(10, found.value), 0.045, 1e-15);
  EXPECT_NEAR(found.standard_error * std::log(10.0), std::hypot(0.1, 2 * 0.2), 1e-14);
  EXPECT_NEAR(grid.log_work(0.045), particles.log_work(0.045), 1e-13);
  EXPECT_TRUE(std::isnan(crossover(grid, {{0, 0}, 1}).value));
  EXPECT_TRUE(std::isnan(crossover(grid, {{std::log(3.0), 0}, 0.5}).value));  // 4.5 is no accuracy
}

TEST(Continued, StaysOnTheStraightLineOfThreeDimensions) {
  const std::vector<Estimate> straight = continued({{1, 0}, {3, 0}, {5, 0}}, 6);
  ASSERT_EQ(straight.size(), 6u);
  EXPECT_NEAR(straight[5].value, 11, 1e-14);
  EXPECT_NEAR(straight[5].standard_error, 0, 1e-14);
  const std::vector<Estimate> bent = continued({{1, 0}, {3, 0}, {8, 0}}, 4);
  EXPECT_NEAR(bent[3].value, 4 + 3.5 * 2, 1e-14);
  EXPECT_GT(bent[3].standard_error, 1);
}

TEST(DimensionScaling, ErrorsNameTheKeyAndWhatIsAllowed) {
  EXPECT_EQ(error_of("run.seed=2"), "");
  EXPECT_NE(error_of("run.parts=[\"rotate\"]").find("there is no part 'rotate'"), std::string::npos);
  EXPECT_NE(error_of("grid.finest_2d=110").find("multiple of 20"), std::string::npos);
  EXPECT_NE(error_of("kernel.largest_sample=70000").find("multiple of 1024"), std::string::npos);
  EXPECT_NE(error_of("grid.finest_3d=4000").find("grid.finest_3d"), std::string::npos);
}

}  // namespace
}  // namespace kolmo::dimension_scaling
