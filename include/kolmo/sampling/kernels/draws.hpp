#pragma once
// The random numbers of one step of a block of chains.

#include <cstdint>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/sde/noise/increment.hpp"

namespace kolmo::sampling {

/// The streams of a run, each a role of one: normal numbers of steps and uniform numbers of acceptance, which
/// never share a counter.
struct ChainStreams {
  explicit ChainStreams(const RandomStream& stream)
      : normals(stream.role("normals")), uniforms(stream.role("uniforms")) {}
  RandomStream normals, uniforms;
};

/// By counter, of chains first, first + 1, … in step `step`; or given, for measurements without sampling:
/// then normals(i, j) are the columns that are handed in, and every uniform number is `uniform`.
class Draws {
 public:
  /// `streams` must outlive it; first is a multiple of 16.
  Draws(const ChainStreams& streams, Index first, std::uint32_t step)
      : streams_(&streams), first_(first), step_(step) {}
  /// `normals` (rows × as many as the kernel takes) must outlive it.
  explicit Draws(const Points& given, double uniform = 0) : given_(&given), uniform_(uniform) {}

  /// out(i, j) = normal number `first_draw` + j of chain i.
  void normals(Block out, std::uint32_t first_draw = 0) const;
  /// out(i) = uniform number `draw` of chain i, in (0, 1) where it is drawn.
  void uniforms(Values out, std::uint32_t draw = 0) const;
  /// x(i, j) += scale · normal j, as `normals` writes it.
  void add_normals(double scale, Block x, std::uint32_t first_draw = 0) const;
  /// Normals 0 … d − 1 as the increment of a scheme of paths; `scratch` is rows×d.
  sde::Increment increment(double h, Block scratch) const;

 private:
  const ChainStreams* streams_ = nullptr;
  Index first_ = 0;
  std::uint32_t step_ = 0;
  const Points* given_ = nullptr;
  double uniform_ = 0;
};

}  // namespace kolmo::sampling
