#include "kolmo/verify/certificate.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/energy_distance.hpp"
#include "kolmo/verify/noise_floor.hpp"

namespace kolmo::verify {
namespace {

const RoadResult& find_road(const std::vector<RoadResult>& roads, const std::string& name) {
  for (const RoadResult& road : roads) {
    if (road.name == name) return road;
  }
  throw InvalidArgument("pair names the road '" + name + "', which is not among the results");
}

/// What both roads were computed from: "the grid's density, …"; empty if they are independent.
std::string shared_ingredients(const RoadResult& a, const RoadResult& b) {
  std::string shared;
  for (const std::string& ingredient : a.ingredients) {
    if (std::find(b.ingredients.begin(), b.ingredients.end(), ingredient) == b.ingredients.end()) continue;
    shared += (shared.empty() ? "" : ", ") + ingredient;
  }
  return shared;
}

double budget_of(const RoadSnapshot& snapshot, const std::string& distance) {
  const auto entry = snapshot.distance_budgets.find(distance);
  return entry == snapshot.distance_budgets.end() ? 0 : entry->second;
}

/// Why agreement within that road's budget says too little: it stopped before the accuracy asked for.
void require_refined(const RoadResult& road, double budget, double spread, Check& check) {
  if (check.verdict != Verdict::pass || road.cost_limit.empty()) return;
  if (budget <= road.largest_share * spread) return;
  check.verdict = Verdict::unresolved;
  check.note += (check.note.empty() ? "" : "; ") + road.cost_limit;
}

/// One pair of roads at one time.
class Comparison {
 public:
  Comparison(std::string problem, const RoadResult& a, const RoadResult& b, double time,
             const FalseAlarms& alarms)
      : problem_(std::move(problem)),
        a_(a),
        b_(b),
        time_(time),
        alarms_(alarms),
        depends_on_(shared_ingredients(a, b)) {}

  void run(const RoadSnapshot& a, const RoadSnapshot& b, const std::map<std::string, Effect>* effects,
           const std::pair<double, double>& self_distances, Certificate& certificate) {
    effects_ = effects;
    compare_quantities(a, b, certificate);
    for (const auto& [name, law] : a.laws) {
      const auto other = b.laws.find(name);
      if (other != b.laws.end()) compare_laws(name, a, b, law, other->second, certificate);
    }
    if (a.points.rows() > 0 && b.points.rows() > 0) compare_points(a, b, self_distances, certificate);
  }

 private:
  Check new_check(const std::string& name) const {
    Check check;
    check.id = comparison_id(problem_, a_.name, b_.name, name, time_);
    check.depends_on = depends_on_;
    check.source = b_.source.empty() ? a_.source : b_.source;
    if (effects_ != nullptr) {
      const auto effect = effects_->find(name);
      if (effect != effects_->end()) {
        check.effect_of_2_percent = effect->second.drift;
        check.effect_of_2_percent_diffusion = effect->second.diffusion;
      }
    }
    return check;
  }

  void compare_quantities(const RoadSnapshot& a, const RoadSnapshot& b, Certificate& certificate) const {
    const double z = z_quantile(alarms_.comparisons, alarms_.rate);
    for (const auto& [name, first] : a.quantities) {
      const auto other = b.quantities.find(name);
      if (other == b.quantities.end()) continue;
      const Quantity& second = other->second;
      Check check = new_check(name);
      check.expected = second.value;
      check.observed = first.value;
      check.standard_error = std::hypot(first.standard_error, second.standard_error);
      check.bias_bound = first.budget + second.budget;
      check.tolerance = z * check.standard_error + check.bias_bound;
      check.spread = std::min(first.spread, second.spread);
      give_verdict(check);
      require_refined(a_, first.budget, check.spread, check);
      require_refined(b_, second.budget, check.spread, check);
      certificate.checks.push_back(std::move(check));
    }
  }

  void distance(const std::string& name, double observed, double noise_floor, double spread,
                const RoadSnapshot& a, const RoadSnapshot& b, Certificate& certificate) const {
    Check check = new_check(name);
    check.observed = observed;
    check.bias_bound = budget_of(a, name) + budget_of(b, name);
    check.tolerance = noise_floor + check.bias_bound;
    check.spread = spread;
    give_verdict(check);
    require_refined(a_, budget_of(a, name), spread, check);
    require_refined(b_, budget_of(b, name), spread, check);
    certificate.distances.push_back({a_.name + "~" + b_.name, name, time_, observed, noise_floor,
                                     check.bias_bound, !depends_on_.empty()});
    certificate.checks.push_back(std::move(check));
  }

