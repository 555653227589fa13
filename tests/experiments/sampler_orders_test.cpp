// What sampler_orders plans: no claim of a sampler or a stepper is left out.

#include "sampler_orders/experiment.hpp"

#include <gtest/gtest.h>

#include <set>

#include "experiments/under_test.hpp"
#include "kolmo/ode/ode_stepper.hpp"
#include "kolmo/ode/samplers/sampler.hpp"
#include "sampler_orders/schema.hpp"

namespace kolmo::sampler_orders {
namespace {

io::Configuration configured(const std::vector<std::string>& sets) {
  return frame::test::configured(experiment(), sets, "standard");
}

TEST(SamplerOrders, MeasuresEveryClaim) {
  std::set<std::string> names;
  for (const std::string& id : experiment().check_ids(configured({})))
    EXPECT_TRUE(names.insert(id).second) << id;
  for (const ode::SamplerEntry& sampler : ode::samplers()) {
    const std::string& name = sampler.claim.name;
    EXPECT_TRUE(names.count("evaluations/evaluations_" + name)) << name;
    EXPECT_TRUE(names.count("evaluations/budget_" + name)) << name;
    EXPECT_TRUE(names.count("grid_score/distance_" + name)) << name;
    if (sampler.claim.order(Sense::weak, Context::additive)) {
      EXPECT_TRUE(names.count("stochastic/weak_" + name)) << name;
    }
    if (!sampler.claim.order(Sense::time)) continue;
    for (const char* study :
         {"orders/from_1_", "orders/from_0.3_", "grids/karras_", "grids/zigzag_", "grids/time_"})
      EXPECT_TRUE(names.count(study + name)) << study << name;
  }
  for (const ode::StepperEntry& entry : ode::steppers()) {
    EXPECT_TRUE(names.count("steppers/rotation_" + entry.claim.name) +
                names.count("steppers/tolerance_" + entry.claim.name))
        << entry.claim.name;
  }
}

TEST(SamplerOrders, NamesTheKeyThatDoesNotFit) {
  const auto said = [](const std::vector<std::string>& sets) {
    return frame::test::error_of(experiment(), [&] { return configured(sets); });
  };
  EXPECT_EQ(said({}), "");
  EXPECT_EQ(said({"data.file=data/old_faithful.csv", "data.column=eruptions"}), "");
  EXPECT_NE(said({"orders.finest_steps=320"}).find("at least 4 times"), std::string::npos);
  EXPECT_NE(said({"data.means=[1.0]"}).find("data.weights"), std::string::npos);
  EXPECT_NE(said({"budgets.evaluations=[5.5, 7]"}).find("whole numbers"), std::string::npos);
  EXPECT_NE(said({"budgets.particles=100"}).find("power of two"), std::string::npos);
  EXPECT_NE(said({"data.file=data/old_faithful.csv"}).find("data.column"), std::string::npos)
      << said({"data.file=data/old_faithful.csv"});
}

}  // namespace
}  // namespace kolmo::sampler_orders
