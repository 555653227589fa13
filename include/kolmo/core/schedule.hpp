#pragma once
// Where a run stops to be seen and how finely it steps: the same for paths, grids and gradient flows.

#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo {

/// steps[k] equal steps lead from times[k] to times[k + 1].
struct Schedule {
  std::vector<double> times;  ///< t_0 < t_1 < …: the snapshots, the start among them
  std::vector<Index> steps;   ///< one fewer than times; those of the finest level

  /// The fewest steps of at most h in every interval that are a multiple of `multiple` (2^(levels − 1)).
  /// Throws InvalidArgument where h ≤ 0 or multiple < 1, and as `validate` does.
  static Schedule with_step(std::vector<double> times, double h, Index multiple = 1);

  /// `count` steps in every interval. Throws InvalidArgument as `validate` does.
  static Schedule with_steps_each(std::vector<double> times, Index count);

  Index total_steps() const;

  /// Throws InvalidArgument unless there are two times or more, finite and increasing, one entry of steps for
  /// every interval, each a positive multiple of `multiple`, and fewer than 2³² steps in all.
  void validate(Index multiple = 1) const;
};

/// InvalidArgument, naming the place, unless there are two times or more, all finite, each larger than the
/// one before by a finite difference.
void require_rising_times(const std::vector<double>& times);

/// The same for times that may rise or fall, all in one direction.
void require_ordered_times(const std::vector<double>& times);

}  // namespace kolmo
