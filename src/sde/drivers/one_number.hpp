#pragma once
// Random numbers of one particle.

#include "kolmo/core/random/random_stream.hpp"

namespace kolmo::sde {

/// One number of one particle out of its group of 16.
struct OneNumber {
  Eigen::Array<double, 16, 1> group;
  Block rows(Index particle) {
    return Eigen::Map<Points, 0, Eigen::OuterStride<>>(group.data(), particle % 16 + 1, 1,
                                                       Eigen::OuterStride<>(16));
  }
  double normal(const RandomStream& stream, Index particle, std::uint32_t step, std::uint32_t draw) {
    stream.normals(particle - particle % 16, step, rows(particle), draw);
    return group(particle % 16);
  }
  double uniform(const RandomStream& stream, Index particle, std::uint32_t step, std::uint32_t draw) {
    stream.uniforms(particle - particle % 16, step, rows(particle), draw);
    return group(particle % 16);
  }
};

}  // namespace kolmo::sde
