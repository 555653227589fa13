#pragma once
// manifest.txt of a run: the SHA-256 of what the run is made of.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kolmo::io {

/// Lines "digest  name" in the format of sha256sum, so that `sha256sum -c manifest.txt` verifies them: files
/// of the run's own directory by name, files that it read by absolute path. A name stands once.
class Manifest {
 public:
  static constexpr char file_name[] = "manifest.txt";

  struct Line {
    std::string name, digest;  ///< of a file: its path in the directory, and its SHA-256
  };

  /// That of `directory`; empty if there is none. Throws InvalidData for lines that are none.
  static Manifest read(const std::filesystem::path& directory);
  /// Written whole or not at all. Throws WriteError.
  void write(const std::filesystem::path& directory) const;

  const std::vector<Line>& lines() const { return lines_; }
  std::optional<std::string> digest_of(std::string_view name) const;
  /// Lists `name` with this digest, over what it had. Throws InvalidArgument for a name with a line feed.
  void set(const std::string& name, const std::string& digest);
  void remove(std::string_view name);

 private:
  std::vector<Line> lines_;
};

}  // namespace kolmo::io
