#pragma once
// What every part of a run needs beside its problem.

#include <cstdint>
#include <string>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::dimension_scaling {

/// Sizes of the ladders, at the scale of the run.
struct Sizes {
  Index finest[3];           ///< cells an axis of the finest grid in 1, 2 and 3 dimensions; multiples of 20
  Index repeats;             ///< independent runs that a root mean square error comes from
  Index density_repeats[3];  ///< the same for kernel estimates
  Index largest_sample;      ///< paths of the largest kernel estimate
};

struct Settings {
  std::uint64_t seed = 0;
  double z = 4;  ///< standard errors that a check allows
  /// Planted by tests: the dimension that claims speak of is too high by this, …
  Index dimension_shift = 0;
  /// … the stepper of the grid and n over its steps, …
  std::string stepper = "tr_bdf2";
  Index cells_a_step = 2;
  /// … and what the exponents of particles are multiplied by.
  double particle_factor = 1;
};

}  // namespace kolmo::dimension_scaling
