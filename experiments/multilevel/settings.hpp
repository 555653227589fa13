#pragma once
// What a run of multilevel is asked for.

#include <cstdint>
#include <string>
#include <vector>

#include "kolmo/io/configuration.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/sde/drivers/multilevel.hpp"

namespace kolmo::multilevel {

struct Window {
  double lower = 0, upper = 0;
};

struct Settings {
  double mu = 0, sigma = 0, start = 0, end = 0, strike = 0;
  int first_level = 0, levels = 0;  ///< rates are judged on first_level … first_level + levels − 1
  Index samples_euler_maruyama = 0, samples_milstein = 0, samples_below = 0;
  std::vector<double> accuracies;
  Index pilot = 0;
  int repeats = 0;
  double smallest_repeated = 0, smallest_run = 0;
  Window cost_euler_maruyama, cost_milstein, cost_plain;
  Index particles = 0, steps = 0;
  double other_sigma = 0;
  std::uint64_t seed = 0;
  double comparisons = 1;  ///< checks that share the false alarms of the run

  /// What makes the samples of a level; a test plants a wrong coupling here.
  std::function<sde::LevelSampler(const sde::SdeLevels&)> sampler = sde::level_sampler;

  process::GeometricBrownianMotion process() const { return {mu, sigma}; }
};

/// The schemes that run multilevel, in order.
const std::vector<std::string>& scheme_names();

/// Throws io::ConfigurationError, located, where keys do not fit each other. `comparisons`: how many checks
/// share the run's false alarms.
Settings read_settings(const io::Configuration& configuration, double comparisons);

}  // namespace kolmo::multilevel
