#pragma once
// The parts of the experiment, one function each.

#include <vector>

#include "frame/plan.hpp"
#include "kolmo/density/gaussian_mixture.hpp"

namespace kolmo::sampler_orders {

/// The sizes of a run.
struct Sizes {
  Index coarsest, finest;  ///< steps of orders
};

frame::Plan orders_plan(const Sizes& sizes);         // order_parts.cpp
frame::Plan grids_plan(const Sizes& sizes);          // order_parts.cpp
frame::Plan start_and_end_plan(const Sizes& sizes);  // order_parts.cpp
frame::Plan step_to_data_plan();                     // noise_parts.cpp
frame::Plan stochastic_plan(const Sizes& sizes);     // noise_parts.cpp
frame::Plan evaluations_plan();                      // evaluation_part.cpp
frame::Plan steppers_plan();                         // stepper_part.cpp
frame::Plan budgets_plan(const density::GaussianMixture& data, double t_min,
                         const std::vector<Index>& budgets);  // budget_part.cpp

}  // namespace kolmo::sampler_orders
