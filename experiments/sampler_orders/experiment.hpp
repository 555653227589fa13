#pragma once
// Which sampler has which order, and which one is best at a budget of evaluations?

#include "frame/plan.hpp"

namespace kolmo::sampler_orders {

frame::Experiment experiment();

/// Its parts, as configured.
std::vector<frame::Part> parts(const io::Configuration& configuration);

}  // namespace kolmo::sampler_orders
