#include "multilevel/rung.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kolmo::multilevel {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double Rung::cost() const {
  double sum = 0;
  for (const auto& run : runs) sum += static_cast<double>(run.drift_evaluations);
  return sum / static_cast<double>(runs.size());
}

double Rung::squares(double exact) const {
  double sum = 0;
  for (const auto& run : runs) sum += std::pow(run.value - exact, 2);
  return sum;
}

void write_rungs(const std::vector<Rung>& rungs, io::Group& group) {
  std::vector<double> accuracies;
  for (const Rung& rung : rungs) accuracies.push_back(rung.accuracy);
  group.scale("accuracy", accuracies, {"root mean square error ε asked for", "1"});
  const auto write = [&](const std::string& name, const std::string& long_name, const auto& value) {
    std::vector<double> numbers;
    for (const Rung& rung : rungs) numbers.push_back(value(rung));
    group.variable(name, {"accuracy"}, numbers, {long_name, "1", "", true});
  };
  write("runs", "independent runs", [](const Rung& r) { return static_cast<double>(r.runs.size()); });
  write("cost", "drift evaluations, mean of the runs", [](const Rung& r) { return r.cost(); });
  write("normalised_cost", "ε² times the drift evaluations",
        [](const Rung& r) { return r.cost() * r.accuracy * r.accuracy; });
  write("value", "estimate of the first run", [](const Rung& r) { return r.shown().value; });
  write("standard_error", "its standard error", [](const Rung& r) { return r.shown().standard_error; });
  write("bias", "its estimated bias", [](const Rung& r) { return r.shown().bias; });
  write("levels", "its number of levels",
        [](const Rung& r) { return static_cast<double>(r.shown().levels.size()); });
  write("alpha", "weak rate that its levels show", [](const Rung& r) { return r.shown().alpha; });
  write("beta", "variance rate that its levels show", [](const Rung& r) { return r.shown().beta; });
  write("gamma", "cost rate of its levels", [](const Rung& r) { return r.shown().gamma; });
}

void write_samples(const std::vector<Rung>& rungs, io::Group& group) {
  std::size_t levels = 0;
  for (const Rung& rung : rungs) levels = std::max(levels, rung.shown().levels.size());
  std::vector<double> numbers;
  for (std::size_t level = 0; level < levels; ++level) numbers.push_back(static_cast<double>(level));
  group.scale("level", numbers, {"level", "1"});
  std::vector<double> samples;
  for (const Rung& rung : rungs) {
    for (std::size_t level = 0; level < levels; ++level) {
      const auto& used = rung.shown().levels;
      samples.push_back(level < used.size() ? static_cast<double>(used[level].samples.difference.size())
                                            : missing);
    }
  }
  group.variable("samples", {"accuracy", "level"}, samples, {"samples of each level", "1", "", true});
}

}  // namespace kolmo::multilevel
