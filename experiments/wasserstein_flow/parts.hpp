#pragma once
// The parts of the experiment.

#include "frame/plan.hpp"

namespace kolmo::wasserstein_flow {

frame::Plan blobs_plan();                     // blobs_part.cpp
frame::Plan gaussian_plan(Index cells);       // gaussian_part.cpp
frame::Plan line_plan(Index cells);           // line_part.cpp
frame::Plan plane_plan(Index cells);          // plane_part.cpp
frame::Plan porous_medium_plan(Index cells);  // porous_part.cpp
frame::Plan porous_line_plan(Index cells);    // porous_line_part.cpp
frame::Plan schemes_plan(Index cells);        // schemes_part.cpp
frame::Plan plane_schemes_plan(Index cells);  // plane_schemes_part.cpp

}  // namespace kolmo::wasserstein_flow
