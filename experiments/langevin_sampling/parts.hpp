#pragma once
// The parts of the experiment, one function each.

#include "frame/plan.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo::langevin_sampling {

struct Sizes {
  Index samples;  ///< draws of a chain
  std::uint64_t seed;
};

frame::Plan bias_plan();                                                         // bias_part.cpp
frame::Plan gaussian_plan();                                                     // gaussian_part.cpp
frame::Plan metropolis_plan(const Sizes& sizes);                                 // metropolis_part.cpp
frame::Plan relaxation_plan();                                                   // relaxation_part.cpp
frame::Plan adaptive_plan();                                                     // adaptive_part.cpp
frame::Plan sampled_plan(const Sizes& sizes, const std::function<double()>& z);  // sampled_part.cpp

frame::Experiment experiment();

}  // namespace kolmo::langevin_sampling
