#include "kolmo/fokker_planck/grid_score.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel.hpp"
#include "kolmo/core/vectorised.hpp"
#include "log_spline.hpp"

namespace kolmo::fokker_planck {
namespace {

// Around a negative entry of size ε, values of the order of ε are as wrong as it is.
constexpr double noise_factor = 100;

unsigned long long next_id() {
  static std::atomic<unsigned long long> last{0};
  return ++last;
}

KOLMO_VECTORISED void add_scaled(double scale, const double* x, Index n, double* out) {
  for (Index i = 0; i < n; ++i) out[i] += scale * x[i];
}

// Piece number and ξ of every point, then s = c₀ + c₁ ξ + c₂ ξ² and its derivative. NaN stays NaN.
KOLMO_VECTORISED void evaluate(const double* pieces, Index last_piece, double origin, double inverse_width,
                               const double* x, Index n, double* score, double* divergence) {
  const double last = static_cast<double>(last_piece);
  for (Index i = 0; i < n; ++i) {
    const double position = (x[i] - origin) * inverse_width;
    const double bounded = position > 0 ? (position < last ? position : last) : 0;
    const int piece = static_cast<int>(bounded);
    const double xi = position - piece;
    const double* c = pieces + 4 * static_cast<Index>(piece);
    score[i] = c[0] + xi * (c[1] + xi * c[2]);
    divergence[i] = (c[1] + 2 * xi * c[2]) * inverse_width;
  }
}

KOLMO_VECTORISED void evaluate_score(const double* pieces, Index last_piece, double origin,
                                     double inverse_width, const double* x, Index n, double* score) {
  const double last = static_cast<double>(last_piece);
  for (Index i = 0; i < n; ++i) {
    const double position = (x[i] - origin) * inverse_width;
    const double bounded = position > 0 ? (position < last ? position : last) : 0;
    const int piece = static_cast<int>(bounded);
    const double xi = position - piece;
    const double* c = pieces + 4 * static_cast<Index>(piece);
    score[i] = c[0] + xi * (c[1] + xi * c[2]);
  }
}

// Adds scale · d/dt of the parabola through three values at `at`, as weights of the values.
void add_parabola_slope(const double* t, double at, double scale, double* weight) {
  weight[0] += scale * (2 * at - t[1] - t[2]) / ((t[0] - t[1]) * (t[0] - t[2]));
  weight[1] += scale * (2 * at - t[0] - t[2]) / ((t[1] - t[0]) * (t[1] - t[2]));
  weight[2] += scale * (2 * at - t[0] - t[1]) / ((t[2] - t[0]) * (t[2] - t[1]));
}

}  // namespace

GridScore::GridScore(const Recording& recording, double floor)
    : origin_(recording.grid.axis(0).centre(0)),
      width_(recording.grid.axis(0).width()),
      intervals_(recording.grid.cells() + 1),
      times_(recording.times),
      id_(next_id()) {
  require(recording.grid.dimension() == 1, "grid dimension", static_cast<double>(recording.grid.dimension()),
          "must be 1");
  require(times_.size() >= 2, "number of recorded times", static_cast<double>(times_.size()),
          "must be at least 2");
  require(floor > 0, "floor", floor, "must be > 0");
  const Index n = recording.grid.cells(), count = static_cast<Index>(times_.size());
  require(recording.densities.rows() == n && recording.densities.cols() == count,
          "size of the recorded densities", static_cast<double>(recording.densities.size()),
          "must be cells × times");
  pieces_.resize(4 * intervals_, count);
  resolved_.resize(times_.size());
  for_each_task(count, [&](Index k) {
    const double* p = recording.densities.col(k).data();
    const double noise = noise_factor * std::max(0.0, -*std::min_element(p, p + n));
    const ResolvedCells cells =
        log_spline_pieces(p, n, width_, std::max(floor, noise), pieces_.col(k).data());
    const double t = times_[static_cast<std::size_t>(k)];
    require(cells.first >= 0, "recorded density at t", t,
            "must be above the floor in at least 5 cells in a row");
    const Axis& axis = recording.grid.axis(0);
    resolved_[static_cast<std::size_t>(k)] = {axis.centre(cells.first), axis.centre(cells.last)};
  });
}

// Cubic Hermite between t₁ ≤ t ≤ t₂ with the slopes of the parabolas through (t₀, t₁, t₂) and (t₁, t₂, t₃);
// at the ends of the record one parabola gives both slopes; two times: linear.
GridScore::Weights GridScore::weights(double t) const {
  const double slack = 1e-12 * (times_.back() - times_.front());
  require(t >= times_.front() - slack && t <= times_.back() + slack, "t", t,
          "must be within the recorded times");
  const auto above = std::upper_bound(times_.begin() + 1, times_.end() - 1, t);
  const std::size_t right = static_cast<std::size_t>(above - times_.begin()), left = right - 1;
  const std::size_t first = left > 0 ? left - 1 : 0, last = std::min(right + 1, times_.size() - 1);
  Weights w{first, last - first + 1, {}};
  const double step = times_[right] - times_[left], s = (t - times_[left]) / step;
  double* at_left = w.weight + (left - first);
  if (w.count == 2) {
    at_left[0] = 1 - s;
    at_left[1] = s;
    return w;
  }
  at_left[0] = (1 + 2 * s) * (1 - s) * (1 - s);
  at_left[1] = s * s * (3 - 2 * s);
  const std::size_t left_triple = first, right_triple = w.count == 4 ? left : first;
  add_parabola_slope(&times_[left_triple], times_[left], step * s * (1 - s) * (1 - s), w.weight);
  add_parabola_slope(&times_[right_triple], times_[right], -step * s * s * (1 - s),
                     w.weight + (right_triple - first));
  return w;
}

GridScore::Stretch GridScore::resolved(double t) const {
  const Weights w = weights(t);
  Stretch hull = resolved_[w.first];
  for (std::size_t k = 1; k < w.count; ++k) {
    hull.lower = std::max(hull.lower, resolved_[w.first + k].lower);
    hull.upper = std::min(hull.upper, resolved_[w.first + k].upper);
  }
  return hull;
}

// The pieces at time t; every thread keeps those of its last call, as all blocks of a stage share its time.
const double* GridScore::pieces(double t) const {
  struct Kept {
    unsigned long long id = 0;
    double t = 0;
    Eigen::ArrayXd values;
  };
  thread_local Kept kept;
  if (kept.id == id_ && kept.t == t) return kept.values.data();
  const Weights w = weights(t);
  kept.id = 0;
  kept.values.setZero(4 * intervals_);
  for (std::size_t k = 0; k < w.count; ++k) {
    const double* column = pieces_.col(static_cast<Index>(w.first + k)).data();
    add_scaled(w.weight[k], column, kept.values.size(), kept.values.data());
  }
  kept.id = id_;
  kept.t = t;
  return kept.values.data();
}

void GridScore::score(double t, const ConstBlock& x, Block out) const {
  evaluate_score(pieces(t), intervals_ - 1, origin_ - width_, 1 / width_, x.data(), x.rows(), out.data());
}

void GridScore::score_and_divergence(double t, const ConstBlock& x, Block score, Values divergence) const {
  evaluate(pieces(t), intervals_ - 1, origin_ - width_, 1 / width_, x.data(), x.rows(), score.data(),
           divergence.data());
}

}  // namespace kolmo::fokker_planck
