// The parts learned of sampler_orders and probability_flow: a network's own flow.

#include <gtest/gtest.h>

#include "experiments/under_test.hpp"
#include "frame/problem/given_model.hpp"
#include "frame/problem/model_flow.hpp"
#include "io/temporary_directory.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/score/data/point_sets.hpp"
#include "probability_flow/experiment.hpp"
#include "sampler_orders/experiment.hpp"

namespace kolmo {
namespace {

/// Two moons in micrometres.
score::SavedModel trained(std::uint64_t seed) {
  const Points data = 250 * score::point_set("two_moons", 500, RandomStream(1));
  score::TrainingPlan plan{score::ModelSpec::around(data, 25, 1000), score::rows_of(data, RandomStream(2)),
                           RandomStream(seed)};
  plan.spec.hidden = {16, 16};
  plan.batch = 128;
  plan.steps = 300;
  plan.rate = 1e-2;
  score::TrainingState state = score::first_state(plan);
  score::train(plan, state, plan.steps);
  return score::SavedModel::of(plan, state, "two moons");
}

class LearnedParts : public testing::Test {
 protected:
  std::vector<verify::Check> checks(const frame::Experiment& experiment) {
    score::save_model(directory_.path() / "model.h5", trained(3));
    const io::Configuration configuration =
        frame::test::configured(experiment, {"run.parts=[\"learned\"]", score_key()}, "quick");
    io::Group group("learned");
    frame::Progress silent;
    return experiment.body(configuration, "learned", group, silent);
  }
  std::string score_key() const {
    return "process.score=\"" + (directory_.path() / "model.h5").string() + "\"";
  }
  TemporaryDirectory directory_;
};

TEST_F(LearnedParts, SamplersHaveTheirOrdersOnANetwork) {
  const std::vector<verify::Check> made = checks(sampler_orders::experiment());
  std::size_t orders = 0;
  for (const verify::Check& check : made) {
    EXPECT_EQ(check.verdict, verify::Verdict::pass) << check.id << ": " << check.observed;
    orders += check.id.starts_with("learned/order_") ? 1 : 0;
  }
  EXPECT_EQ(orders, 12U);
}

TEST_F(LearnedParts, TheFlowOfANetworkIsAFlow) {
  for (const verify::Check& check : checks(probability_flow::experiment()))
    EXPECT_EQ(check.verdict, verify::Verdict::pass) << check.id << ": " << check.observed;
}

TEST_F(LearnedParts, AFileThatIsNoModelIsNamed) {
  const auto configured = [&](const std::vector<std::string>& sets) {
    return frame::test::configured(probability_flow::experiment(), sets, "quick");
  };
  EXPECT_THROW(probability_flow::experiment().validate(configured({score_key()})), MissingInput);
  const auto said = [&](const std::vector<std::string>& sets) {
    return frame::test::error_of(probability_flow::experiment(), [&] { return configured(sets); });
  };
  EXPECT_NE(said({"process.model=mixture/model"}).find("process.score names no file"), std::string::npos);
  score::SavedModel diverged = trained(3);
  diverged.state.status = score::TrainingStatus::diverged;
  score::save_model(directory_.path() / "model.h5", diverged);
  EXPECT_NE(said({score_key()}).find("diverged"), std::string::npos);
}

}  // namespace
}  // namespace kolmo
