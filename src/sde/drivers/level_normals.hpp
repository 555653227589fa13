#pragma once
// The normal numbers of a block of particles on coupled levels.

#include "kolmo/sde/noise/increment.hpp"
#include "kolmo/sde/noise/levy_area.hpp"
#include "kolmo/sde/schemes/workspace.hpp"

namespace kolmo::sde {

/// The normals of all levels: two neighbouring steps of a level lie side by side, for the next one's step.
class LevelNormals {
 public:
  LevelNormals(Index m, int levels, PathDetail detail)
      : m_(m),
        levels_(levels),
        detail_(detail),
        normals_(m, 2 * levels * kinds(detail)),
        levy_(levy_pairs(m), detail == PathDetail::levy_area ? 2 * levels : 0),
        scratch_(levy_scratch_columns(m), detail == PathDetail::levy_area ? 1 : 0) {}

  IncrementBlocks of(int level, Index step, Index rows) {
    const Index place = 2 * level + step % 2;
    IncrementBlocks blocks{normals_.block(place, rows)};
    if (detail_ == PathDetail::increment) return blocks;
    blocks.area_normals.emplace(normals_.block(2 * levels_ + place, rows));
    if (detail_ == PathDetail::space_time_time_area)
      blocks.time_area_normals.emplace(normals_.block(4 * levels_ + place, rows));
    if (detail_ != PathDetail::levy_area || m_ < 2) return blocks;
    blocks.levy_areas.emplace(levy_.block(place, rows));
    blocks.levy_scratch.emplace(scratch_.block(0, rows));
    return blocks;
  }

 private:
  /// Normal numbers of a step and component: z, u, v.
  static Index kinds(PathDetail detail) {
    if (detail == PathDetail::space_time_time_area) return 3;
    return detail == PathDetail::increment ? 1 : 2;
  }

  Index m_;
  int levels_;
  PathDetail detail_;
  Workspace normals_, levy_, scratch_;
};

}  // namespace kolmo::sde
