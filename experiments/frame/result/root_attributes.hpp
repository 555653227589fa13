#pragma once
// What the root of every result file says: what the configuration fixes, and nothing else.

#include <string>

#include "frame/experiment.hpp"

namespace kolmo::frame {

/// Title, experiment, versions, configuration, its seed and the digests of the data that were read.
void describe_root(io::Group& root, const Experiment& experiment, const io::Configuration& configuration,
                   const std::string& input_files);

}  // namespace kolmo::frame
