#pragma once
// An experiment as its tests see it: configured without a command line, its checks by id.

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "frame/experiment.hpp"

namespace kolmo::frame::test {

/// What the program would resolve: the experiment's defaults at a scale, then KEY=VALUE of `sets`.
inline io::Configuration configured(const Experiment& experiment, const std::vector<std::string>& sets,
                                    const std::string& scale) {
  io::Schema keys = experiment.schema;
  keys.push_back({"run.seed", io::Type::integer, "1", "", "seed"});
  return io::Configuration::resolve(keys, experiment.default_configuration, experiment.scales, std::nullopt,
                                    sets, scale);
}

/// What is said of the configuration that `configure()` resolves; empty where it is valid.
template <class Configure>
std::string error_of(const Experiment& experiment, const Configure& configure) {
  try {
    experiment.validate(configure());
  } catch (const io::ConfigurationError& error) {
    return error.what();
  }
  return "";
}

/// The checks that would be made, by id; each must be named once.
inline std::set<std::string> planned(const Experiment& experiment, const io::Configuration& configuration) {
  std::set<std::string> names;
  for (const std::string& id : experiment.check_ids(configuration)) {
    EXPECT_TRUE(names.insert(id).second) << id;
  }
  return names;
}

inline const verify::Check& find(const std::vector<verify::Check>& checks, const std::string& id) {
  for (const verify::Check& check : checks) {
    if (check.id == id) return check;
  }
  throw std::logic_error("no check " + id);
}

}  // namespace kolmo::frame::test
