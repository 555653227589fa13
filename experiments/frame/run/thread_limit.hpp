#pragma once
// Threads that cannot be started, seen before the OpenMP runtime ends the program over them.

namespace kolmo::frame {

inline constexpr int most_threads = 1024;

/// Throws UsageError unless threads() is at most most_threads and so many can be started: a child process
/// tries (libgomp ends a program with status 1 where it cannot, and crashes on tens of thousands).
void require_startable_threads();

}  // namespace kolmo::frame
