#include "learned_score/trained.hpp"

#include "kolmo/core/number_text.hpp"

namespace kolmo::learned_score {

score::TrainingPlan training_of(const KnownLaw& law, const Sizes& sizes) {
  const RandomStream stream = RandomStream(sizes.seed).role("training");
  score::TrainingPlan plan{law.spec(), score::samples_of(law.data, stream.role("data")), stream};
  plan.steps = sizes.training_steps;
  plan.batch = sizes.batch;
  plan.rate = sizes.rate;
  return plan;
}

score::SavedModel trained(const KnownLaw& law, const Sizes& sizes, frame::Progress& progress) {
  const score::TrainingPlan plan = training_of(law, sizes);
  score::TrainingState state = score::first_state(plan);
  for (Index piece = 1; piece <= 20; ++piece) {
    const Index until = piece * plan.steps / 20;
    state = progress.pieces().piece("training, step " + number_text(until), "", [&] {
      score::TrainingState next = state;
      score::train(plan, next, until);
      return next;
    });
  }
  score::SavedModel saved = score::SavedModel::of(plan, state, law.title);
  saved.columns = law.columns;
  return saved;
}

}  // namespace kolmo::learned_score
