// What training is, whatever it is trained on: DDPM and score matching are one, and a cut leaves no trace.

#include "learned_score/parts.hpp"
#include "learned_score/trained.hpp"

namespace kolmo::learned_score {
namespace {

score::TrainingState small_training(const Sizes& sizes, score::Objective objective, Index cut) {
  score::TrainingPlan plan = training_of(mixture_law(), sizes);
  plan.spec.hidden = {16, 16};
  plan.batch = 64;
  plan.steps = 1000;
  plan.objective = objective;
  plan.precision = score::Precision::double_precision;
  score::TrainingState state = score::first_state(plan);
  if (cut > 0) score::train(plan, state, cut);
  score::train(plan, state, plan.steps);
  return state;
}

double difference(const score::TrainingState& a, const score::TrainingState& b) {
  return (a.parameters - b.parameters).norm() / b.parameters.norm();
}

}  // namespace

frame::Plan training_plan(const Sizes& sizes) {
  frame::Plan plan{"Training", "3-16-16-2 in double precision, 1000 steps of Adam, batches of 64."};
  const auto ddpm = frame::lazy([=] { return small_training(sizes, score::Objective::ddpm, 0); });
  plan.checks.push_back(
      {"ddpm", [=] {
         return verify::value_check(
             0, difference(small_training(sizes, score::Objective::score_tau_squared, 0), ddpm->get()), 1e-10,
             "s = -e/s, weight s^2", "parameters of score matching minus those of DDPM");
       }});
  plan.checks.push_back({"cut", [=] {
                           return verify::value_check(
                               0, difference(small_training(sizes, score::Objective::ddpm, 377), ddpm->get()),
                               0, "the same bits", "stopped at step 377 and resumed");
                         }});
  return plan;
}

}  // namespace kolmo::learned_score
