#include "transport/grid/envelope.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo::transport {
namespace {

/// Second difference of the sums, in units of h², below which the cells that share a minimum are many: what
/// the parabola would add is at most an eighth of it.
constexpr double flat = 1e-3;

double cross(const double* g, int p, int q) {
  const double rise = g[q] - g[p], steps = q - p;
  return (q - p == 1 ? rise : rise / steps) + 0.5 * static_cast<double>(p + q);
}

KOLMO_VECTORISED void write_on_centres(Index n, const int* __restrict over, const double* __restrict g,
                                       double scale, double* __restrict out) {
  for (Index i = 0; i < n; ++i) {
    const double distance = static_cast<double>(static_cast<int>(i) - over[i]);
    out[i] = scale * (0.5 * distance * distance + g[over[i]]);
  }
}

// The parabola through the sums at q − 1, q and q + 1, of which that at q is the smallest, goes below it.
// Along a straight line of sums (a tie of all three), and at the ends, there is none.
KOLMO_VECTORISED void write_between(Index n, const int* __restrict over, const double* __restrict g,
                                    double scale, double* __restrict out) {
  const int last = static_cast<int>(n) - 1;
  for (Index i = 0; i < n; ++i) {
    const int q = over[i];
    const double distance = static_cast<double>(static_cast<int>(i) - q);
    const double up = g[q + 1] - g[q] - distance + 0.5, down = g[q - 1] - g[q] + distance + 0.5;
    const double bend = up + down, below = 0.125 * (up - down) * (up - down) / bend;
    const bool inside = (q > 0) & (q < last) & (bend > flat);
    out[i] = scale * (0.5 * distance * distance + g[q] - (inside ? below : 0.0));
  }
}

}  // namespace

Envelope::Envelope(Index n) : n_(n), padded_(Eigen::ArrayXd::Zero(n + 2)), lowest_(n), over_(n), until_(n) {}

// Parabola lowest_[k] is the lowest one up to until_[k], where lowest_[k + 1] crosses it. A new one on the
// right takes away those that it crosses before they began.
Index Envelope::build() {
  const double* g = padded_.data() + 1;
  int* lowest = lowest_.data();
  double* until = until_.data();
  Index k = 0;
  lowest[0] = 0;
  for (int q = 1; q < n_; ++q) {
    double crossing = cross(g, lowest[k], q);
    while (k > 0 && crossing <= until[k - 1]) {
      --k;
      crossing = cross(g, lowest[k], q);
    }
    until[k] = crossing;
    lowest[++k] = q;
  }
  return k;
}

void Envelope::write(double scale, bool between, double* out) {
  const Index last = build();
  int* over = over_.data();
  Index i = 0;
  for (Index k = 0; k <= last && i < n_; ++k) {
    const int q = lowest_(k);
    const double end = k == last ? static_cast<double>(n_) : until_(k);
    for (; i < n_ && static_cast<double>(i) <= end; ++i) over[i] = q;
  }
  (between ? write_between : write_on_centres)(n_, over, padded_.data() + 1, scale, out);
}

}  // namespace kolmo::transport
