#pragma once
// The parts of the experiment, one function each.

#include "frame/plan.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::free_energy {

struct Sizes {
  Index works;  ///< of either direction
  std::uint64_t seed;
};
using Z = std::function<double()>;

frame::Plan harmonic_plan(const Sizes& sizes, const Z& z);  // harmonic_part.cpp
frame::Plan tilted_plan(const Sizes& sizes, const Z& z);    // tilted_part.cpp
/// [switch.NAME] of a configuration. Throws located where problems do not fit together.  own_switch.cpp
frame::Plan own_switch_plan(const io::Configuration& configuration, const std::string& name,
                            const Sizes& sizes, const Z& z);

frame::Experiment experiment();

}  // namespace kolmo::free_energy
