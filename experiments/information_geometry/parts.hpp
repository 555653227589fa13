#pragma once
// The parts of the experiment, one function each.

#include "frame/plan.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo::information_geometry::shown {

struct Sizes {
  Index samples;  ///< of estimates
  std::uint64_t seed;
};
using Z = std::function<double()>;

frame::Plan families_plan(const Sizes& sizes);              // families_part.cpp
frame::Plan distances_plan();                               // distances_part.cpp
frame::Plan lengths_plan();                                 // lengths_part.cpp
frame::Plan descent_plan(const Sizes& sizes);               // descent_part.cpp
void add_matrix_checks(frame::Plan& plan);                  // of descent_plan: fisher_matrices.cpp
frame::Plan entropy_plan(const Sizes& sizes, const Z& z);   // entropy_part.cpp
frame::Plan sampling_plan(const Sizes& sizes, const Z& z);  // sampling_part.cpp

}  // namespace kolmo::information_geometry::shown

namespace kolmo::information_geometry {

frame::Experiment experiment();

}  // namespace kolmo::information_geometry
