#pragma once
// The configuration keys of sampler_orders.

#include "kolmo/io/schema.hpp"

namespace kolmo::sampler_orders {

io::Schema schema();

/// data/configurations/sampler_orders.toml, built in.
const char* default_configuration();

}  // namespace kolmo::sampler_orders
