#pragma once
// How fine and how robust the grid road's levels are in one attempt, and what comes after it.

#include <string>
#include <vector>

#include "four_roads/grid/grid_run.hpp"
#include "four_roads/problem/time_scales.hpp"

namespace kolmo::four_roads {

/// Steps, cells and stepper of the finest level: from what the configuration counts, or from the accuracy
/// that it asks for. Steps are even, or graded by octaves of time.
class GridAttempt {
 public:
  GridAttempt(const Problem& problem, const process::Process& process);

  const std::vector<Index>& cells() const { return cells_; }
  const std::string& stepper() const { return stepper_; }
  /// Whether the stepper is the exponential of the operator, whose substeps are its own.
  bool is_exponential() const;

  /// 0 where the coarsest level resolves the initial law, or averages over its cells do (a deviation of half
  /// a cell): else when it has spread to as many cells as are needed, if that is early enough.
  double start() const;
  /// The steps from start().
  StepPlan plan() const { return plan_from(start()); }
  /// The steps from four times start(), or from half the first time where that is earlier and steps are
  /// graded.
  StepPlan plan_from_later() const;

  /// The next attempt where a density turned negative: graded steps where they were even; twice as many;
  /// then, where the stepper is free, implicit Euler, or the exponential where there are mixed derivatives.
  /// False where nothing is left.
  bool make_more_robust();

  /// Steps 2^in_step as dense, and cells 2^in_cells as many on these axes, unless that is too dear: false.
  bool refine(int in_step, int in_cells, const std::vector<bool>& axes);

 private:
  std::string first_stepper() const;
  StepPlan plan_from(double start) const;
  bool too_dear(const StepPlan& steps, double more, const std::vector<Index>& cells) const;

  const Problem& problem_;
  const process::Process& process_;
  TimeScales scales_;
  double per_octave_;  ///< steps; 0: even steps
  std::vector<Index> cells_;
  std::string stepper_;
  int doublings_ = 0;
};

/// Where the operator is asked for on the way: at time 0, where coefficients depend on it.
fokker_planck::Setting grid_setting(const Problem& problem);

}  // namespace kolmo::four_roads
