#pragma once
// The parts of guidance_and_inverse_problems.

#include "frame/plan.hpp"
#include "guidance_and_inverse_problems/inverse_problem.hpp"

namespace kolmo::guidance_and_inverse_problems {

/// The closed forms of one Gaussian, and what the likelihoods are exact for (gaussian_part.cpp).
frame::Plan gaussian_plan(const std::vector<double>& weights);
void add_likelihoods(frame::Plan& plan);  // likelihoods_part.cpp, of the same part

// What a part about an inverse problem holds: each adds its checks and tables.
using Problem = std::shared_ptr<const InverseProblem>;
void add_guidance(frame::Plan& plan, const Problem& problem);           // guidance_part.cpp
void add_guidance_in_space(frame::Plan& plan, const Problem& problem);  // guidance_in_space.cpp, called by it
void add_posterior(frame::Plan& plan, const Problem& problem);          // posterior_part.cpp
void add_replacement(frame::Plan& plan, const Problem& problem);        // replacement_part.cpp

frame::Experiment experiment();

}  // namespace kolmo::guidance_and_inverse_problems
