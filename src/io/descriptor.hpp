#pragma once
// A file descriptor with an owner, and writing that says what failed.

#include <filesystem>
#include <string_view>

namespace kolmo::io {

/// Throws WriteError: "<path>: cannot <what>: <errno in words>".
[[noreturn]] void fail_to(const char* what, const std::filesystem::path& path);

/// A file descriptor closed on every way out; value() < 0 (and errno) where it could not be opened.
class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags);
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();

  int value() const { return value_; }
  /// Whether that went well.
  bool close();

 private:
  int value_;
};

/// All of it, however often the system takes only a part. Throws WriteError.
void write_all(int descriptor, std::string_view contents, const std::filesystem::path& path);

}  // namespace kolmo::io
