#include "frame/run/run_directory.hpp"

#include <variant>

#include "kolmo/core/errors.hpp"
#include "kolmo/io/atomic_file.hpp"
#include "kolmo/io/result_file.hpp"
#include "kolmo/io/sha256.hpp"

namespace kolmo::frame {

namespace fs = std::filesystem;

void begin_run(const fs::path& directory, const io::Configuration& configuration,
               const std::vector<InputFile>& files) {
  io::Manifest manifest;
  manifest.set(resolved_name, configuration.hash());
  for (const InputFile& file : files) manifest.set(file.path.string(), file.sha256);
  manifest.write(directory);
  io::write_atomically(directory / resolved_name, configuration.resolved_toml());
}

io::Manifest verified_manifest(const fs::path& directory) {
  const fs::path path = directory / resolved_name;
  std::string text;
  try {
    text = io::read_file(path, io::configuration_max_bytes);
  } catch (const MissingInput&) {
    throw MissingInput(path.string() + ": there is no run to resume");
  }
  io::Manifest manifest = io::Manifest::read(directory);
  const auto digest = manifest.digest_of(resolved_name);
  if (!digest)
    throw InvalidData(path.string() + ": " + io::Manifest::file_name +
                      " does not list it: nothing says that the run began with it; begin a new run");
  if (*digest != io::sha256(text))
    throw InvalidData(
        path.string() +
        ": its SHA-256 is not the one in manifest.txt: it was changed after the run began, and the "
        "parts would be of two configurations; begin a new run with --config");
  return manifest;
}

void require_same_experiment(const fs::path& directory, const std::string& experiment) {
  if (io::ResultFile::finished_groups(directory).empty()) return;
  io::ResultFile before(directory);
  before.load_attributes(directory);
  const io::AttributeValue* value = before.root().find_attribute("experiment");
  const auto* name = value == nullptr ? nullptr : std::get_if<std::string>(value);
  if (name != nullptr && *name != experiment)
    throw InvalidData(before.path().string() + ": it is a run of " + *name + ", not of " + experiment);
}

void require_same_run(const fs::path& directory, const std::string& experiment,
                      const io::Configuration& configuration) {
  io::ResultFile before(directory);
  before.load_attributes(directory);
  for (const auto& [name, wanted] :
       {std::pair{"experiment", experiment}, std::pair{"configuration", configuration.resolved_toml()}}) {
    const io::AttributeValue* value = before.root().find_attribute(name);
    const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
    if (text == nullptr || *text != wanted)
      throw InvalidData(before.path().string() + ": it belongs to another run: its attribute '" + name +
                        "' is not that of " + resolved_name);
  }
}

}  // namespace kolmo::frame
