#pragma once
// What a command line asks for, checked wholly before anything is computed.

#include <string>
#include <vector>

#include "frame/command_line/command_line.hpp"
#include "frame/experiment.hpp"

namespace kolmo::frame {

struct Request {
  io::Configuration configuration;
  std::vector<std::string> parts;  ///< at least one, each once
};

/// The configuration that the options and the files they name give (of a run to resume: its own, verified,
/// and its data files where it found them), its parts, all validated: an InvalidArgument becomes a
/// ConfigurationError that names the file. Throws ConfigurationError, MissingInput, InvalidData.
Request resolve_request(const Experiment& experiment, const Options& options, const io::Schema& schema);

/// Ids of the checks that would be made.
std::vector<std::string> check_ids(const Experiment& experiment, const io::Configuration& configuration);

}  // namespace kolmo::frame