  void compare_laws(const std::string& name, const RoadSnapshot& a, const RoadSnapshot& b, const Law1D& first,
                    const Law1D& second, Certificate& certificate) const {
    const double level = alarms_.rate / alarms_.comparisons;
    const double n1 = first.sample_size(), n2 = second.sample_size();
    const bool noisy = std::isfinite(n1) || std::isfinite(n2);
    const Law1D& smooth = second.is_sample() ? first : second;
    distance("ks_" + name, ks_distance(first, second), noisy ? ks_noise_floor(n1, n2, level) : 0, 1, a, b,
             certificate);
    const double spread = std::min(first.standard_deviation(), second.standard_deviation());
    distance("w1_" + name, w1_distance(first, second),
             noisy ? w1_noise_floor(smooth, n1, n2, level).quantile : 0, spread, a, b, certificate);
  }

  void compare_points(const RoadSnapshot& a, const RoadSnapshot& b,
                      const std::pair<double, double>& self_distances, Certificate& certificate) const {
    const double level = alarms_.rate / alarms_.comparisons;
    // A V-statistic is not negative; rounding of three sums of n² terms may be.
    const double squared =
        2 * mean_distance(a.points, b.points) - self_distances.first - self_distances.second;
    const NoiseFloor floor =
        energy_noise_floor(b.points, self_distances.second, static_cast<double>(a.points.rows()),
                           static_cast<double>(b.points.rows()), level);
    const double spread = std::sqrt(std::min(self_distances.first, self_distances.second));
    distance("energy", std::sqrt(std::max(squared, 0.0)), floor.quantile, spread, a, b, certificate);
  }

  std::string problem_;
  const RoadResult& a_;
  const RoadResult& b_;
  double time_;
  const FalseAlarms& alarms_;
  std::string depends_on_;
  const std::map<std::string, Effect>* effects_ = nullptr;
};

/// E|X − X'| of every point set that a pair will need, computed once.
class SelfDistances {
 public:
  double of(const RoadSnapshot& snapshot) {
    if (snapshot.points.rows() == 0) return 0;
    const auto [entry, is_new] = known_.try_emplace(&snapshot, 0.0);
    if (is_new) entry->second = mean_distance(snapshot.points);
    return entry->second;
  }

 private:
  std::map<const RoadSnapshot*, double> known_;
};

bool same_time(double a, double b) { return std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b)); }

}  // namespace

std::string comparison_id(const std::string& problem, const std::string& a, const std::string& b,
                          const std::string& name, double time) {
  return problem + "/" + a + "~" + b + "/" + name + "/t=" + number_text(time);
}

Certificate certify(const std::string& problem, const std::vector<RoadResult>& roads,
                    const std::vector<std::pair<std::string, std::string>>& pairs,
                    const FalseAlarms& false_alarms, const Effects& effects) {
  require(false_alarms.comparisons >= 1, "comparisons", false_alarms.comparisons, "must be at least 1");
  Certificate certificate;
  SelfDistances self_distances;
  for (const auto& [name_a, name_b] : pairs) {
    const RoadResult& a = find_road(roads, name_a);
    const RoadResult& b = find_road(roads, name_b);
    for (std::size_t i = 0; i < a.times.size(); ++i) {
      for (std::size_t j = 0; j < b.times.size(); ++j) {
        if (!same_time(a.times[i], b.times[j])) continue;
        const RoadSnapshot& first = a.snapshots[i];
        const RoadSnapshot& second = b.snapshots[j];
        const auto effect = effects.find(a.times[i]);
        Comparison(problem, a, b, a.times[i], false_alarms)
            .run(first, second, effect == effects.end() ? nullptr : &effect->second,
                 {self_distances.of(first), self_distances.of(second)}, certificate);
      }
    }
  }
  require_unique_ids(certificate.checks);
  return certificate;
}

}  // namespace kolmo::verify
