#pragma once
// The kinds of error of files and configurations; the experiment frame turns each into its exit status.

#include <stdexcept>

namespace kolmo::io {

/// A configuration that is wrong: unknown key, wrong type, out of range, or contradictory. The message starts
/// with "file:line:column: " or "--set KEY: ". Exit status 78.
class ConfigurationError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A place for results that cannot be made: not writable, not empty, used by another run. Exit status 73.
class CannotCreateOutput : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Writing failed: full disk, file size limit, lost directory. Exit status 74.
class WriteError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace kolmo::io
