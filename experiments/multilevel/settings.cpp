#include "multilevel/settings.hpp"

#include <cmath>

#include "kolmo/core/number_text.hpp"

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
  return list;
}

/// Throws, located at `path`, unless lower ≤ value ≤ upper: `what` is a number without a unit.
void require_within(const io::Configuration& configuration, const std::string& path, const std::string& what,
                    double value, double lower, double upper) {
  if (value >= lower && value <= upper) return;
  throw configuration.error_at(path, what + " = " + number_text(value, 6) + " must be in [" +
                                         number_text(lower) + ", " + number_text(upper) + "]");
}

/// The numbers of the problem with their units divided out: μT and σ√T rule the law of X_T/X_0, K/X_0 the
/// payoff, and (X_0/ε)² the cost. E X_T² comes from normal numbers about 2σ√T: at σ√T = 3 about 6, which one
/// path in 10⁹ reaches (the most that rates may take). Below σ√T = 0.05 there is hardly noise left for levels
/// to share.
void require_a_problem_within_reach(const io::Configuration& configuration, const Settings& settings) {
  const auto within = [&](const char* path, const char* what, double value, double lower, double upper) {
    require_within(configuration, path, what, value, lower, upper);
  };
  const double root = std::sqrt(settings.end);
  within("process.mu", "mu*end", settings.mu * settings.end, -8, 8);
  within("process.sigma", "sigma*sqrt(end)", settings.sigma * root, 0.05, 3);
  within("variance_reduction.other_sigma", "other_sigma*sqrt(end)", settings.other_sigma * root, 0.05, 3);
  within("payoff.strike", "strike/start", settings.strike / settings.start, 1e-6, 1e6);
  if (settings.accuracies.back() < 1e-5 * settings.start) {
    throw configuration.error_at("ladder.accuracies",
                                 "must not be below 1e-5 of process.start: that would take days");
  }
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
  require_a_problem_within_reach(configuration, settings);
  return settings;
}

}  // namespace kolmo::multilevel
