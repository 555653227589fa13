#pragma once
// What was timed in a run, in its file.

#include <vector>

#include "frame/run/progress.hpp"
#include "kolmo/io/group.hpp"

namespace kolmo::frame {

/// The group `timings` of /provenance, in place of the one that is there: `seconds` and `count` on the scale
/// `timing` of names. Nothing where nothing was timed.
void write_timings(const std::vector<Timing>& timings, io::Group& provenance);
std::vector<Timing> read_timings(const io::Group& provenance);

}  // namespace kolmo::frame
