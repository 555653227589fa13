#pragma once
// The parts of the experiment, one function each.

#include "frame/plan.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::rare_events {

struct Sizes {
  Index paths;           ///< of passages over a low barrier
  Index runs;            ///< of splitting
  Index walkers, cells;  ///< in the plane
  std::uint64_t seed;
};
using Z = std::function<double()>;

frame::Plan kramers_plan(const Sizes& sizes, const Z& z);    // kramers_part.cpp
frame::Plan splitting_plan(const Sizes& sizes, const Z& z);  // splitting_part.cpp
frame::Plan tube_plan(const Sizes& sizes, const Z& z);       // tube_part.cpp
frame::Plan plane_part(const Sizes& sizes, const Z& z);      // plane_part.cpp
/// [problem.NAME] from analysis.from to analysis.to. Throws located.  own_escape.cpp
frame::Plan own_escape_plan(const io::Configuration& configuration, const std::string& name,
                            const Sizes& sizes, const Z& z);

frame::Experiment experiment();

}  // namespace kolmo::rare_events
