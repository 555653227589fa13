#include "kolmo/sde/drivers/walls.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "kolmo/core/catalogue.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/vectorised.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"
#include "kolmo/sde/noise/step_variance.hpp"
#include "wall_claim.hpp"

namespace kolmo::sde {
namespace {

KOLMO_VECTORISED void project(double lower, double upper, double* x, Index n) {
  for (Index i = 0; i < n; ++i) {
    const double y = x[i] < lower ? lower : x[i];
    x[i] = y > upper ? upper : y;
  }
}

/// Mirrors at both walls once. Whether a point is beyond a wall still.
KOLMO_VECTORISED bool mirror(double lower, double upper, double* x, Index n) {
  std::uint64_t beyond = 0;
  for (Index i = 0; i < n; ++i) {
    double y = x[i] < lower ? 2 * lower - x[i] : x[i];
    y = y > upper ? 2 * upper - y : y;
    beyond |= static_cast<std::uint64_t>(y < lower);
    x[i] = y;
  }
  return beyond != 0;
}

void symmetrise(double lower, double upper, double* x, Index n) {
  if (!mirror(lower, upper, x, n)) return;
  const double period = 2 * (upper - lower);
  for (Index i = 0; i < n; ++i) {
    if (!(x[i] < lower)) continue;
    double y = std::fmod(x[i] - lower, period);
    if (y < 0) y += period;
    x[i] = lower + (y > upper - lower ? period - y : y);
  }
}

/// Where a position that the interval reflects comes to, and whether its momentum is reversed.
struct Reflection {
  double position;
  bool reversed;
};

Reflection reflected(double lower, double upper, double q) {
  if (q >= lower && q <= upper) return {q, false};
  const double once = q < lower ? 2 * lower - q : 2 * upper - q;
  if (once >= lower && once <= upper) return {once, true};
  const double period = 2 * (upper - lower);
  double y = std::fmod(q - lower, period);
  if (y < 0) y += period;
  return y > upper - lower ? Reflection{lower + (period - y), true} : Reflection{lower + y, false};
}

/// q and p of one degree of freedom.
void reflect_phase(const WalledInterval& interval, double* q, double* p, Index n) {
  const bool projects = interval.kind == WallKind::reflecting_projection;
  for (Index i = 0; i < n; ++i) {
    if (q[i] >= interval.lower && q[i] <= interval.upper) continue;
    if (std::isnan(q[i])) continue;
    const Reflection to = reflected(interval.lower, interval.upper, q[i]);
    const bool reversed = projects || to.reversed;
    q[i] = projects ? std::clamp(q[i], interval.lower, interval.upper) : to.position;
    if (reversed) p[i] = -p[i];
  }
}

bool reflects(const WalledInterval& interval) { return is_reflecting(interval.kind); }

Claim claim_of(std::string name, std::string source, std::optional<double> strong, double weak) {
  Orders orders;
  orders.set(Sense::strong, Context::additive, strong);
  orders.set(Sense::weak, Context::additive, weak);
  return wall_claim(std::move(name), std::move(source), std::move(orders));
}

}  // namespace

const std::vector<WallKind>& wall_kinds() {
  static const std::vector<WallKind> all{WallKind::reflecting_projection, WallKind::reflecting_symmetrised,
                                         WallKind::absorbing, WallKind::absorbing_bridge};
  return all;
}

const Claim& claim(WallKind kind) {
  static const std::array<Claim, 4> claims{
      claim_of("reflecting_projection", "Słomiński 1994; Costantini, Pacchiarotti and Sartoretto 1998", 0.5,
               0.5),
      claim_of("reflecting_symmetrised", "Bossy, Gobet and Talay 2004, theorem 3.1", 0.5, 1),
      claim_of("absorbing", "Gobet 2000, theorem 2.4", {}, 0.5),
      claim_of("absorbing_bridge", "Gobet 2000, theorem 2.3", {}, 1)};
  return claims[static_cast<std::size_t>(kind)];
}

WallKind wall_kind(std::string_view name) {
  const auto& all = wall_kinds();
  return Catalogue<WallKind>("wall", [](const WallKind& one) { return claim(one).name; },
                             {all.begin(), all.end()})
      .find(name);
}

Walls::Walls(std::vector<WalledInterval> intervals) : intervals_(std::move(intervals)) {
  for (std::size_t k = 0; k < intervals_.size(); ++k) {
    const WalledInterval& interval = intervals_[k];
    require(interval.lower < interval.upper, "lower wall", interval.lower, "must be less than the upper one");
    require(std::isfinite(interval.lower) || std::isfinite(interval.upper), "upper wall", interval.upper,
            "must be finite, or the lower one");
    for (std::size_t other = 0; other < k; ++other) {
      const bool one_side_each = (std::isinf(interval.lower) && std::isinf(intervals_[other].upper)) ||
                                 (std::isinf(interval.upper) && std::isinf(intervals_[other].lower));
      require(intervals_[other].coordinate != interval.coordinate || one_side_each, "coordinate of a wall",
              static_cast<double>(interval.coordinate),
              "must not be named twice, but for its two sides (lower −infinity, or upper infinity)");
    }
  }
}

void Walls::validate(const process::Process& process) const {
  for (const WalledInterval& interval : intervals_) {
    require(interval.coordinate >= 0 && interval.coordinate < process.dimension(), "coordinate of a wall",
            static_cast<double>(interval.coordinate), "must be one of the process's");
  }
}

void Walls::reflect(const process::Process& process, Block x) const {
  const bool kinetic = process.noise_kind() == process::NoiseKind::constant && kinetic_structure(process);
  for (const WalledInterval& interval : intervals_) {
    if (!reflects(interval)) continue;
    double* column = x.col(interval.coordinate).data();
    if (kinetic && interval.coordinate < x.cols() / 2) {
      reflect_phase(interval, column, x.col(interval.coordinate + x.cols() / 2).data(), x.rows());
    } else if (interval.kind == WallKind::reflecting_projection) {
      project(interval.lower, interval.upper, column, x.rows());
    } else {
      symmetrise(interval.lower, interval.upper, column, x.rows());
    }
  }
}

void Walls::apply(const process::Process& process, const WalledStep& step, const ConstBlock& before, Block x,
                  Scratch& scratch) const {
  reflect(process, x);
  auto ended = scratch.ended.head(x.rows());
  ended.setConstant(false);
  for (const WalledInterval& interval : intervals_) {
    if (reflects(interval)) continue;
    const auto from = before.col(interval.coordinate);
    ended = ended || from >= interval.upper || from <= interval.lower;
  }
  for (const WalledInterval& interval : intervals_) {
    if (!reflects(interval)) absorb(process, step, interval, before, x, scratch);
  }
  if (!ended.any()) return;
  for (Index i = 0; i < x.rows(); ++i) {
    if (!ended(i)) continue;
    x.row(i) = before.row(i);
    for (const WalledInterval& interval : intervals_) {
      if (!reflects(interval))
        x(i, interval.coordinate) = std::clamp(x(i, interval.coordinate), interval.lower, interval.upper);
    }
  }
}

/// The paths that met a wall of this interval within the step, put on it.
void Walls::absorb(const process::Process& process, const WalledStep& step, const WalledInterval& interval,
                   const ConstBlock& before, Block x, Scratch& scratch) const {
  const Index n = x.rows(), j = interval.coordinate;
  const double *from = before.col(j).data(), *to = x.col(j).data();
  bool met = false;
  if (interval.kind == WallKind::absorbing) {
    met |= scratch.upper.at_end(interval.upper, from, to, n);
    met |= scratch.lower.at_end(interval.lower, from, to, n);
  } else {
    step_variance(process, step.t, step.h, before, j, scratch.variance_scratch, scratch.variance.head(n));
    const double* variance = scratch.variance.data();
    const auto draw = static_cast<std::uint32_t>(2 * (x.cols() * step.level + j));
    met |= scratch.upper.draw(interval.upper, from, to, variance, n, step.crossings, step.first, step.step,
                              draw);
    met |= scratch.lower.draw(interval.lower, from, to, variance, n, step.crossings, step.first, step.step,
                              draw + 1);
  }
  if (!met) return;
  for (Index i = 0; i < n; ++i) {
    const bool up = scratch.upper.met(i), down = scratch.lower.met(i);
    if (!up && !down) continue;
    // Both within one step: the wall that the step ends closer to.
    const bool above = up && (!down || interval.upper - to[i] < to[i] - interval.lower);
    x(i, j) = above ? interval.upper : interval.lower;
  }
}

}  // namespace kolmo::sde
