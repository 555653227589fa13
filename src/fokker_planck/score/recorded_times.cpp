#include "recorded_times.hpp"

#include <algorithm>
#include <atomic>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo::fokker_planck {
namespace {

KOLMO_VECTORISED void add_scaled(double scale, const double* x, Index n, double* out) {
  for (Index i = 0; i < n; ++i) out[i] += scale * x[i];
}

// Adds scale · d/dt of the parabola through three values at `at`, as weights of the values.
void add_parabola_slope(const double* t, double at, double scale, double* weight) {
  weight[0] += scale * (2 * at - t[1] - t[2]) / ((t[0] - t[1]) * (t[0] - t[2]));
  weight[1] += scale * (2 * at - t[0] - t[2]) / ((t[1] - t[0]) * (t[1] - t[2]));
  weight[2] += scale * (2 * at - t[0] - t[1]) / ((t[2] - t[0]) * (t[2] - t[1]));
}

}  // namespace

TimeWeights time_weights(const std::vector<double>& times, double t) {
  const double slack = 1e-12 * (times.back() - times.front());
  require(t >= times.front() - slack && t <= times.back() + slack, "t", t,
          "must be within the recorded times");
  const auto above = std::upper_bound(times.begin() + 1, times.end() - 1, t);
  const std::size_t right = static_cast<std::size_t>(above - times.begin()), left = right - 1;
  const std::size_t first = left > 0 ? left - 1 : 0, last = std::min(right + 1, times.size() - 1);
  TimeWeights w{first, last - first + 1, {}};
  const double step = times[right] - times[left], s = (t - times[left]) / step;
  double* at_left = w.weight + (left - first);
  if (w.count == 2) {
    at_left[0] = 1 - s;
    at_left[1] = s;
    return w;
  }
  at_left[0] = (1 + 2 * s) * (1 - s) * (1 - s);
  at_left[1] = s * s * (3 - 2 * s);
  const std::size_t left_triple = first, right_triple = w.count == 4 ? left : first;
  add_parabola_slope(&times[left_triple], times[left], step * s * (1 - s) * (1 - s), w.weight);
  add_parabola_slope(&times[right_triple], times[right], -step * s * s * (1 - s),
                     w.weight + (right_triple - first));
  return w;
}

unsigned long long next_record_id() {
  static std::atomic<unsigned long long> last{0};
  return ++last;
}

const double* blended_columns(unsigned long long id, const std::vector<double>& times, double t,
                              const Eigen::ArrayXXd& columns) {
  struct Kept {
    unsigned long long id = 0;
    double t = 0;
    Eigen::ArrayXd values;
  };
  thread_local Kept kept;
  if (kept.id == id && kept.t == t) return kept.values.data();
  const TimeWeights w = time_weights(times, t);
  kept.id = 0;
  kept.values.setZero(columns.rows());
  for (std::size_t k = 0; k < w.count; ++k) {
    const double* column = columns.col(static_cast<Index>(w.first + k)).data();
    add_scaled(w.weight[k], column, kept.values.size(), kept.values.data());
  }
  kept.id = id;
  kept.t = t;
  return kept.values.data();
}

}  // namespace kolmo::fokker_planck
