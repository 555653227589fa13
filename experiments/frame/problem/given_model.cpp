#include "frame/problem/given_model.hpp"

#include "kolmo/io/keys.hpp"

namespace kolmo::frame {

io::Schema model_keys(const std::string& prefix, const std::string& use) {
  using namespace io::keys;
  return {file(prefix + "process.score", "A model file, or a result file of learned_score, " + use + "."),
          text(prefix + "process.model", "",
               "Where the model is in it (mixture/model); the only model there is if not given.")};
}

std::optional<score::SavedModel> given_model(const io::Configuration& configuration,
                                             const std::string& prefix) {
  const std::string file = prefix + "process.score", group = prefix + "process.model";
  if (!configuration.has(file)) {
    if (configuration.has(group))
      throw configuration.error_at(group, "has no effect: process.score names no file");
    return std::nullopt;
  }
  score::SavedModel model = score::load_model(configuration.input_file(file),
                                              configuration.has(group) ? configuration.text(group) : "");
  if (model.state.status == score::TrainingStatus::diverged)
    throw configuration.error_at(file, "is a model whose training diverged: train it at a smaller rate");
  return model;
}

}  // namespace kolmo::frame
