#pragma once
// What the directory of a run holds beside its result: the resolved configuration, and digests that say
// whether a run that is resumed still is the one that began.

#include <filesystem>
#include <string>
#include <vector>

#include "frame/run/input_files.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/io/manifest.hpp"

namespace kolmo::frame {

inline constexpr char resolved_name[] = "config.resolved.toml";

/// Writes manifest.txt (digests of the configuration and of the files that are read), then
/// config.resolved.toml: a configuration is there only with its digest. Throws io::WriteError.
void begin_run(const std::filesystem::path& directory, const io::Configuration& configuration,
               const std::vector<InputFile>& files);

/// The manifest of a run to resume, its config.resolved.toml verified. Throws MissingInput where there is no
/// run, InvalidData where the configuration is not the one that the run began with.
io::Manifest verified_manifest(const std::filesystem::path& directory);

/// Throws InvalidData where the result file in `directory`, if there is one, is another experiment's.
void require_same_experiment(const std::filesystem::path& directory, const std::string& experiment);

/// Throws InvalidData unless the result file in `directory` is one of this experiment and configuration.
void require_same_run(const std::filesystem::path& directory, const std::string& experiment,
                      const io::Configuration& configuration);

}  // namespace kolmo::frame
