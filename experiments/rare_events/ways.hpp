#pragma once
// Ways over the surface of Müller and Brown, for the report.

#include <cstdint>

#include "kolmo/io/group.hpp"

namespace kolmo::rare_events {

/// Some reactive paths over the surface's level lines.
void write_ways(std::uint64_t seed, io::Group& part);

}  // namespace kolmo::rare_events
