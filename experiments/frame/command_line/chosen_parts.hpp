#pragma once
// Which parts of an experiment a configuration asks for.

#include <string>
#include <vector>

#include "kolmo/io/configuration.hpp"

namespace kolmo::frame {

/// The names listed under `key` ("run.parts", "run.problems"), in that order; all `known` ones where the key
/// is not set. Throws io::ConfigurationError for an empty list, a name that is not known (with those that
/// are) or named twice.
std::vector<std::string> chosen_parts(const io::Configuration& configuration, const std::string& key,
                                      const std::vector<std::string>& known);

}  // namespace kolmo::frame
