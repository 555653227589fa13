#pragma once
// Every claim of the source notes, shown by numbers.

#include "frame/experiment.hpp"

namespace kolmo::claims {

frame::Experiment experiment();

}  // namespace kolmo::claims
