#pragma once
// The certificate that roads agree: a pure function of what the roads report.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "kolmo/verify/check.hpp"
#include "kolmo/verify/road_result.hpp"

namespace kolmo::verify {

/// How often all m comparisons of a run may together raise a false alarm, and m itself.
struct FalseAlarms {
  double comparisons = 1;  ///< m, of the whole run: every check that noise may decide
  double rate = 1e-3;
};

/// What a change of the drift f, and one of the diffusion g², by 2 % does to a quantity or distance.
struct Effect {
  double drift = std::numeric_limits<double>::quiet_NaN();
  double diffusion = std::numeric_limits<double>::quiet_NaN();
};
/// The effects on each quantity and distance ("mean", "ks_x", …), by time: the yardstick beside a budget. May
/// be empty.
using Effects = std::map<double, std::map<std::string, Effect>>;

/// One distance of one pair at one time, for tables and pictures.
struct DistanceEntry {
  std::string pair, name;
  double time = 0, observed = 0, noise_floor = 0, budget = 0;
  bool dependent = false;
};

struct Certificate {
  std::vector<Check> checks;             ///< of every quantity and distance of every pair
  std::vector<DistanceEntry> distances;  ///< of every pair, dependent ones too
};

/// Compare the named pairs of roads at every time both report (equal to 1e−12 of it), in everything both
/// report.
///
/// * Quantities: |Δ| ≤ z s + b₁ + b₂, s² = s₁² + s₂², z = Φ⁻¹(1 − rate/(2m)).
/// * Distances (KS and W1 of each law, the square root of the energy distance of the points): ≤ q + b₁ + b₂
/// with q the
///   1 − rate/m quantile under equality (noise_floor.hpp); 0 for pairs without noise.
///
/// Agreement within a tolerance that is not finite, or above the spread of what is compared, is unresolved:
/// the smaller spread of the two quantities; 1 for KS, the law's standard deviation for W1, √(E|X − X'|) for
/// the energy distance. So is agreement that rests on the budget of a road that stopped at its cost limit, if
/// that budget is above the road's largest share of the spread.
///
/// A pair whose roads share an ingredient has `depends_on` set in its checks. Throws std::logic_error where
/// two comparisons would have one id (a pair named twice).
Certificate certify(const std::string& problem, const std::vector<RoadResult>& roads,
                    const std::vector<std::pair<std::string, std::string>>& pairs,
                    const FalseAlarms& false_alarms, const Effects& effects);

/// "problem/a~b/name/t=0.5": the id of a comparison.
std::string comparison_id(const std::string& problem, const std::string& a, const std::string& b,
                          const std::string& name, double time);

}  // namespace kolmo::verify
