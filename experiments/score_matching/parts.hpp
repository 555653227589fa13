#pragma once
// The parts of the experiment, one function each.

#include "frame/plan.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo::score_matching {

struct Sizes {
  Index draws;  ///< points of a sampled mean
  std::uint64_t seed;
};

frame::Plan identity_plan();                                                      // identity_part.cpp
frame::Plan descent_plan();                                                       // descent_part.cpp
frame::Plan variance_plan(const Sizes& sizes, const std::function<double()>& z);  // variance_part.cpp
frame::Plan contrastive_plan();                                                   // contrastive_part.cpp
frame::Plan field_plan();                                                         // field_part.cpp
frame::Plan conversion_plan();                                                    // conversion_part.cpp
frame::Plan sample_plan(const Sizes& sizes, const std::function<double()>& z);    // sample_part.cpp
frame::Plan mixture_plan(const Sizes& sizes, const std::function<double()>& z);   // mixture_part.cpp

frame::Experiment experiment();

}  // namespace kolmo::score_matching
