#pragma once
// Keys of one file that another program reads: they may stand there, and have no effect.

#include <string>
#include <vector>

#include "kolmo/io/configuration.hpp"

namespace kolmo::io {

/// The key `path`, or any key of a table where it ends in "*", of which `reader` alone makes use. It takes
/// whatever a formula may look like, and true or false.
Key key_of_another(const std::string& path, const std::string& reader);

bool is_of_another(const Key& key);

/// "run.toml:7:1: 'problem.well.exit.paths' has no effect here: first_passage reads it" of every such key
/// that was given, in canonical order.
std::vector<std::string> keys_without_effect(const Configuration& configuration, const Schema& schema);

}  // namespace kolmo::io
