#pragma once
// Images of cells of the plane under a map given at corners: many cells at once.

#include "transport/grid/deposit.hpp"

namespace kolmo::transport {

/// Cells: of differences of ψ, an ulp of it over h². A cell moved as a whole is not two cells long by that.
inline constexpr double parts_rounding = 1e-6;

/// Up to `most_cells` neighbours of one line, for those of which the image is at most `most_parts` cells long
/// along each axis: the parts that they are cut into, and the shares of each part's image. In the order of
/// one cell after the other, with 1/parts for divisions by parts: equal bits for 1, 2 and 4 parts.
class PlaneImages {
 public:
  static constexpr Index most_cells = 64;
  static constexpr int most_parts = 4;

  struct Place {
    double half_square_x, half_square_y;  ///< h²/2
    double x, y;                          ///< of the first cell, in cells
    Index n_x, n_y;                       ///< cells of the grid
    Index first_y;                        ///< of the deposit's slices
  };

  PlaneImages();
  /// T at `count` + 1 corners below the line and, `row` further, above it.
  void set_map(Index count, Index row, const double* x, const double* y);
  double& slope_x(Index i) { return slope_x_(i); }
  double& slope_y(Index i) { return slope_y_(i); }
  /// `linear`: with the slopes that were set.
  void compute(const Place& place, const double* density, bool linear);

  /// Whether cell i is cut into so few parts.
  bool few(Index i) const { return parts_x_(i) <= most_parts && parts_y_(i) <= most_parts; }
  /// Adds the shares of cell i; the mean of ½|x − T(x)|² over it.
  double deposit(Index i, Deposit<2>& to) const {
    const auto at = static_cast<std::size_t>(i);
    const int parts_x = parts_x_(i), parts_y = parts_y_(i);
    double cost = 0;
    for (int b = 0; b < parts_y; ++b)
      for (int a = 0; a < parts_x; ++a) {
        const Shares& s = shares_[slot(a, b)];
        to.add(s.cell[at], s.s00[at], s.s10[at], s.s01[at], s.s11[at]);
        cost += s.cost[at];
      }
    return cost / static_cast<double>(parts_x * parts_y);
  }

  /// Of one part of every cell.
  struct Shares {
    std::array<double, most_cells> s00, s10, s01, s11, cost;
    std::array<int, most_cells> cell;
  };

 private:
  /// Of part a along x and b along y.
  static std::size_t slot(int a, int b) {
    return static_cast<std::size_t>(b) * most_parts + static_cast<std::size_t>(a);
  }

  Index count_ = 0, row_ = 0;
  const double *x_ = nullptr, *y_ = nullptr;
  Eigen::ArrayXd slope_x_, slope_y_, width_, height_;
  Eigen::ArrayXi parts_x_, parts_y_;
  std::array<Shares, most_parts * most_parts> shares_;
};

}  // namespace kolmo::transport
