#pragma once
// A Brownian path that can be asked for any interval of a dyadic lattice, in any order, and remembers
// nothing.

#include <cstdint>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo::sde {

/// The two normals of an interval of length h (see Increment): ΔW = √h z, ΔZ = ∫(W_s − W_begin) ds
/// = ½ h^{3/2} (z + u/√3). Over Brownian paths they are independent and N(0, 1).
struct IntervalNormals {
  double z = 0, u = 0;
};

/// Those of an interval's two halves.
struct HalvesNormals {
  IntervalNormals first, second;
};

/// The halves of an interval, given two fresh normals v and w of its own:
///   z₁, z₂ = (2z ± (√3 u + v)) / (2√2),   u₁, u₂ = ((u − √3 v) ± 2w) / (2√2).
/// (z, u) of the whole are (z₁ + z₂)/√2 and (√3(z₁ − z₂) + u₁ + u₂)/(2√2). These two rows over
/// (z₁, u₁, z₂, u₂) are orthonormal; (1, −√3, −1, −√3)/(2√2) for v and (0, 1, 0, −1)/√2 for w complete them
/// to an orthogonal matrix, whose transpose this is. (z, u, v, w) being four independent normals, so are the
/// halves', and the halves make the whole again: the law of the path given the whole is exact.
HalvesNormals halves(const IntervalNormals& whole, double v, double w);

/// The whole of two adjacent intervals of lengths h₁, h₂ > 0: with s = h₁/(h₁ + h₂) and r = 1 − s,
/// z = √s z₁ + √r z₂ and u = √(3sr) (√r z₁ − √s z₂) + s^{3/2} u₁ + r^{3/2} u₂.
IntervalNormals joined(double h1, const IntervalNormals& first, double h2, const IntervalNormals& second);

/// Independent Brownian paths over [begin, end], one for every particle and component, on the lattice of
/// 2^depth equal cells. Time is measured in cells: interval [i, j) runs from time(i) to time(j).
///
/// The normals of an interval are a pure function of (seed, purpose, tree, particle, component, i, j): they
/// are built from the root down and cost at most 2·depth pairs of random numbers, O(depth) memory on the
/// stack and no recursion; for intervals of a few aligned cells of size 2^−m (end − begin), about m + 3
/// pairs. An interval that is a node of the dyadic tree has the node's normals; any other joins its maximal
/// nodes, orthogonal combinations without cancellation. Unions of intervals therefore agree to rounding.
///
/// Numbers come from RandomStream::normal_pairs, number = component 2⁵⁴ + tree 2⁴⁰ + node: node 0 holds (z,
/// u) of [0, 2^depth), node 2^l + k the (v, w) that split interval k of level l. The bits do not overlap
/// (component < 2¹⁰, tree < 2¹⁴, node < 2⁴⁰), so no two nodes share a number, and a tree of another depth
/// refines the same paths. Trees of different index are independent: one for every interval between
/// snapshots.
///
/// Source: virtual Brownian trees, Li, Wong, Chen and Duvenaud (2020), AISTATS 108, section 4; with
/// space–time areas, Jelinčič, Foster and Kidger (2024), arXiv:2405.06464 (there H = √(h/12) u).
class BrownianTree {
 public:
  static constexpr int depth_largest = 40;
  static constexpr Index components_largest = Index{1} << 10;
  static constexpr Index trees_largest = Index{1} << 14;
  static constexpr Index particles_largest = Index{1} << 32;

  /// Draws the pairs of the stream, which nothing else shares. InvalidArgument unless begin < end are finite,
  /// 0 ≤ depth ≤ 40, 0 ≤ tree < 2¹⁴ and a cell is at least 64 units in the last place of the larger of
  /// |begin| and |end|.
  BrownianTree(const RandomStream& noise, double begin, double end, int depth, Index tree = 0);

  Index cells() const { return Index{1} << depth_; }
  /// begin + i (end − begin)/2^depth, 0 ≤ i ≤ cells(); `end` itself at i = cells().
  double time(Index i) const { return i == cells() ? end_ : begin_ + static_cast<double>(i) * width_; }
  /// The i with time(i) = t to within 4 units in the last place of the larger of |begin| and |end|;
  /// InvalidArgument where there is none.
  Index lattice_index(double t) const;

  /// z(c) and u(c) of component c over [i, j), for c = 0 … z.size() − 1. InvalidArgument unless
  /// 0 ≤ i < j ≤ cells(), 0 ≤ particle < 2³² and z and u hold the same number of components, at most 2¹⁰.
  void normals(Index particle, Index i, Index j, Values z, Values u) const;

  /// The same for one component.
  IntervalNormals normals(Index particle, Index component, Index i, Index j) const;

  /// W(time(i)) − W(begin).
  double wiener(Index particle, Index component, Index i) const;

 private:
  IntervalNormals interval(std::uint32_t particle, std::uint64_t component, Index i, Index j) const;

  RandomStream noise_;
  double begin_, end_, width_;
  int depth_;
  std::uint64_t tree_;
};

}  // namespace kolmo::sde
