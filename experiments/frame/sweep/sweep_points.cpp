#include "frame/sweep/sweep_points.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstring>
#include <optional>
#include <string_view>
#include <thread>

#include "frame/exit_status.hpp"
#include "frame/run/run_directory.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/io/atomic_file.hpp"
#include "kolmo/io/errors.hpp"

namespace kolmo::frame {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_said = 1 << 20;

bool is_finished(int status) {
  return status == all_passed || status == check_failed || status == check_unresolved;
}

/// The program's own arguments for a point.
std::vector<std::string> arguments(const fs::path& directory, const Options& options,
                                   const std::vector<std::string>& sets, int threads_each,
                                   double seconds_since_start) {
  std::vector<std::string> all = {"/proc/self/exe", "--quiet", "--threads=" + number_text(threads_each)};
  // Where the time is over a point that is yet to begin finishes one piece of it.
  if (options.max_wall_time)
    all.push_back("--max-wall-time=" +
                  number_text(std::max(*options.max_wall_time - seconds_since_start, 1e-3)));
  if (fs::exists(directory / resolved_name)) {
    all.push_back("--resume=" + directory.string());
    return all;
  }
  all.push_back("--output=" + directory.string());
  if (options.config) all.push_back("--config=" + options.config->string());
  if (!options.scale.empty()) all.push_back("--scale=" + options.scale);
  if (options.seed) all.push_back("--seed=" + number_text(*options.seed));
  for (const std::string& set : options.sets) all.push_back("--set=" + set);
  for (const std::string& set : sets) all.push_back("--set=" + set);
  return all;
}

/// A descriptor that closes itself.
struct Descriptor {
  int number;
  Descriptor(const char* path, int flags) : number(::open(path, flags | O_CLOEXEC, 0666)) {
    if (number < 0) throw io::WriteError(std::string(path) + ": " + std::strerror(errno));
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { ::close(number); }
};

/// Starts the program with these arguments; what it says goes to `log`. It dies with this one, also where
/// that is killed: what runs on would hold the point's directory against whoever resumes the sweep.
pid_t start(const std::vector<std::string>& words, const fs::path& log) {
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const Descriptor nothing("/dev/null", O_WRONLY), errors(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC);
  const pid_t parent = ::getpid(), child = ::fork();
  if (child < 0)
    throw io::WriteError(std::string("a point of the sweep cannot be started: ") + std::strerror(errno));
  if (child > 0) return child;
  // Between fork and exec only what is safe in a signal handler: other threads may have held locks.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(internal_error);  // it ended before that
  ::dup2(nothing.number, STDOUT_FILENO);
  ::dup2(errors.number, STDERR_FILENO);
  ::execve(argv[0], argv.data(), environ);
  constexpr std::string_view failure = "the program cannot be started again\n";
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, failure.data(), failure.size());
  ::_exit(internal_error);
}

/// The last line of a log that says something.
std::string last_line(const fs::path& log) {
  std::string text = io::read_file(log, most_said);
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

/// A file beside a point's directory.
fs::path beside(const fs::path& directory, const std::string& point, const char* suffix) {
  return directory / (point + suffix);
}

std::optional<int> status_before(const fs::path& directory, const std::string& point) {
  const fs::path path = beside(directory, point, ".status");
  if (!fs::exists(path)) return std::nullopt;
  const std::string text = io::read_file(path, 64);
  int status = -1;
  std::from_chars(text.data(), text.data() + text.size(), status);
  return is_finished(status) ? std::optional(status) : std::nullopt;
}

PointOutcome outcome_of(int wait_status, const fs::path& log) {
  if (WIFSIGNALED(wait_status)) {
    const int signal = WTERMSIG(wait_status);
    return {128 + signal, std::string("ended by a signal: ") + ::strsignal(signal)};
  }
  const int status = WEXITSTATUS(wait_status);
  return {status, is_finished(status) ? "" : last_line(log)};
}

/// Processes of points. Those that still run where an exception leaves are ended.
class Processes {
 public:
  struct Running {
    std::size_t point;
    pid_t process;
  };
  struct Ended {
    std::size_t point;
    int wait_status;
  };

  Processes() = default;
  Processes(const Processes&) = delete;
  Processes& operator=(const Processes&) = delete;
  ~Processes() {
    for (const Running& one : running_) ::kill(one.process, SIGTERM);
    for (const Running& one : running_) ::waitpid(one.process, nullptr, 0);
  }

  std::size_t count() const { return running_.size(); }
  void add(Running one) { running_.push_back(one); }

  /// Those that ended since the last call, which are no longer among these.
  std::vector<Ended> take_ended() {
    std::vector<Ended> ended;
    std::erase_if(running_, [&](const Running& one) {
      int wait_status = 0;
      if (::waitpid(one.process, &wait_status, WNOHANG) != one.process) return false;
      ended.push_back({one.point, wait_status});
      return true;
    });
    return ended;
  }

 private:
  std::vector<Running> running_;
};

/// What earlier calls made of each point; those that are yet to be run are added to `waiting`. A point that
/// was killed before it had its configuration holds nothing, and would not be begun again beside what is
/// there.
std::vector<PointOutcome> outcomes_before(const fs::path& directory, std::size_t count,
                                          std::vector<std::size_t>& waiting) {
  std::vector<PointOutcome> outcomes(count);
  for (std::size_t point = 0; point < count; ++point) {
    const std::string name = point_name(point, count);
    if (const auto status = status_before(directory, name)) {
      outcomes[point].status = *status;
      continue;
    }
    if (!fs::exists(directory / name / resolved_name)) fs::remove_all(directory / name);
    waiting.push_back(point);
  }
  return outcomes;
}

}  // namespace

std::string point_name(std::size_t point, std::size_t count) {
  const std::size_t digits = std::max<std::size_t>(3, number_text(count - 1).size());
  const std::string text = number_text(point);
  return "points/" + std::string(digits - text.size(), '0') + text;
}

std::vector<PointOutcome> run_points(
    const fs::path& directory, const Options& options, const std::vector<SweepAxis>& axes,
    const std::function<void(std::size_t point, const PointOutcome& outcome)>& finished) {
  const std::size_t count = point_count(axes);
  fs::create_directories(directory / "points");
  std::vector<std::size_t> waiting;
  std::vector<PointOutcome> outcomes = outcomes_before(directory, count, waiting);
  const std::size_t at_once = std::max<std::size_t>(1, std::min<std::size_t>(threads(), waiting.size()));
  const int each = std::max(1, threads() / static_cast<int>(at_once));
  std::reverse(waiting.begin(), waiting.end());
  const auto begin = std::chrono::steady_clock::now();
  const auto start_next = [&](Processes& processes) {
    const std::size_t point = waiting.back();
    const std::string name = point_name(point, count);
    waiting.pop_back();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
    processes.add(
        {point, start(arguments(directory / name, options, point_sets(axes, point), each, elapsed.count()),
                      beside(directory, name, ".log"))});
  };
  Processes processes;
  while (!waiting.empty() || processes.count() > 0) {
    throw_if_stopped();
    while (!waiting.empty() && processes.count() < at_once) start_next(processes);
    const std::vector<Processes::Ended> ended = processes.take_ended();
    for (const auto& [point, wait_status] : ended) {
      const std::string name = point_name(point, count);
      outcomes[point] = outcome_of(wait_status, beside(directory, name, ".log"));
      if (outcomes[point].status == stopped) request_stop();
      io::write_atomically(beside(directory, name, ".status"), number_text(outcomes[point].status) + "\n");
      finished(point, outcomes[point]);
    }
    if (ended.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw_if_stopped();
  return outcomes;
}

}  // namespace kolmo::frame
