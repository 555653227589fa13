#include "frame/run/input_files.hpp"

#include <algorithm>

#include "kolmo/core/errors.hpp"
#include "kolmo/io/atomic_file.hpp"
#include "kolmo/io/sha256.hpp"

namespace kolmo::frame {
namespace {

namespace fs = std::filesystem;

std::string digest_of(const fs::path& path) { return io::sha256(io::read_file(path, std::size_t{1} << 30)); }

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Keys of a named table count where a part has its name, or where no part is named like a table.
bool needed(const io::Configuration& configuration, const std::string& key,
            const std::vector<std::string>& parts) {
  const std::size_t dot = key.find('.'), next = key.find('.', dot + 1);
  if (next == std::string::npos) return true;
  const std::vector<std::string> tables = configuration.names(key.substr(0, dot));
  const std::string name = key.substr(dot + 1, next - dot - 1);
  if (!contains(tables, name) || contains(parts, name)) return true;
  return std::none_of(parts.begin(), parts.end(),
                      [&](const std::string& part) { return contains(tables, part); });
}

std::vector<std::string> keys_of_files(const io::Configuration& configuration,
                                       const std::vector<std::string>& parts) {
  std::vector<std::string> keys;
  for (const auto& entry : configuration.entries())
    if (entry.input_file && needed(configuration, entry.path, parts)) keys.push_back(entry.path);
  return keys;
}

/// Whether an absolute name of a manifest may be what the configuration calls `name`.
bool ends_as(const std::string& absolute, const std::string& name) {
  const std::string tail = "/" + fs::path(name).lexically_normal().string();
  return fs::path(absolute).is_absolute() &&
         (absolute == name || (absolute.size() >= tail.size() &&
                               absolute.compare(absolute.size() - tail.size(), tail.size(), tail) == 0));
}

}  // namespace

void locate_as_before(io::Configuration& configuration, const std::vector<std::string>& parts,
                      const io::Manifest& manifest) {
  for (const std::string& key : keys_of_files(configuration, parts))
    for (const io::Manifest::Line& line : manifest.lines()) {
      std::error_code error;
      if (ends_as(line.name, configuration.text(key)) && fs::exists(line.name, error))
        configuration.locate(key, line.name);
    }
}

std::vector<InputFile> find_input_files(io::Configuration& configuration,
                                        const std::vector<std::string>& parts) {
  std::vector<InputFile> files;
  for (const std::string& key : keys_of_files(configuration, parts)) {
    const std::string& name = configuration.text(key);
    const fs::path path = configuration.input_file(key);
    configuration.locate(key, path);
    const auto same = [&](const InputFile& file) { return file.path == path && file.name == name; };
    if (std::none_of(files.begin(), files.end(), same)) files.push_back({name, path, digest_of(path)});
  }
  return files;
}

void require_as_before(const std::vector<InputFile>& files, const io::Manifest& manifest) {
  for (const InputFile& file : files) {
    const auto& lines = manifest.lines();
    const auto line = std::find_if(lines.begin(), lines.end(), [&](const io::Manifest::Line& other) {
      return other.name == file.path || ends_as(other.name, file.name);
    });
    if (line == lines.end())
      throw InvalidData(file.path.string() + ": the run began without this file (it is not in manifest.txt)");
    if (line->digest != file.sha256)
      throw InvalidData(file.path.string() + ": the file has changed since the run began (SHA-256 " +
                        file.sha256 + ", then " + line->digest +
                        "): the parts would be of two versions; begin a new run");
  }
}

void require_unchanged(const std::vector<InputFile>& files) {
  for (const InputFile& file : files)
    if (digest_of(file.path) != file.sha256)
      throw InvalidData(file.path.string() + ": the file has changed while it was in use; begin a new run");
}

std::string describe(const std::vector<InputFile>& files) {
  std::string text;
  for (const InputFile& file : files) text += (text.empty() ? "" : "\n") + file.sha256 + "  " + file.name;
  return text;
}

}  // namespace kolmo::frame
