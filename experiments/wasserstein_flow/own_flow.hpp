#pragma once
// A gradient flow of a user's: [flow.NAME], an energy and a start by their formulas.

#include <string>

#include "frame/plan.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/io/schema.hpp"

namespace kolmo::wasserstein_flow {

/// The keys "flow.*.…".
io::Schema flow_keys();

/// The part that one flow is: densities at times, the energy's course, and what the steps say of themselves.
/// Throws io::ConfigurationError, pointing to the key, where keys do not fit together.
frame::Plan own_flow_plan(const io::Configuration& configuration, const std::string& name);

}  // namespace kolmo::wasserstein_flow
