#pragma once
// What propagators that hold a whole density look at after a step.

#include <algorithm>
#include <array>
#include <cmath>

#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/time/time_stepper.hpp"

namespace kolmo::fokker_planck {

/// Puts p into the report; false where an entry is not finite.
inline bool watch(const double* p, Index n, Index step, StepReport& report) {
  double minimum = p[0], sum = 0;
  for (Index i = 0; i < n; ++i) {
    minimum = std::min(minimum, p[i]);
    sum += p[i];
  }
  if (minimum < report.minimum) {
    report.minimum = minimum;
    report.minimum_step = step;
  }
  if (!std::isfinite(sum)) report.first_not_finite = step;
  return report.first_not_finite == 0;
}

using Outflows = std::array<std::array<double, 2>, 3>;

/// outflows += factor · what p loses through absorbing sides a time.
inline void add_outflow(const Generator& generator, const double* p, double factor, Outflows& outflows) {
  for (Index axis = 0; axis < generator.grid().dimension(); ++axis) {
    if (generator.rates(axis).leaks.size() == 0) continue;
    for (const Index side : {0, 1}) {
      outflows[static_cast<std::size_t>(axis)][static_cast<std::size_t>(side)] +=
          factor * generator.outflow(p, axis, side) / generator.grid().cell_volume();
    }
  }
}

/// q_i += t |q_i| with the t for which Σq and what q leaks in κ Δt add up to `expected`: what a solve of
/// (I − κ Δt L) q = rhs keeps to its own rounding alone, expected = Σ rhs. Returns the leaks after it.
inline Outflows correct_mass(const Generator& generator, double kappa_dt, double expected,
                             Eigen::ArrayXd& q) {
  Outflows leaks = {};
  add_outflow(generator, q.data(), kappa_dt, leaks);
  double missing = expected - sum(q.data(), q.size()), size = 0;
  for (Index i = 0; i < q.size(); ++i) size += std::abs(q(i));
  for (const auto& axis : leaks) {
    for (const double leak : axis) missing -= leak, size += std::abs(leak);
  }
  const double t = size > 0 ? missing / size : 0;
  for (double& x : q) x += t * std::abs(x);
  for (auto& axis : leaks) {
    for (double& leak : axis) leak += t * std::abs(leak);
  }
  return leaks;
}

/// What a correction by a factor near 1 leaves of Σp + lost = expected, as it is too small a part of any
/// entry: given to the largest one, or, where more left than stayed, to nobody.
inline void settle_mass(double expected, double lost, double* p, Index n) {
  const double kept = sum(p, n);
  if (!(kept > lost)) return;
  *std::max_element(p, p + n) += expected - lost - kept;
}

/// outflows += factor · more.
inline void add_outflow(const Outflows& more, double factor, Outflows& outflows) {
  for (std::size_t axis : {0, 1, 2}) {
    for (std::size_t side : {0, 1}) outflows[axis][side] += factor * more[axis][side];
  }
}

inline double total(const Outflows& outflows) {
  double total = 0;
  for (const auto& axis : outflows) total += axis[0] + axis[1];
  return total;
}

/// Whether a density is bit for bit the one that was left.
class Continuation {
 public:
  explicit Continuation(Index n) : left_(n) {}
  bool holds(const double* p) const { return known_ && std::equal(p, p + left_.size(), left_.data()); }
  void leave(const double* p) {
    std::copy(p, p + left_.size(), left_.data());
    known_ = true;
  }

 private:
  Eigen::ArrayXd left_;
  bool known_ = false;
};

}  // namespace kolmo::fokker_planck
