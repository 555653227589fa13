#pragma once
// The parts of the experiment, one function each.

#include <vector>

#include "frame/plan.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/score/network/score_model.hpp"
#include "sampler_orders/budgets.hpp"

namespace kolmo::sampler_orders {

/// The sizes of a run.
struct Sizes {
  Index coarsest, finest;  ///< steps of orders
};

frame::Plan orders_plan(const Sizes& sizes);         // order_parts.cpp
frame::Plan grids_plan(const Sizes& sizes);          // order_parts.cpp
frame::Plan processes_plan(const Sizes& sizes);      // order_parts.cpp
frame::Plan start_and_end_plan(const Sizes& sizes);  // order_parts.cpp
frame::Plan step_to_data_plan();                     // noise_parts.cpp
frame::Plan stochastic_plan(const Sizes& sizes);     // noise_parts.cpp
frame::Plan evaluations_plan();                      // evaluation_part.cpp
frame::Plan steppers_plan();                         // stepper_part.cpp
frame::Plan grid_score_plan();                       // grid_score_part.cpp
// budget_part.cpp
frame::Plan budgets_plan(const density::GaussianMixture& data, const Budgets& budgets);
// switching_part.cpp
frame::Plan switching_plan(const Budgets& budgets);

/// Points of a file, each column shifted and scaled to mean 0 and deviation 1.
struct HeldOut {
  Points points;
  double bandwidth;  ///< of the kernel on each point of the half that is learnt
  Index samples;
};
frame::Plan held_out_plan(const HeldOut& data, const Budgets& budgets);  // held_out_part.cpp

/// learned_part.cpp: the samplers without noise on a learned score, against its own flow.
frame::Plan learned_plan(std::shared_ptr<const score::ScoreModel> model, const std::vector<Index>& budgets,
                         std::uint64_t seed);

}  // namespace kolmo::sampler_orders
