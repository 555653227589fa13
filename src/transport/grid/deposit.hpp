#pragma once
// Mass that a push-forward lays down on a grid, box by box.

#include <algorithm>

#include "transport/grid/grid_shape.hpp"

namespace kolmo::transport {

template <int d>
using Vector = std::array<double, d>;

/// Where the mass of images goes: the slices [first, first + slices) of the target across its last axis.
template <int d>
class Deposit {
 public:
  Deposit(const Grid& grid, Index first, Index slices)
      : n_(cells_of(grid)), first_(first), size_(grid.cells() / n_[d - 1] * slices) {
    // A share in the cell behind the last one of an axis is 0, but is added: to what stands there, or behind
    // all.
    mass_.setZero(size_ + (d > 2 ? n_[0] * n_[1] : 0) + (d > 1 ? n_[0] : 0) + 1);
  }

  /// `mass` over the box between a and b, both in cells within the grid, no side longer than a cell; `slope`:
  /// how much more dense it is at b's side than at a's, along each axis, in units of the mass.
  void add(double mass, const Vector<d>& slope, const Vector<d>& a, const Vector<d>& b) {
    Index index = 0, stride = 1;
    Vector<d> below;  // the part in the first of two cells along each axis
    std::array<Index, d> next;
    for (int k = 0; k < d; ++k) {
      const double lower = std::min(a[k], b[k]), upper = std::max(a[k], b[k]);
      const Index cell = std::min(static_cast<Index>(lower), n_[k] - 1);
      const double room = static_cast<double>(cell + 1) - lower, length = upper - lower;
      below[k] = length <= room || cell == n_[k] - 1 ? 1 : room / length;
      next[k] = stride;
      index += (k == d - 1 ? cell - first_ : cell) * stride;
      stride *= n_[k];
    }
    for (int c = 0; c < (1 << d); ++c) {
      double part = mass;
      Index to = index;
      // the middle of a side is off the box's by (below − 1)/2 or below/2 of the box
      for (int k = 0; k < d; ++k) {
        const double offset = c >> k & 1 ? below[k] / 2 : (below[k] - 1) / 2;
        part += a[k] <= b[k] ? slope[k] * offset : -slope[k] * offset;
      }
      for (int k = 0; k < d; ++k) {
        part *= c >> k & 1 ? 1 - below[k] : below[k];
        to += c >> k & 1 ? next[k] : 0;
      }
      mass_.data()[to] += part;
    }
  }

  /// The four shares of a box, which begins in this cell of the slices; in the plane. In this order, so that
  /// no compiler reads to[0] and to[1] at once: half of such a pair was written just before, for the box to
  /// the left, and the processor would wait until that has reached the cache.
  void add(Index cell, double s00, double s10, double s01, double s11) {
    double* to = mass_.data() + cell;
    to[0] += s00;
    to[n_[0]] += s01;
    to[1] += s10;
    to[n_[0] + 1] += s11;
  }

  const double* mass() const { return mass_.data(); }
  Index size() const { return size_; }
  Index first() const { return first_; }

 private:
  Triple n_;
  Index first_, size_;
  Eigen::ArrayXd mass_;
};

}  // namespace kolmo::transport
