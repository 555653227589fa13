#include "multilevel/settings.hpp"

namespace kolmo::multilevel {
namespace {

Window window(const io::Configuration& configuration, const std::string& path) {
  const std::vector<double>& ends = configuration.numbers(path);
  if (ends.size() != 2 || !(ends[0] < ends[1])) {
    throw configuration.error_at(path, "must be [lower, upper] with lower < upper");
  }
  return {ends[0], ends[1]};
}

std::vector<double> accuracies(const io::Configuration& configuration) {
  const std::string path = "ladder.accuracies";
  const std::vector<double>& list = configuration.numbers(path);
  if (list.size() < 3 || list.size() > 20) {
    throw configuration.error_at(path, "must be 3 to 20 numbers: a cost exponent needs them");
  }
  for (std::size_t i = 1; i < list.size(); ++i) {
    if (list[i] >= list[i - 1]) throw configuration.error_at(path, "must decrease");
  }
  if (list.back() < 1e-5) throw configuration.error_at(path, "must not be below 1e-5: that would take days");
  return list;
}

}  // namespace

const std::vector<std::string>& scheme_names() {
  static const std::vector<std::string> names = {"euler_maruyama", "milstein"};
  return names;
}

Settings read_settings(const io::Configuration& configuration, double comparisons) {
  Settings settings;
  settings.mu = configuration.number("process.mu");
  settings.sigma = configuration.number("process.sigma");
  settings.start = configuration.number("process.start");
  settings.end = configuration.number("process.end");
  settings.strike = configuration.number("payoff.strike");
  settings.first_level = static_cast<int>(configuration.integer("rates.first_level"));
  settings.levels = static_cast<int>(configuration.integer("rates.levels"));
  settings.samples_euler_maruyama = configuration.integer("rates.samples_euler_maruyama");
  settings.samples_milstein = configuration.integer("rates.samples_milstein");
  settings.samples_below = configuration.integer("rates.samples_below");
  settings.accuracies = accuracies(configuration);
  settings.pilot = configuration.integer("ladder.pilot");
  settings.repeats = static_cast<int>(configuration.integer("ladder.repeats"));
  settings.smallest_repeated = configuration.number("ladder.smallest_repeated");
  if (settings.smallest_repeated > settings.accuracies.front()) {
    throw configuration.error_at("ladder.smallest_repeated",
                                 "is larger than every accuracy: nothing would repeat");
  }
  settings.smallest_run = configuration.number("plain.smallest_run");
  settings.cost_euler_maruyama = window(configuration, "cost.euler_maruyama");
  settings.cost_milstein = window(configuration, "cost.milstein");
  settings.cost_plain = window(configuration, "cost.plain");
  settings.particles = configuration.integer("variance_reduction.particles");
  settings.steps = configuration.integer("variance_reduction.steps");
  if (settings.steps % 2 != 0) throw configuration.error_at("variance_reduction.steps", "must be even");
  settings.other_sigma = configuration.number("variance_reduction.other_sigma");
  settings.seed = static_cast<std::uint64_t>(configuration.integer("run.seed"));
  settings.comparisons = comparisons;
  return settings;
}

}  // namespace kolmo::multilevel
