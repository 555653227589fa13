#pragma once
// The paths of one block of slots, carried until they have left.

#include <optional>

#include "kolmo/sde/drivers/first_passage.hpp"

namespace kolmo::sde {

/// Steps to the horizon; empty where there is none. InvalidArgument unless it is a multiple of the step.
std::optional<Index> horizon_steps(const FirstPassage& problem);

struct SlotCounts {
  Index steps;     ///< that the block took
  Index censored;  ///< paths
};

/// Slots first … first + rows − 1 (`first` a multiple of 16, rows ≤ block_rows), each with its K paths;
/// writes their entries of `exits`. The problem is valid.
SlotCounts run_slots(const FirstPassage& problem, Index first, Index rows, Exits& exits);

}  // namespace kolmo::sde
