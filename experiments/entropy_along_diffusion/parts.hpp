#pragma once
// The parts of the experiment, one function each.

#include "frame/plan.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::entropy_along_diffusion {

struct Sizes {
  Index chains;   ///< whose averages over time are compared
  Index paths;    ///< of weights
  Index repeats;  ///< of entropy estimates
  std::uint64_t seed;
};
using Z = std::function<double()>;

frame::Plan rates_plan();                                       // rates_part.cpp
frame::Plan ergodic_plan(const Sizes& sizes, const Z& z);       // ergodic_part.cpp
frame::Plan irreversible_plan(const Sizes& sizes, const Z& z);  // irreversible_part.cpp
frame::Plan weights_plan(const Sizes& sizes, const Z& z);       // weights_part.cpp
frame::Plan backward_plan(const Sizes& sizes, const Z& z);      // backward_part.cpp
frame::Plan estimates_plan(const Sizes& sizes, const Z& z);     // estimates_part.cpp
/// [problem.NAME] at rest on grids. Throws located.  own_entropy.cpp
frame::Plan own_entropy_plan(const io::Configuration& configuration, const std::string& name);

frame::Experiment experiment();

}  // namespace kolmo::entropy_along_diffusion
