#include "multilevel/plain.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "multilevel/cost.hpp"

namespace kolmo::multilevel {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

bool is_run(const Settings& settings, double accuracy) {
  return accuracy >= settings.smallest_run * (1 - 1e-12);
}

}  // namespace

std::vector<std::string> plain_check_ids(const Settings& settings) {
  std::vector<std::string> ids;
  for (const double accuracy : settings.accuracies) {
    if (is_run(settings, accuracy)) ids.push_back("estimate/" + rung_name(accuracy));
  }
  ids.emplace_back("cost_exponent");
  return ids;
}

void run_plain(const Study& study, const Weak& weak) {
  const Settings& settings = study.settings;
  study.progress.start(static_cast<double>(settings.accuracies.size()), study.expectation.name + ": plain");
  std::vector<double> steps, samples, costs, values, errors;
  for (std::size_t i = 0; i < settings.accuracies.size(); ++i) {
    const double accuracy = settings.accuracies[i], half = accuracy / std::numbers::sqrt2;
    steps.push_back(std::max(1.0, std::ceil(std::abs(weak.slope) * settings.end / half)));
    samples.push_back(std::ceil(weak.variance / (half * half)));
    costs.push_back(steps.back() * samples.back());
    Estimate estimate{missing, missing};
    if (is_run(settings, accuracy)) {
      // One level of as many steps is level 0 of a hierarchy that starts with them.
      const sde::LevelSampler sampler =
          study.sampler("euler_maruyama", plain_rung, static_cast<int>(i), static_cast<Index>(steps.back()));
      const sde::LevelSamples run = sampler(0, 0, static_cast<Index>(samples.back()));
      estimate = run.fine.mean_estimate();
      costs.back() = static_cast<double>(run.drift_evaluations);
      study.check("plain/estimate/" + rung_name(accuracy), study.expectation.exact, estimate.value,
                  estimate.standard_error, half, study.z(1) * estimate.standard_error + half, "closed form");
    }
    values.push_back(estimate.value);
    errors.push_back(estimate.standard_error);
    study.progress.advance(1);
  }
  io::Group& group = study.group.group("cost/plain");
  group.attribute("weak_error_slope", weak.slope);
  group.attribute("weak_error_slope_standard_error", weak.slope_error);
  group.scale("accuracy", settings.accuracies, {"root mean square error ε asked for", "1"});
  group.variable("cost", {"accuracy"}, costs, {"drift evaluations, computed where there is no value", "1"});
  group.variable("steps", {"accuracy"}, steps, {"steps of a path", "1"});
  group.variable("samples", {"accuracy"}, samples, {"samples", "1"});
  group.variable("value", {"accuracy"}, values, {"estimate", "1", "", true});
  group.variable("standard_error", {"accuracy"}, errors, {"its standard error", "1", "", true});
  judge_exponent(study, "plain", costs, settings.cost_plain, group);
}

}  // namespace kolmo::multilevel
