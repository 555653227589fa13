#pragma once
// Which roads a problem has, and what the configuration asks of each.

#include "four_roads/key_reader.hpp"
#include "four_roads/problem/problem.hpp"

namespace kolmo::four_roads {

/// Fills the settings of every road. A road runs where it applies, unless the configuration says otherwise;
/// those that do not are in problem.not_there with the reason. Throws io::ConfigurationError, located, where
/// one that does not apply is asked for, or its numbers cannot be had.
void read_roads(const KeyReader& keys, const io::Configuration& configuration, Problem& problem);

}  // namespace kolmo::four_roads
