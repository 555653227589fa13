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

Ending ending_of(const std::exception& error);

}  // namespace kolmo::frame
