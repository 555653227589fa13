#pragma once
// One question, one program: what an experiment says, and the frame that runs it.

#include <functional>
#include <string>
#include <vector>

#include "frame/run/progress.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::frame {

/// An experiment is data and a few functions. The frame adds the keys run.seed and run.scale where the schema
/// lacks them.
struct Experiment {
  std::string name;      ///< of the program and of the folder under results/
  std::string question;  ///< one sentence; the title of the result file
  io::Schema schema;
  std::string default_configuration;  ///< TOML
  io::ScaleTable scales = io::standard_scales();

  /// What is computed, in order ("double_well", …): one group of the result file each, committed when
  /// finished.
  std::function<std::vector<std::string>(const io::Configuration&)> parts;
  /// Throws io::ConfigurationError, located at the key, for what the schema cannot see (an InvalidArgument of
  /// the library is taken for one, InvalidData and MissingInput stay what they are).
  std::function<void(const io::Configuration&)> validate = {};
  /// Ids of the checks that the body will make, for --list-checks.
  std::function<std::vector<std::string>(const io::Configuration&)> check_ids;
  /// Computes one part: writes its numbers into `group`, returns its checks (the frame writes them to
  /// `group`/checks). It calls kolmo::throw_if_stopped() between steps. An InvalidArgument that it throws is
  /// a numerical failure: what the configuration can do wrong, `validate` has seen.
  std::function<std::vector<verify::Check>(const io::Configuration&, const std::string& part,
                                           io::Group& group, Progress& progress)>
      body;
};

/// The whole program: command line, configuration, directory, parts, checks, table, exit status (0 all checks
/// passed, 1 a check failed, 2 some unresolved, 64 usage, 65 bad data, 66 missing input, 70 internal error,
/// 73 cannot create output, 74 write error, 75 stopped, 76 not finite, 78 bad configuration). Throws nothing.
int run_experiment(const Experiment& experiment, int argc, char** argv);

}  // namespace kolmo::frame
