#include "frame/command_line/request.hpp"

#include <unordered_set>

#include "frame/run/input_files.hpp"
#include "frame/run/run_directory.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::frame {
namespace {

/// make(), where an InvalidArgument is the configuration's fault: nothing was computed yet.
template <class Make>
auto validated(const io::Configuration& configuration, const Make& make) {
  try {
    return make();
  } catch (const InvalidArgument& error) {
    throw io::ConfigurationError(configuration.origin() + ": " + error.what());
  }
}

io::Configuration resolve(const Experiment& experiment, const Options& options, const io::Schema& schema) {
  std::vector<std::string> sets = options.sets;
  if (options.seed) sets.push_back("run.seed=" + number_text(*options.seed));
  std::optional<std::filesystem::path> file = options.config;
  if (options.resume && !file) {
    verified_manifest(*options.resume);
    require_same_experiment(*options.resume, experiment.name);
    file = *options.resume / resolved_name;
  }
  return io::Configuration::resolve(schema, experiment.default_configuration, experiment.scales, file, sets,
                                    options.scale);
}

std::vector<std::string> checked_parts(const Experiment& experiment, const io::Configuration& configuration) {
  std::vector<std::string> parts = validated(configuration, [&] { return experiment.parts(configuration); });
  const auto fail = [&](const std::string& message) {
    throw io::ConfigurationError(configuration.origin() + ": " + message);
  };
  std::unordered_set<std::string> seen;
  for (const std::string& part : parts) {
    if (!seen.insert(part).second) fail("'" + part + "' is asked for twice");
    if (part == "provenance") fail("the name 'provenance' is taken");
  }
  if (parts.empty()) fail("there is nothing to run");
  return parts;
}

}  // namespace

Request resolve_request(const Experiment& experiment, const Options& options, const io::Schema& schema) {
  Request request{resolve(experiment, options, schema), {}};
  request.parts = checked_parts(experiment, request.configuration);
  if (options.resume)
    locate_as_before(request.configuration, request.parts, verified_manifest(*options.resume));
  if (experiment.validate)
    validated(request.configuration, [&] { experiment.validate(request.configuration); });
  return request;
}

std::vector<std::string> check_ids(const Experiment& experiment, const io::Configuration& configuration) {
  if (!experiment.check_ids) return {};
  return validated(configuration, [&] { return experiment.check_ids(configuration); });
}

}  // namespace kolmo::frame
