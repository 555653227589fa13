#include "frame/run/progress.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ostream>
#include <utility>

namespace kolmo::frame {
namespace {

std::string clock_text(double seconds) {
  if (!(seconds >= 0) || seconds > 359999) return "--:--";
  const auto all = static_cast<long>(std::ceil(seconds));
  char text[32];
  if (all >= 3600)
    std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", all / 3600, all / 60 % 60, all % 60);
  else
    std::snprintf(text, sizeof text, "%ld:%02ld", all / 60, all % 60);
  return text;
}

/// At most `width` code points.
std::string cut(const std::string& text, std::size_t width) {
  std::size_t count = 0, at = 0;
  for (; at < text.size(); ++at)
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && count++ == width) break;
  return text.substr(0, at);
}

}  // namespace

Progress::Progress(std::ostream* out, bool terminal, double seconds_between_lines)
    : out_(out), terminal_(terminal), interval_(terminal ? 0.1 : seconds_between_lines) {}

Progress::Progress(std::ostream* out, bool terminal, std::unique_ptr<Pieces> pieces)
    : Progress(out, terminal) {
  pieces_ = std::move(pieces);
}

Progress::~Progress() { finish(); }

double Progress::seconds_since_start() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void Progress::start(double total, const std::string& label) {
  finish();
  const std::scoped_lock lock(mutex_);
  start_ = std::chrono::steady_clock::now();
  total_ = total;
  label_ = label;
  done_ = 0;
  next_ = interval_;
}

void Progress::advance(double work) {
  double done = done_.load(std::memory_order_relaxed);
  while (!done_.compare_exchange_weak(done, done + work, std::memory_order_relaxed)) {
  }
  if (out_ == nullptr || seconds_since_start() < next_.load(std::memory_order_relaxed)) return;
  show(done + work);
}

void Progress::label(const std::string& text) {
  const std::scoped_lock lock(mutex_);
  label_ = text;
}

void Progress::show(double done) {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock.owns_lock()) return;
  const double seconds = seconds_since_start();
  if (seconds < next_) return;
  next_ = seconds + interval_;
  const std::string text = line(label_, done, total_, seconds, terminal_);
  if (terminal_)
    *out_ << "\r\033[K" << text << std::flush;
  else
    *out_ << text << '\n' << std::flush;
  shown_ = true;
}

void Progress::finish() {
  const std::scoped_lock lock(mutex_);
  if (terminal_ && shown_) *out_ << "\r\033[K" << std::flush;
  shown_ = false;
}

void Progress::record(Timing timing) {
  const std::scoped_lock lock(mutex_);
  timings_.push_back(std::move(timing));
}

std::string Progress::line(const std::string& label, double done, double total, double seconds, bool bar) {
  const double fraction = total > 0 ? std::clamp(done / total, 0.0, 1.0) : 0.0;
  const double rate = seconds > 0 ? done / seconds : 0.0;
  const double left = rate > 0 ? (total - std::min(done, total)) / rate : -1;
  char numbers[64];
  std::snprintf(numbers, sizeof numbers, "%3.0f %%  %.2g/s  %s left", 100 * fraction, rate,
                clock_text(left).c_str());
  std::string text = cut(label, 30) + "  ";
  if (bar) {
    constexpr int width = 16;
    const int full = static_cast<int>(fraction * width);
    text += "[" + std::string(full, '#') + std::string(width - full, '.') + "] ";
  }
  return text + numbers;
}

}  // namespace kolmo::frame
