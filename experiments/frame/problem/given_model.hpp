#pragma once
// A learned score that the configuration names: process.score = "run/model.h5".

#include <optional>
#include <string>

#include "kolmo/io/configuration.hpp"
#include "kolmo/io/schema.hpp"
#include "kolmo/score/network/model_file.hpp"

namespace kolmo::frame {

/// The keys process.score and process.model below `prefix` ("", or "problem.*."). `use` ends the sentence "A
/// model file, or a result file of learned_score, …".
io::Schema model_keys(const std::string& prefix, const std::string& use);

/// The model that the keys name; none where process.score is not given. Throws MissingInput where there is no
/// such file, InvalidData naming the file where it holds no such model, and io::ConfigurationError where
/// process.model stands alone or the network's training diverged.
std::optional<score::SavedModel> given_model(const io::Configuration& configuration,
                                             const std::string& prefix);

}  // namespace kolmo::frame
