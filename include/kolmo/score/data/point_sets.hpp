#pragma once
// Point sets in the plane by which models are judged: seeded, of any size, the same for any number of
// threads.

#include <string>
#include <vector>

#include "kolmo/core/random/random_stream.hpp"

namespace kolmo::score {

/// A named set. Lengths are about 1: centred, two units wide or three.
struct PointSet {
  std::string name;
  std::string formula;
};

/// swiss_roll – θ = (3π/2)(1 + 2u), (θ cos θ, θ sin θ)/10 + 0.05 z.
/// two_moons – upper half-circle about (−½, −¼), lower one about (½, ¼), of radius 1, + 0.1 z.
/// checkerboard – uniform on the dark fields of side 1 of [−2, 2]².
/// rings – circles of radius ½ and 1½, each with half of the points, + 0.08 z.
/// two_gaussians – N((±5, 0), I), half of the points each.
const std::vector<PointSet>& point_sets();

/// n points of the set of that name (else InvalidArgument listing them), n ≥ 1.
Points point_set(const std::string& name, Index n, const RandomStream& stream);

}  // namespace kolmo::score
