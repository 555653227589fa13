#include "frame/definition.hpp"

#include <utility>

namespace kolmo::frame {

Experiment experiment(Definition definition) {
  Experiment experiment;
  experiment.name = std::move(definition.name);
  experiment.question = std::move(definition.question);
  experiment.schema = std::move(definition.schema);
  experiment.default_configuration = std::move(definition.default_configuration);
  experiment.scales = std::move(definition.scales);
  set_parts(experiment, definition.parts);
  return experiment;
}

}  // namespace kolmo::frame
