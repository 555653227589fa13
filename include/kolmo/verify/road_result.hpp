#pragma once
// What one road reports of the marginals p_t: all that a certificate needs to know of it.

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/statistics/law_1d.hpp"

namespace kolmo::verify {

/// A number with its two kinds of error.
struct Quantity {
  double value = 0;
  double standard_error = 0;  ///< s: of the sampling; 0 for roads without noise
  double budget = 0;  ///< b: bound of the discretisation error (step and grid) and of an estimator's bias
  /// In what the quantity is measured: the standard deviation of φ(X) for E φ(X). Two roads that agree within
  /// more than that say nothing. Infinity where it is not known.
  double spread = std::numeric_limits<double>::infinity();
};

/// p_t as a road sees it at one time.
struct RoadSnapshot {
  /// Moments, probabilities, entropy, …: name → value with its errors.
  std::map<std::string, Quantity> quantities;
  /// Laws on the line: "x" in 1-D; in 2-D the projections on "x", "y" and both diagonals. Samples or
  /// densities.
  std::map<std::string, Law1D> laws;
  /// In 2-D: equally weighted points for the energy distance (at most 2·10⁴ rows); empty otherwise.
  Points points;
  /// b of the distances: "ks_x", "w1_x", …, "energy".
  std::map<std::string, double> distance_budgets;
};

struct RoadResult {
  std::string name;
  /// What the road was computed from beyond the process itself ("the grid's density"). Roads that share an
  /// ingredient are dependent: their pair is tabled but not counted.
  std::vector<std::string> ingredients;
  std::string source;  ///< where the road is a reference: of its values
  /// Why the road is not as fine as was asked for, and what to change; empty where it is. Agreement that
  /// rests on a budget above `largest_share` of the spread is then unresolved.
  std::string cost_limit = {};
  double largest_share = std::numeric_limits<double>::infinity();
  std::vector<double> times;
  std::vector<RoadSnapshot> snapshots;  ///< one a time
};

}  // namespace kolmo::verify
