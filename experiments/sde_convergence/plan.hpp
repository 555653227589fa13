#pragma once
// What a part of the experiment computes: named tasks, so that checks can be listed without running them.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "frame/progress.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/measure/sde/strong_order.hpp"
#include "kolmo/verify/order_study.hpp"

namespace kolmo::sde_convergence {

struct StudyTask {
  std::string name;  ///< of the study, and after "<part>/" of its check
  std::function<verify::OrderStudy()> run;
};

struct CheckTask {
  std::string name;  ///< after "<part>/"
  std::function<verify::Check()> run;
};

/// One part: a problem and what is measured on it. Tables are written after studies and checks.
struct Plan {
  std::string title, statement;
  std::vector<StudyTask> studies;
  std::vector<CheckTask> checks;
  std::vector<std::function<void(io::Group&)>> tables = {};
  std::vector<std::function<frame::Timing()>> timings =
      {};  ///< seconds, which stay out of the part's numbers
};

/// A value that is computed when it is asked for the first time. Not thread-safe.
template <class T>
class Lazy {
 public:
  explicit Lazy(std::function<T()> make) : make_(std::move(make)) {}
  const T& get() {
    if (!value_) value_.emplace(make_());
    return *value_;
  }

 private:
  std::function<T()> make_;
  std::optional<T> value_;
};

template <class Make>
auto lazy(Make make) {
  using T = decltype(make());
  return std::make_shared<Lazy<T>>(std::function<T()>(std::move(make)));
}

/// The sizes of a run.
struct RunSettings {
  measure::StrongSettings strong;
  Index weak_finest_steps = 512;  ///< in one dimension; the coarsest are 16
  Index plane_finest_steps = 32;
};

}  // namespace kolmo::sde_convergence
