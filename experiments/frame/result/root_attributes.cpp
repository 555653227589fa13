#include "frame/result/root_attributes.hpp"

#include "kolmo/io/provenance.hpp"

namespace kolmo::frame {

void describe_root(io::Group& root, const Experiment& experiment, const io::Configuration& configuration,
                   const std::string& input_files) {
  constexpr std::int64_t format_version = 1;
  root.attribute("title", experiment.question);
  root.attribute("experiment", experiment.name);
  root.attribute("format_version", format_version);
  root.attribute("Conventions", "CF-1.10");
  root.attribute("kolmo_version", std::string(io::kolmo_version()));
  root.attribute("configuration", configuration.resolved_toml());
  root.attribute("seed", configuration.integer("run.seed"));
  root.attribute("input_files", input_files);
}

}  // namespace kolmo::frame
