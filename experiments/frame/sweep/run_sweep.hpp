#pragma once
// A sweep: one run for each point of a product of values, and one result file of them all.

#include "frame/command_line/command_line.hpp"
#include "frame/experiment.hpp"

namespace kolmo::frame {

/// Whether the options ask for a sweep, or for one to be resumed.
bool is_sweep(const Options& options);

/// The whole sweep; gives the exit status: 1 where a check failed at a point, else 2 where one is unresolved
/// or a point could not be computed, else 0; that of the first point where none could be computed. A
/// configuration that is wrong at any point is an error before anything is computed. Throws what Run throws.
int run_sweep(const Experiment& experiment, const Options& options, int argc, char** argv);

}  // namespace kolmo::frame
