#pragma once
// Training in pieces that a run keeps.

#include "frame/run/progress.hpp"
#include "learned_score/parts.hpp"

namespace kolmo::score {

template <class Archive>
void fields(Archive& archive, TrainingState& state) {
  archive(state.step, state.parameters, state.first_moment, state.second_moment, state.average, state.losses,
          state.window_sum, state.status);
}

}  // namespace kolmo::score

namespace kolmo::learned_score {

/// The training of a law's network.
score::TrainingPlan training_of(const KnownLaw& law, const Sizes& sizes);

/// The state after all steps, in twenty pieces; a resumed run goes on from the last.
score::SavedModel trained(const KnownLaw& law, const Sizes& sizes, frame::Progress& progress);

}  // namespace kolmo::learned_score
