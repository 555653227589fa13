#include "frame/run/thread_limit.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "frame/command_line/command_line.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::frame {
namespace {

/// A team of all threads, in a process of its own that ends with 0 if it came about.
[[noreturn]] void start_threads_and_exit() {
  const int nowhere = ::open("/dev/null", O_WRONLY);
  if (nowhere >= 0) ::dup2(nowhere, STDERR_FILENO);
  try {
    for_each_task(threads(), [](Index) {});
    ::_exit(0);
  } catch (...) {
    ::_exit(1);
  }
}

}  // namespace

void require_startable_threads() {
  const int wanted = threads();
  if (wanted > most_threads)
    throw UsageError(number_text(wanted) +
                     " threads (OMP_NUM_THREADS, or the processors there are): at most " +
                     number_text(most_threads) + " are possible; say how many with --threads");
  if (wanted == 1) return;
  const pid_t child = ::fork();
  if (child == 0) start_threads_and_exit();
  int status = -1;
  while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (child < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw UsageError(number_text(wanted) +
                     " threads cannot be started here (a limit of processes or of memory): take fewer with "
                     "--threads");
}

}  // namespace kolmo::frame
