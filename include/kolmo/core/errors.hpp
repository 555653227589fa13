#pragma once
// The kinds of error Kolmo reports; the experiment frame turns each into its exit status.

#include <stdexcept>
#include <string>
#include <string_view>

namespace kolmo {

/// An argument outside what is allowed. The message names the argument, its value and what is allowed.
class InvalidArgument : public std::invalid_argument {
 public:
  explicit InvalidArgument(const std::string& message) : std::invalid_argument(message) {}
  InvalidArgument(std::string_view argument, double value, std::string_view allowed);
};

/// A computation that left the finite numbers or did not converge. The message says which particle or cell,
/// at what time, in which scheme, and what to try.
class NumericalFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A data file that is there but cannot be used (wrong columns, not a number, truncated): path, line and
/// column.
class InvalidData : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A file that is not there.
class MissingInput : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throw InvalidArgument unless `ok`: "argument = value: allowed".
void require(bool ok, std::string_view argument, double value, std::string_view allowed);

}  // namespace kolmo
