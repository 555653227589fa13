#include "transport/grid/plane_images.hpp"

#include <cmath>

#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo::transport {
namespace {

/// What the loops read; corners of the lower and the upper line.
struct Cells {
  const double *x0, *x1, *y0, *y1, *density, *slope_x, *slope_y;
  const double *width, *height;  ///< of a part, in cells
};

/// The parts along one axis of cells whose image is so long.
inline int parts_of(double longest) {
  const int whole = static_cast<int>(longest);
  const int at_least_one = whole > 1 ? whole : 1;
  return longest - static_cast<double>(whole) > parts_rounding ? whole + 1 : at_least_one;
}

inline double larger(double a, double b) { return a < b ? b : a; }

KOLMO_VECTORISED void find_parts(Index count, const Cells& cells, int* parts_x, int* parts_y, double* width,
                                 double* height) {
  const double *x0 = cells.x0, *x1 = cells.x1, *y0 = cells.y0, *y1 = cells.y1;
#pragma GCC ivdep
  for (Index i = 0; i < count; ++i) {
    parts_x[i] = parts_of(larger(larger(std::abs(x0[i + 1] - x0[i]), std::abs(x1[i + 1] - x1[i])),
                                 larger(std::abs(y0[i + 1] - y0[i]), std::abs(y1[i + 1] - y1[i]))));
    parts_y[i] = parts_of(larger(larger(std::abs(x1[i] - x0[i]), std::abs(x1[i + 1] - x0[i + 1])),
                                 larger(std::abs(y1[i] - y0[i]), std::abs(y1[i + 1] - y0[i + 1]))));
    width[i] = 1.0 / parts_x[i];
    height[i] = 1.0 / parts_y[i];
  }
}

/// One side of an image: where it begins, which part of it is in the first of two cells, which way it runs.
struct Side {
  int cell;
  double below, direction;
};

inline Side side(double from, double to, int n) {
  const double lower = to < from ? to : from, upper = from < to ? to : from;
  const int reached = static_cast<int>(lower), cell = reached < n - 1 ? reached : n - 1;
  const double length = upper - lower, before_next = static_cast<double>(cell + 1) - lower;
  const double room = cell < n - 1 ? before_next : length;
  const double part = room / length;  // not a number for 0/0, which is not below 1
  return {cell, part < 1 ? part : 1.0, from <= to ? 1.0 : -1.0};
}

/// Where the shares of one part go.
struct Out {
  int* cell;
  double *s00, *s10, *s01, *s11, *cost;
};

/// The images of part (a, b) of every cell, as Slab::image and Deposit::add have them.
template <bool linear>
[[gnu::always_inline]] inline void shares_of_part(Index count, int a, int b, const Cells& cells,
                                                  const PlaneImages::Place& place, const Out& out) {
  const auto [x0, x1, y0, y1, density, slope_x, slope_y, widths, heights] = cells;
  const double half_x = place.half_square_x, half_y = place.half_square_y, from_x = place.x, at_y = place.y;
  const int n_x = static_cast<int>(place.n_x), n_y = static_cast<int>(place.n_y);
  const int first_y = static_cast<int>(place.first_y);
  const double ahead = a + 0.5, above = b + 0.5;
  int* cell = out.cell;
  double *s00 = out.s00, *s10 = out.s10, *s01 = out.s01, *s11 = out.s11, *cost = out.cost;
#pragma GCC ivdep
  for (Index i = 0; i < count; ++i) {
    const double width = widths[i], height = heights[i], u = ahead * width, v = above * height;
    const double left = x0[i] + v * (x1[i] - x0[i]), right = x0[i + 1] + v * (x1[i + 1] - x0[i + 1]);
    const double low = y0[i] + u * (y0[i + 1] - y0[i]), high = y1[i] + u * (y1[i + 1] - y1[i]);
    const double ax = left + (u - width / 2) * (right - left), bx = left + (u + width / 2) * (right - left);
    const double ay = low + (v - height / 2) * (high - low), by = low + (v + height / 2) * (high - low);
    const double moved_x = from_x + static_cast<double>(static_cast<int>(i)) + u - (ax + bx) / 2,
                 moved_y = at_y + v - (ay + by) / 2;
    const double grown_x = bx - ax - width, grown_y = by - ay - height;
    cost[i] = half_x * (moved_x * moved_x + grown_x * grown_x / 12) +
              half_y * (moved_y * moved_y + grown_y * grown_y / 12);
    const Side x = side(ax, bx, n_x), y = side(ay, by, n_y);
    cell[i] = (y.cell - first_y) * n_x + x.cell;
    const double part = width * height;
    if constexpr (linear) {
      const double mass = (density[i] + slope_x[i] * (u - 0.5) + slope_y[i] * (v - 0.5)) * part;
      const double tilt_x = x.direction * (slope_x[i] * width * part);
      const double tilt_y = y.direction * (slope_y[i] * height * part);
      const double back_x = tilt_x * ((x.below - 1) / 2), front_x = tilt_x * (x.below / 2);
      const double back_y = tilt_y * ((y.below - 1) / 2), front_y = tilt_y * (y.below / 2);
      s00[i] = (mass + back_x + back_y) * x.below * y.below;
      s10[i] = (mass + front_x + back_y) * (1 - x.below) * y.below;
      s01[i] = (mass + back_x + front_y) * x.below * (1 - y.below);
      s11[i] = (mass + front_x + front_y) * (1 - x.below) * (1 - y.below);
    } else {
      const double mass = density[i] * part;
      s00[i] = mass * x.below * y.below;
      s10[i] = mass * (1 - x.below) * y.below;
      s01[i] = mass * x.below * (1 - y.below);
      s11[i] = mass * (1 - x.below) * (1 - y.below);
    }
  }
}

KOLMO_VECTORISED void uniform_shares(Index count, int a, int b, const Cells& cells,
                                     const PlaneImages::Place& place, const Out& out) {
  shares_of_part<false>(count, a, b, cells, place, out);
}

KOLMO_VECTORISED void linear_shares(Index count, int a, int b, const Cells& cells,
                                    const PlaneImages::Place& place, const Out& out) {
  shares_of_part<true>(count, a, b, cells, place, out);
}

}  // namespace

PlaneImages::PlaneImages() : shares_{} {
  for (auto* numbers : {&slope_x_, &slope_y_, &width_, &height_}) numbers->setZero(most_cells);
  for (auto* numbers : {&parts_x_, &parts_y_}) numbers->setOnes(most_cells);
}

void PlaneImages::set_map(Index count, Index row, const double* x, const double* y) {
  count_ = count, row_ = row, x_ = x, y_ = y;
}

void PlaneImages::compute(const Place& place, const double* density, bool linear) {
  const Cells cells{
      x_, x_ + row_, y_, y_ + row_, density, slope_x_.data(), slope_y_.data(), width_.data(), height_.data()};
  find_parts(count_, cells, parts_x_.data(), parts_y_.data(), width_.data(), height_.data());
  int most_x = 1, most_y = 1;
  for (Index i = 0; i < count_; ++i)
    if (few(i)) most_x = std::max(most_x, parts_x_(i)), most_y = std::max(most_y, parts_y_(i));
  for (int b = 0; b < most_y; ++b)
    for (int a = 0; a < most_x; ++a) {
      Shares& s = shares_[slot(a, b)];
      (linear ? linear_shares : uniform_shares)(
          count_, a, b, cells, place,
          {s.cell.data(), s.s00.data(), s.s10.data(), s.s01.data(), s.s11.data(), s.cost.data()});
    }
}

}  // namespace kolmo::transport
