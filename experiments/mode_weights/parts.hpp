#pragma once
// The parts of the experiment, one function each.

#include "frame/plan.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo::mode_weights {

struct Sizes {
  Index particles;  ///< of ensembles
  Index replicas;   ///< of the level of a test
  std::uint64_t seed;
};
using Z = std::function<double()>;

frame::Plan annealing_plan(const Sizes& sizes, const Z& z);   // annealing_part.cpp
frame::Plan corrector_plan(const Sizes& sizes, const Z& z);   // corrector_part.cpp
frame::Plan importance_plan(const Sizes& sizes, const Z& z);  // importance_part.cpp
frame::Plan tempering_plan(const Sizes& sizes, const Z& z);   // tempering_part.cpp
frame::Plan svgd_plan(const Sizes& sizes);                    // svgd_part.cpp
frame::Plan discrepancy_plan(const Sizes& sizes);             // discrepancy_part.cpp
frame::Plan flow_plan();                                      // flow_part.cpp

frame::Experiment experiment();

}  // namespace kolmo::mode_weights
