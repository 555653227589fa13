#pragma once
// The Brownian tree as it is documented, written again in the plainest way: recursive, and with the matrix
// that splits an interval given as data, so that a wrong one can be planted.

#include <array>
#include <cmath>

#include "kolmo/sde/noise/brownian_tree.hpp"

namespace kolmo::sde::test {

using Matrix4 = std::array<std::array<double, 4>, 4>;

/// (z₁, u₁, z₂, u₂) = split (z, u, v, w).
inline Matrix4 right_split() {
  const double a = std::sqrt(0.5), b = std::sqrt(0.125), c = std::sqrt(0.375);
  return {{{a, c, b, 0}, {0, b, -c, a}, {a, -c, -b, 0}, {0, b, -c, -a}}};
}

/// ΔW and ΔZ of an interval of `length`.
struct Wiener {
  double length = 0, dw = 0, dz = 0;
};

/// Of two adjacent intervals: ΔW₁ + ΔW₂ and ΔZ₁ + ΔZ₂ + h₂ ΔW₁.
inline Wiener operator+(const Wiener& a, const Wiener& b) {
  return {a.length + b.length, a.dw + b.dw, a.dz + b.dz + b.length * a.dw};
}

inline Wiener wiener_of(double length, const IntervalNormals& n) {
  return {length, std::sqrt(length) * n.z, 0.5 * std::pow(length, 1.5) * (n.z + n.u / std::sqrt(3.0))};
}

struct PlainTree {
  RandomStream noise;
  int depth;
  Matrix4 split = right_split();
  std::uint64_t tree = 0;

  /// Over the cells [i, j), in units of time of one cell.
  Wiener interval(std::uint32_t particle, std::uint64_t component, Index i, Index j) const {
    return below(particle, component, 0, 0, pair(particle, component, 0), i, j);
  }

 private:
  IntervalNormals pair(std::uint32_t particle, std::uint64_t component, std::uint64_t node) const {
    const std::uint64_t number = component << 54 | tree << 40 | node;
    IntervalNormals out;
    noise.normal_pairs(particle, &number, 1, &out.z, &out.u);
    return out;
  }

  Wiener below(std::uint32_t particle, std::uint64_t component, int level, Index k, const IntervalNormals& n,
               Index i, Index j) const {
    const Index length = Index{1} << (depth - level), begin = k * length;
    if (j <= begin || begin + length <= i) return {};
    if (i <= begin && begin + length <= j) return wiener_of(static_cast<double>(length), n);
    const auto fresh = pair(particle, component, (std::uint64_t{1} << level) + static_cast<std::uint64_t>(k));
    const double parent[] = {n.z, n.u, fresh.z, fresh.u};
    double child[4] = {};
    for (std::size_t row = 0; row < 4; ++row) {
      for (std::size_t column = 0; column < 4; ++column) child[row] += split[row][column] * parent[column];
    }
    return below(particle, component, level + 1, 2 * k, {child[0], child[1]}, i, j) +
           below(particle, component, level + 1, 2 * k + 1, {child[2], child[3]}, i, j);
  }
};

}  // namespace kolmo::sde::test
