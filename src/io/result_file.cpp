#include "kolmo/io/result_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <limits>
#include <optional>

#include "hdf5_image.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/io/atomic_file.hpp"
#include "kolmo/io/errors.hpp"
#include "kolmo/io/manifest.hpp"
#include "kolmo/io/sha256.hpp"

namespace kolmo::io {
namespace {

namespace fs = std::filesystem;

constexpr char current_name[] = "result.h5";
constexpr char previous_name[] = "result.previous.h5";
constexpr std::size_t any_size = std::numeric_limits<std::size_t>::max();

/// The bytes of `path` if they are there and the manifest lists their digest for one of the generations:
/// while a commit renames, the file of one name has the digest of the other.
std::optional<std::string> verified(const fs::path& path, const Manifest& manifest) {
  if (!fs::exists(path)) return std::nullopt;
  std::string bytes = read_file(path, any_size);
  const std::string digest = sha256(bytes);
  for (const char* name : {current_name, previous_name})
    if (manifest.digest_of(name) == digest) return bytes;
  return std::nullopt;
}

/// The newest generation whose digest the manifest lists; nothing if nothing was ever committed.
std::optional<std::string> newest_generation(const fs::path& directory) {
  if (!fs::is_directory(directory)) throw MissingInput(directory.string() + ": no such directory");
  const Manifest manifest = Manifest::read(directory);
  if (manifest.lines().empty()) {
    if (!fs::exists(directory / current_name)) return std::nullopt;
    throw InvalidData((directory / current_name).string() + ": there is no " + Manifest::file_name +
                      " to verify it with");
  }
  for (const char* name : {current_name, previous_name})
    if (auto bytes = verified(directory / name, manifest)) return bytes;
  // A kill between the first manifest and the first rename: nothing was committed yet.
  if (!fs::exists(directory / current_name) && !fs::exists(directory / previous_name)) return std::nullopt;
  throw InvalidData((directory / current_name).string() +
                    ": its SHA-256 is not the one in manifest.txt, and there is no good previous generation");
}

/// Gives the file at `current` the name of the previous generation too: a second name first, then a rename.
void keep_previous(const fs::path& directory) {
  const fs::path current = directory / current_name, next = directory / "result.previous.h5.part";
  ::unlink(next.c_str());
  if (::link(current.c_str(), next.c_str()) != 0) {
    // A file system without hard links: copy.
    write_atomically(directory / previous_name, read_file(current, any_size));
    return;
  }
  publish_part(next, directory / previous_name);
}

/// Digest of the generation to keep as the previous one, which is in place afterwards: the current file if it
/// is good, else the previous one that is there. A damaged file is never given the name of a good one.
std::optional<std::string> secure_previous(const fs::path& directory, const Manifest& manifest) {
  if (const auto current = verified(directory / current_name, manifest)) {
    keep_previous(directory);
    return sha256(*current);
  }
  if (const auto previous = verified(directory / previous_name, manifest)) return sha256(*previous);
  return std::nullopt;
}

}  // namespace

ResultFile::ResultFile(fs::path directory) : directory_(std::move(directory)) {}

void ResultFile::commit() {
  root_.group("provenance").attribute("numbers_sha256", numbers_sha256());
  const std::string image = hdf5_image(root_);
  const fs::path part = write_part(path(), image);
  try {
    // Before the rename of result.h5 the manifest lists both digests: whichever generation a kill leaves, it
    // is good.
    Manifest manifest = Manifest::read(directory_);
    const auto previous = secure_previous(directory_, manifest);
    manifest.remove(previous_name);
    manifest.set(current_name, sha256(image));
    if (previous) manifest.set(previous_name, *previous);
    manifest.write(directory_);
  } catch (...) {
    ::unlink(part.c_str());
    throw;
  }
  publish_part(part, path());
}

void ResultFile::load_group(const fs::path& directory, const std::string& name) {
  const auto bytes = newest_generation(directory);
  if (!bytes) throw MissingInput((directory / current_name).string() + ": no such file");
  root_.remove(name);
  Group& group = root_.group(name);
  try {
    read_hdf5_group(*bytes, name, group);
  } catch (const InvalidData& error) {
    root_.remove(name);
    throw InvalidData((directory / current_name).string() + ": " + error.what());
  }
}

void ResultFile::load_attributes(const fs::path& directory) {
  const auto bytes = newest_generation(directory);
  if (!bytes) throw MissingInput((directory / current_name).string() + ": no such file");
  try {
    read_hdf5_attributes(*bytes, root_);
  } catch (const InvalidData& error) {
    throw InvalidData((directory / current_name).string() + ": " + error.what());
  }
}

std::vector<std::string> ResultFile::finished_groups(const fs::path& directory) {
  const auto bytes = newest_generation(directory);
  if (!bytes) return {};
  std::vector<std::string> names = hdf5_group_names(*bytes);
  std::erase(names, "provenance");
  return names;
}

}  // namespace kolmo::io
