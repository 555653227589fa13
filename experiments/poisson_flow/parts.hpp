#pragma once
// The parts of poisson_flow.

#include <cstdint>
#include <functional>
#include <string>

#include "frame/plan.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/green_flow/point_cloud.hpp"

namespace kolmo::poisson_flow {

/// Standard errors that a check of the whole run allows; known when all plans are.
using Z = std::function<double()>;

/// What part generation is given.
struct Generation {
  Points data;  ///< standardised
  std::string psi;
  Index particles;
  RandomStream stream;
};

frame::Plan kernels_plan(Index samples, const RandomStream& stream, const Z& z);  // kernels_part.cpp
frame::Plan fields_plan();                                                        // fields_part.cpp
frame::Plan prior_plan();                                                         // prior_part.cpp
frame::Plan limit_plan();                                                         // limit_part.cpp
frame::Plan curves_plan();                                                        // curves_part.cpp
frame::Plan generation_plan(const Generation& generation, const Z& z);            // generation_part.cpp
frame::Plan learned_plan(const green_flow::PointCloud& cloud, Index steps, const RandomStream& stream,
                         const Z& z);  // learned_part.cpp

frame::Experiment experiment();

}  // namespace kolmo::poisson_flow
