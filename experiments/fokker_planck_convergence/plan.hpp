#pragma once
// What a part of the experiment computes: named tasks, so that checks can be listed without running them.

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "fokker_planck_convergence/order_study.hpp"
#include "frame/progress.hpp"
#include "kolmo/core/parallel/block.hpp"

namespace kolmo::fokker_planck_convergence {

struct StudyTask {
  std::string name;  ///< of the study, and after "<part>/" of its check
  std::function<OrderStudy()> run;
};

struct CheckTask {
  std::string name;  ///< after "<part>/"
  std::function<verify::Check()> run;
};

/// One part: a problem and what is measured on it. Studies and checks are independent tasks, which run in
/// parallel; tables are written after them.
struct Plan {
  std::string title, statement;
  std::vector<StudyTask> studies = {};
  std::vector<CheckTask> checks = {};
  std::vector<std::function<void(io::Group&)>> tables = {};
  /// Seconds, which stay out of the part's numbers.
  std::vector<std::function<frame::Timing()>> timings = {};
};

/// A value that is computed when it is asked for the first time, once for all threads.
template <class T>
class Lazy {
 public:
  explicit Lazy(std::function<T()> make) : make_(std::move(make)) {}
  const T& get() {
    std::call_once(once_, [this] { value_.emplace(make_()); });
    return *value_;
  }

 private:
  std::function<T()> make_;
  std::once_flag once_;
  std::optional<T> value_;
};

template <class Make>
auto lazy(Make make) {
  using T = decltype(make());
  return std::make_shared<Lazy<T>>(std::function<T()>(std::move(make)));
}

/// The sizes of a run.
struct RunSettings {
  Index line_levels = 6, plane_levels = 5, box_levels = 5;  ///< grids of a ladder in space
  Index joint_levels = 5;         ///< in space and time together, in the plane and in three dimensions
  Index finest_steps = 256;       ///< of orders in time, on lines
  Index finest_steps_axes = 256;  ///< and where there are several axes
  Index mass_steps = 10'000;      ///< over which Σp must stay
};

/// |observed − expected| ≤ tolerance.
verify::Check value_check(double expected, double observed, double tolerance, const std::string& source,
                          const std::string& note = "");

}  // namespace kolmo::fokker_planck_convergence
