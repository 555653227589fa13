#pragma once
// How a run that an exception ends is reported.

#include <exception>
#include <string>

#include "frame/exit_status.hpp"

namespace kolmo::frame {

/// What is printed, and the exit status.
struct Ending {
  std::string message;
  ExitStatus status;
};

/// A configuration that is wrong is a ConfigurationError and nothing else (the frame makes one of an
/// InvalidArgument that validation throws); an InvalidArgument that reaches the end comes from a numerical
/// state.
Ending ending_of(const std::exception& error);

}  // namespace kolmo::frame
