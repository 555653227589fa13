#pragma once
// Distances between two densities or two sets of points of a user's, by any method: [distance.NAME].

#include "frame/plan.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/io/schema.hpp"

namespace kolmo::optimal_transport {

/// The keys "distance.*.…".
io::Schema distance_keys();

/// The part that one distance is: a check of what each method says of itself, and a table of values. Throws
/// io::ConfigurationError, pointing to the key, where keys do not fit together.
frame::Plan own_distance_plan(const io::Configuration& configuration, const std::string& name);

}  // namespace kolmo::optimal_transport
