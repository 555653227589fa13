#include "kolmo/transport/c_transform.hpp"

#include <limits>
#include <vector>

#include "transport/grid_lines.hpp"

namespace kolmo::transport {
namespace {

/// Second difference of the sums, in units of h², below which the cells that share a minimum are many: what
/// the parabola would add is at most an eighth of it.
constexpr double flat = 1e-3;

/// out_i = min_q { ½(i − q)² + g_q } along one line, in units of the cell.
class Envelope {
 public:
  explicit Envelope(Index n)
      : n_(n), height_(n), lowest_(static_cast<std::size_t>(n)), until_(static_cast<std::size_t>(n)) {}

  Eigen::ArrayXd& height() { return height_; }

  /// Writes scale · out_i.
  void write(double scale, bool between, double* out) {
    const Index last = build();
    Index i = 0;
    for (Index k = 0; k <= last && i < n_; ++k) {
      const Index q = lowest_[static_cast<std::size_t>(k)];
      const double end =
          k == last ? std::numeric_limits<double>::infinity() : until_[static_cast<std::size_t>(k)];
      for (; i < n_ && static_cast<double>(i) <= end; ++i) {
        const double distance = static_cast<double>(i - q);
        const double value = 0.5 * distance * distance + height_(q);
        out[i] = scale * (between ? value - below_centre(q, distance) : value);
      }
    }
  }

 private:
  // Parabola lowest_[k] is the lowest one up to until_[k], where lowest_[k + 1] crosses it. A new one on the
  // right takes away those that it crosses before they began.
  Index build() {
    const double* g = height_.data();
    Index k = 0;
    lowest_[0] = 0;
    for (Index q = 1; q < n_; ++q) {
      double crossing = cross(g, lowest_[static_cast<std::size_t>(k)], q);
      while (k > 0 && crossing <= until_[static_cast<std::size_t>(k) - 1]) {
        --k;
        crossing = cross(g, lowest_[static_cast<std::size_t>(k)], q);
      }
      until_[static_cast<std::size_t>(k)] = crossing;
      lowest_[static_cast<std::size_t>(++k)] = q;
    }
    return k;
  }
  /// How far the parabola through the sums at q − 1, q and q + 1, of which that at q is the smallest, goes
  /// below it. Along a straight line of sums (a tie of all three) there is none.
  double below_centre(Index q, double distance) const {
    if (q == 0 || q == n_ - 1) return 0;
    const double up = height_(q + 1) - height_(q) - distance + 0.5;
    const double down = height_(q - 1) - height_(q) + distance + 0.5;
    const double bend = up + down;
    return bend > flat ? 0.125 * (up - down) * (up - down) / bend : 0;
  }
  static double cross(const double* g, Index p, Index q) {
    return (g[q] - g[p]) / static_cast<double>(q - p) + 0.5 * static_cast<double>(p + q);
  }

  Index n_;
  Eigen::ArrayXd height_;
  std::vector<Index> lowest_;
  std::vector<double> until_;
};

}  // namespace

void c_transform(const Grid& grid, const double* phi, double* out, Infimum infimum) {
  const bool between = infimum == Infimum::between_centres;
  for (Index axis = 0; axis < grid.dimension(); ++axis) {
    const Index n = grid.axis(axis).cells;
    const double square = grid.axis(axis).width() * grid.axis(axis).width();
    const double sign = axis == 0 ? -1 : 1;  // the first axis meets −φ
    for_each_line(
        grid, axis, axis == 0 ? phi : out, out, [n] { return Envelope(n); },
        [&](Envelope& envelope, const double* line, double* result) {
          Eigen::ArrayXd& height = envelope.height();
          for (Index i = 0; i < n; ++i) height(i) = sign * line[i] / square;
          envelope.write(square, between, result);
        });
  }
}

}  // namespace kolmo::transport
