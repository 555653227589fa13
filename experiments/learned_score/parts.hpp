#pragma once
// The parts of the experiment: a law, what a network learned of it, and what samplers make of that.

#include <optional>

#include "frame/plan.hpp"
#include "kolmo/score/network/model_file.hpp"
#include "learned_score/known_law.hpp"

namespace kolmo::learned_score {

struct Sizes {
  Index training_steps, batch;
  double rate;
  Index particles, sampler_steps;
  std::uint64_t seed;
};

frame::Plan training_plan(const Sizes& sizes);  // training_part.cpp
/// law_part.cpp. Where `given` is there it is judged and nothing is trained.
frame::Plan law_plan(const KnownLaw& law, const Sizes& sizes, const std::optional<score::SavedModel>& given,
                     const std::function<double()>& z);

frame::Experiment experiment();

}  // namespace kolmo::learned_score
