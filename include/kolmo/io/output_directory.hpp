#pragma once
// The directory of a run. Nothing in it is ever overwritten.

#include <filesystem>
#include <string>

namespace kolmo::io {

/// An exclusively held directory (a lock on it is kept until destruction, so that no two processes write to
/// one).
class OutputDirectory {
 public:
  /// `parent/experiment/<UTC time>-<first 8 digits of hash>`, with -2, -3, … on collision. Throws
  /// CannotCreateOutput.
  static OutputDirectory make(const std::filesystem::path& parent, const std::string& experiment,
                              const std::string& utc_time, const std::string& hash);
  /// `directory` itself, made if absent (with its parents). Throws CannotCreateOutput if it is not empty.
  static OutputDirectory named(const std::filesystem::path& directory);
  /// An existing run. Throws MissingInput if it is not there, CannotCreateOutput if it is not writable or in
  /// use.
  static OutputDirectory resume(const std::filesystem::path& directory);

  OutputDirectory(OutputDirectory&& other) noexcept;
  OutputDirectory& operator=(OutputDirectory&&) = delete;
  ~OutputDirectory();

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit OutputDirectory(std::filesystem::path path);
  std::filesystem::path path_;
  int lock_ = -1;
};

}  // namespace kolmo::io
