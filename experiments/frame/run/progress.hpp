#pragma once
// How far a run is: a bar on a terminal, otherwise a line every few seconds.

#include <atomic>
#include <chrono>
#include <iosfwd>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "frame/run/pieces.hpp"

namespace kolmo::frame {

/// Something that was timed: `count` units took `seconds`.
struct Timing {
  std::string what;  ///< "work_precision/milstein: path steps"
  double seconds, count;
};

/// How far a part is, shown and, by its pieces, kept.
///
/// advance() and label() may be called from any thread, start() and finish() between the pieces of work.
/// Silent unless an output is given.
class Progress {
 public:
  Progress() = default;
  /// `terminal`: redraw one line; else print a line every `seconds_between_lines`.
  Progress(std::ostream* out, bool terminal, double seconds_between_lines = 5);
  /// The same, with pieces that a run keeps.
  Progress(std::ostream* out, bool terminal, std::unique_ptr<Pieces> pieces);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// A new piece of work of `total` units (steps, blocks, anything countable) begins.
  void start(double total, const std::string& label);
  /// `work` further units are done. Cheap: one atomic addition, now and then a line.
  void advance(double work);
  /// Same piece, another name.
  void label(const std::string& text);
  /// The piece is over; wipes the bar on a terminal.
  void finish();

  /// Keeps a timing for the file: seconds belong to /provenance/timings, never to the numbers of a part.
  void record(Timing timing);
  const std::vector<Timing>& timings() const { return timings_; }

  /// Finished pieces of this part; they keep nothing outside of a run.
  Pieces& pieces() { return *pieces_; }

  /// "sde  [#####.....]  50 %  1.2e+06/s  0:12 left", at most 78 columns.
  static std::string line(const std::string& label, double done, double total, double seconds, bool bar);

 private:
  void show(double done);
  double seconds_since_start() const;

  std::ostream* out_ = nullptr;
  bool terminal_ = false;
  double interval_ = 5;
  std::mutex mutex_;
  std::string label_;
  std::atomic<double> done_{0};
  std::atomic<double> next_{0};
  double total_ = 0;
  bool shown_ = false;
  std::vector<Timing> timings_;
  std::unique_ptr<Pieces> pieces_ = std::make_unique<Pieces>();
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace kolmo::frame
