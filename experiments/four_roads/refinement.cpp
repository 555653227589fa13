#include "four_roads/refinement.hpp"

#include <algorithm>
#include <cmath>

#include "four_roads/comparison/quantities.hpp"
#include "four_roads/comparison/quantity_table.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

constexpr Index quantiles = 512;
constexpr double of_an_entropy = 0.7, least_of_an_indicator = 0.05;

double deviation(const Eigen::ArrayXd& values) {
  const double mean = values.mean();
  return std::sqrt((values - mean).square().mean());
}

/// The part of a sample road's budget that is no noise: more steps make only that smaller.
double significant(const LevelRecord& record) {
  if (record.differences.empty()) return 0;
  const Estimate& fine = record.differences[0];
  return 2 * std::max(std::abs(fine.value) - 2 * fine.standard_error, 0.0) /
         (std::exp2(record.order_claimed) - 1);
}

std::map<std::string, double> spreads_on_the_line(const Problem& problem, const Law1D& law) {
  Points x(quantiles, 1);
  for (Index i = 0; i < quantiles; ++i)
    x(i, 0) = law.quantile((static_cast<double>(i) + 0.5) / static_cast<double>(quantiles));
  std::map<std::string, double> spreads = {{"entropy", of_an_entropy}};
  Eigen::ArrayXd values(quantiles);
  for (const NamedFunctional& functional : functionals(problem)) {
    functional.phi(x, values);
    const double spread = deviation(values);
    spreads[functional.name] = functional.indicator ? std::max(spread, least_of_an_indicator) : spread;
  }
  if (const auto structure = gradient_structure(*problem.intrinsic)) {
    spreads["free_energy"] = spreads["potential_energy"] + of_an_entropy * structure->temperature;
  }
  return spreads;
}

}  // namespace

std::map<std::string, double> spreads_of(const Problem& problem, const std::map<std::string, Law1D>& laws,
                                         const std::map<std::string, double>& values) {
  if (problem.dimension() == 1) return spreads_on_the_line(problem, laws.at("x"));
  std::map<std::string, double> spreads;
  for (const auto& [name, value] : values) {
    if (name == "fisher_information") continue;
    spreads[name] = quantity(name).spread({problem, laws, value});
  }
  const double d = static_cast<double>(problem.dimension());
  if (spreads.contains("entropy")) spreads["entropy"] = std::sqrt(d / 2);
  return spreads;
}

double excess(const Problem& problem, const RoadOutput& output, const std::string& refinement) {
  double most = 0;
  for (std::size_t i = 0; i < output.result.times.size(); ++i) {
    const verify::RoadSnapshot& snapshot = output.result.snapshots[i];
    std::map<std::string, double> values;
    for (const auto& [name, entry] : snapshot.quantities) values[name] = entry.value;
    const std::map<std::string, double> spreads = spreads_of(problem, snapshot.laws, values);
    const bool sampled = snapshot.laws.at("x").is_sample();
    for (const LevelRecord& record : output.levels) {
      if (record.refinement != refinement || record.time != output.result.times[i]) continue;
      const auto spread = spreads.find(record.quantity);
      if (spread == spreads.end() || (sampled && record.quantity == "probability_positive")) continue;
      const double budget = sampled ? significant(record) : record.budget.bound;
      if (spread->second > 0) most = std::max(most, budget / (problem.target * spread->second));
    }
  }
  return most;
}

int doublings(double excess, double order, int most) {
  if (!(excess > 1)) return 0;
  return std::clamp(static_cast<int>(std::ceil(std::log2(excess) / order)), 1, most);
}

}  // namespace kolmo::four_roads
