#pragma once
// A request to stop (Ctrl-C), noticed by the parallel loops.

#include <exception>

namespace kolmo {

/// Thrown where a requested stop was noticed: not an error, results so far remain valid.
class Stopped : public std::exception {
 public:
  const char* what() const noexcept override { return "stopped on request"; }
};

/// Ask every parallel loop to stop before its next task. Safe in a signal handler and from any thread.
void request_stop() noexcept;

bool stop_requested() noexcept;

/// Throws Stopped if a stop was requested.
void throw_if_stopped();

/// Forget the request.
void clear_stop() noexcept;

}  // namespace kolmo
