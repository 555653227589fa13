#include "frame/run/stop_signals.hpp"

#include <sys/time.h>

#include <atomic>
#include <cmath>
#include <csignal>

#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::frame {
namespace {

std::atomic<bool> time_over{false}, time_may_stop{false};
static_assert(std::atomic<bool>::is_always_lock_free, "it is used in a signal handler");

void on_signal(int) { request_stop(); }

void on_alarm(int) {
  time_over = true;
  if (time_may_stop) request_stop();
}

void handle(int signal, void (*handler)(int), int flags) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

/// What was ignored from outside (nohup) stays ignored.
bool ignored(int signal) {
  struct sigaction action {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

void set_timer(double seconds) {
  itimerval timer{};
  const double whole = std::floor(seconds);
  timer.it_value.tv_sec = static_cast<time_t>(whole);
  timer.it_value.tv_usec = static_cast<suseconds_t>((seconds - whole) * 1e6);
  setitimer(ITIMER_REAL, &timer, nullptr);
}

}  // namespace

void ignore_file_size_signal() { handle(SIGXFSZ, SIG_IGN, 0); }

StopSignals::StopSignals(std::optional<double> max_wall_time) {
  clear_stop();
  time_over = time_may_stop = false;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    if (!ignored(signal)) handle(signal, on_signal, SA_RESTART | static_cast<int>(SA_RESETHAND));
  handle(SIGPIPE, SIG_IGN, 0);
  handle(SIGALRM, on_alarm, SA_RESTART);
  if (max_wall_time) set_timer(*max_wall_time);
}

StopSignals::~StopSignals() {
  set_timer(0);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    if (!ignored(signal)) handle(signal, SIG_DFL, 0);
  for (const int signal : {SIGPIPE, SIGALRM}) handle(signal, SIG_DFL, 0);
}

void StopSignals::progress_is_saved() {
  time_may_stop = true;
  if (time_over) request_stop();
}

bool StopSignals::time_is_over() const { return time_over; }

}  // namespace kolmo::frame
