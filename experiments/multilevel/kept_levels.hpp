#pragma once
// A level sampler whose samples are pieces of the part.

#include <string>

#include "frame/run/progress.hpp"
#include "kolmo/sde/drivers/level_sampler.hpp"

namespace kolmo::multilevel {

/// `sampler`, each call of which is a piece: a resumed run goes on from the round that was under way. `name`
/// tells it from the other samplers of the part.
sde::LevelSampler kept(sde::LevelSampler sampler, const std::string& name, frame::Progress& progress);

}  // namespace kolmo::multilevel
