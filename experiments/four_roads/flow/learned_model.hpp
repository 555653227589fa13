#pragma once
// A learned score that a problem's way back goes by as well.

#include <string>

#include "four_roads/key_reader.hpp"
#include "four_roads/problem/problem.hpp"
#include "kolmo/score/network/score_model.hpp"

namespace kolmo::four_roads {

struct LearnedModel {
  std::shared_ptr<const score::ScoreModel> model;
  std::string words;          ///< what it was trained on, how long, for which noise
  std::vector<double> clock;  ///< the problem's last time, …, down to where σ/α is the least noise it knows
  std::vector<double> times;  ///< the same but the first, in the problem's time
  std::vector<double> noise;  ///< σ/α at each of `clock`
};

/// Fills problem.learned where process.score is given; the problem's settings of roads are read before.
/// Throws io::ConfigurationError, located at it, where the process has no exact score to judge it by, or
/// where the model's dimension, normalisation or levels of noise are not those of the problem; and what
/// frame::given_model throws.
void read_learned(const KeyReader& keys, Problem& problem);

}  // namespace kolmo::four_roads
