#pragma once
// The checks that first_passage makes of a problem of a configuration's own.

#include <vector>

#include "experiments/own_problem.hpp"
#include "first_passage/experiment.hpp"
#include "first_passage/schema.hpp"

namespace kolmo::first_passage {

inline io::Configuration configured_exits(const std::vector<std::string>& keys, const std::string& scale) {
  return frame::test::configured_problem(experiment(), keys, scale, {"problem.p.exit.paths=8192"});
}

inline std::vector<verify::Check> checks_of(const io::Configuration& configuration,
                                            const PlantedErrors& planted = {}) {
  Settings settings = run_settings(configuration);
  settings.planted = planted;
  io::Group group("p");
  frame::Progress silent;
  return run_part(configuration, "p", settings, group, silent);
}

}  // namespace kolmo::first_passage
