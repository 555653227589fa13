#include "multilevel/kept_levels.hpp"

#include "frame/run/packed_studies.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::frame {

template <class Archive>
void fields(Archive& archive, sde::LevelSamples& samples) {
  auto& [difference, fine, particle_steps, drift_evaluations] = samples;
  archive(difference, fine, particle_steps, drift_evaluations);
}

}  // namespace kolmo::frame

namespace kolmo::multilevel {

sde::LevelSampler kept(sde::LevelSampler sampler, const std::string& name, frame::Progress& progress) {
  return [sampler = std::move(sampler), name, &progress](int level, int round, Index samples) {
    return progress.pieces().piece("samples, " + name,
                                   "level " + number_text(level) + ", round " + number_text(round) + ", " +
                                       number_text(samples) + " samples",
                                   [&] { return sampler(level, round, samples); });
  };
}

}  // namespace kolmo::multilevel
