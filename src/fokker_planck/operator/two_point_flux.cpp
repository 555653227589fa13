#include "two_point_flux.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "checks.hpp"
#include "grid_lines.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/process/constant_coefficients.hpp"
#include "kolmo/process/gradient_flow.hpp"
#include "kolmo/process/intrinsic_clock.hpp"
#include "vanishing_noise.hpp"

namespace kolmo::fokker_planck {
namespace {

using process::NoiseKind;
using process::Process;

constexpr double ulp = std::numeric_limits<double>::epsilon();

Coefficients unchecked_coefficients(const Process& process, const ConstBlock& x, Index axis, double t) {
  Points f(x.rows(), x.cols());
  process.drift(t, x, f);
  Coefficients c{f.col(axis), Eigen::ArrayXd(x.rows())};
  if (process.noise_kind() == NoiseKind::scalar) {
    const double g = process.diffusion(t);
    c.diffusivity.setConstant(g * g / 2);
    return c;
  }
  Points g(x.rows(), x.cols()), g_x(x.rows(), x.cols());
  process.diffusion_diagonal(t, x, g);
  process.diffusion_derivative(t, x, g_x);
  c.drift -= g.col(axis) * g_x.col(axis);
  c.diffusivity = g.col(axis).square() / 2;
  return c;
}

[[noreturn]] void refuse_time(const Process& process, const char* what) {
  throw InvalidArgument(
      "process = " + process.name() + ": its " + what +
      " depends on time, but a generator is constant; pass on_clock(process) and march in clock "
      "time, or say at which time the coefficients are meant (Setting::time; march takes a generator for "
      "every "
      "time)");
}

bool same(const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) {
  return ((a == b) || (a != a && b != b)).all();  // what is not finite is refused where it is met
}

// What a process says of itself stands. One that says nothing passes unless a time shows that it changes.
void require_constant_coefficients(const Process& process, const Grid& grid) {
  const std::optional<bool> constant = constant_coefficients(process);
  if (constant && !*constant) refuse_time(process, "drift or its noise");
  if (constant) return;
  const Index d = grid.dimension(), n = 8;
  Points x(n, d);
  for (Index i = 0; i < n; ++i) {
    for (Index k = 0; k < d; ++k) x(i, k) = grid.axis(k).centre((i * grid.axis(k).cells + k) / n);
  }
  for (Index axis = 0; axis < d; ++axis) {
    const Coefficients reference = unchecked_coefficients(process, x, axis, 0);
    for (const double t : times_to_ask()) {
      const Coefficients c = unchecked_coefficients(process, x, axis, t);
      if (!same(c.drift, reference.drift)) refuse_time(process, "drift");
      if (!same(c.diffusivity, reference.diffusivity)) refuse_time(process, "diffusion");
    }
  }
}

/// δ and D at `count` places of every line (count×lines), and what of each δ may be rounding alone: what is
/// lost where V is large elsewhere says nothing of an entry.
struct Exponents {
  Eigen::ArrayXXd delta, diffusivity, rounding;
};

/// δ = −step f̃/D at places(axis, count, offset).
Exponents from_drift(const Process& process, const Grid& grid, Index axis, double t, Index count,
                     double offset, double step) {
  const Coefficients c = coefficients(process, places(grid, axis, count, offset), axis, t);
  const Index lines = lines_along(grid, axis);
  Exponents e{
      (-step * c.drift / c.diffusivity).reshaped(count, lines), c.diffusivity.reshaped(count, lines), {}};
  e.rounding = 16 * ulp * e.delta.abs();
  return e;
}

/// δ = (V(x_i + (to − from) h) − V(x_i))/T, x_i = lower + (i + from) h.
void take_potential(const process::GradientStructure& structure, const Grid& grid, Index axis, Index count,
                    double from, double to, Exponents& e) {
  Eigen::ArrayXd begin(e.delta.size()), end(e.delta.size());
  structure.potential->value(places(grid, axis, count, from), begin);
  structure.potential->value(places(grid, axis, count, to), end);
  e.delta = ((end - begin) / structure.temperature).reshaped(count, lines_along(grid, axis));
  e.rounding = (16 * ulp / structure.temperature * begin.abs().max(end.abs()))
                   .reshaped(e.delta.rows(), e.delta.cols());
}

/// One axis of a generator.
class AxisFlux {
 public:
  AxisFlux(const TwoPointFlux& flux, const Process& process, const Grid& grid, const Setting& setting,
           Index axis)
      : flux_(flux),
        process_(process),
        grid_(grid),
        setting_(setting),
        axis_(axis),
        n_(grid.axis(axis).cells),
        h_(grid.axis(axis).width()),
        structure_(flux.from_potential ? gradient_structure(process) : std::nullopt) {}

  FaceRates rates() const {
    Exponents inner = exponents(n_ - 1, 1, 0.5, 1.5, h_);
    if (flux_.fitted && !structure_ && process_.noise_kind() == NoiseKind::diagonal) {
      for (const Index side : {0, 1}) {
        if (setting_.boundaries.at(axis_, side) == Boundary::no_flux)
          fit_to_vanishing_noise(WallExponents(process_, grid_, axis_, side, setting_.time.value_or(0)),
                                 inner.delta, inner.diffusivity);
      }
    }
    Exponents ends;
    if (setting_.boundaries.periodic(axis_)) ends = exponents(1, cells(), cells() - 0.5, cells() + 0.5, h_);
    const Exponents lower = wall(0), upper = wall(1);
    const bool same = shared(inner) && shared(ends) && shared(lower) && shared(upper);
    const Index lines = same ? 1 : lines_along(grid_, axis_);
    FaceRates rates{Eigen::ArrayXXd(n_ - 1, lines), Eigen::ArrayXXd(n_ - 1, lines),
                    inner.delta.leftCols(lines)};
    if (structure_ && inner.rounding.size() > 0) rates.log_ratio_rounding = inner.rounding.minCoeff();
    for (Index k = 0; k < (n_ - 1) * lines; ++k) {
      rates.up.data()[k] = rate(inner, k, 1);
      rates.down.data()[k] = rate(inner, k, -1);
      if (!flux_.fitted) rates.log_ratio.data()[k] = std::log(rates.down.data()[k] / rates.up.data()[k]);
    }
    if (ends.delta.size() > 0) {
      rates.wrap.resize(2, lines);
      for (Index k = 0; k < lines; ++k)
        rates.wrap(0, k) = rate(ends, k, 1), rates.wrap(1, k) = rate(ends, k, -1);
    }
    if (lower.delta.size() + upper.delta.size() > 0) {
      rates.leaks.setZero(2, lines);
      for (Index k = 0; k < lines; ++k) {
        if (lower.delta.size() > 0) rates.leaks(0, k) = 2 * rate(lower, k, 1);
        if (upper.delta.size() > 0) rates.leaks(1, k) = 2 * rate(upper, k, 1);
      }
    }
    return rates;
  }

 private:
  double cells() const { return static_cast<double>(n_); }

  /// δ over [from, to] in cell widths from the lower end, D and f̃ at `at`, for `count` neighbouring faces.
  Exponents exponents(Index count, double at, double from, double to, double step) const {
    const double t = setting_.time.value_or(0);
    Exponents e = from_drift(process_, grid_, axis_, t, count, at, step);
    if (structure_) take_potential(*structure_, grid_, axis_, count, from, to, e);
    for (Index k = 0; k < e.delta.size(); ++k) {
      if (std::isfinite(e.delta.data()[k])) continue;
      refuse_not_finite(process_.name(), places(grid_, axis_, count, at).row(k));
    }
    return e;
  }

  /// From the outermost centre to an absorbing wall, half a cell away; empty where the side does not absorb.
  Exponents wall(Index side) const {
    if (setting_.boundaries.at(axis_, side) != Boundary::absorbing) return {};
    if (side == 0) return exponents(1, 0, 0.5, 0, -h_ / 2);
    return exponents(1, cells(), cells() - 0.5, cells(), h_ / 2);
  }

  bool shared(const Exponents& e) const {
    for (Index line = 1; line < e.delta.cols(); ++line) {
      const auto rounding = e.rounding.col(line).max(e.rounding.col(0));
      if (!((e.delta.col(line) - e.delta.col(0)).abs() <= rounding).all()) return false;
      const auto spread = 16 * ulp * e.diffusivity.col(0);
      if (!((e.diffusivity.col(line) - e.diffusivity.col(0)).abs() <= spread).all()) return false;
    }
    return true;
  }

  double rate(const Exponents& e, Index k, double sign) const {
    return e.diffusivity.data()[k] / (h_ * h_) * flux_.weight(sign * e.delta.data()[k]);
  }

  const TwoPointFlux& flux_;
  const Process& process_;
  const Grid& grid_;
  const Setting& setting_;
  Index axis_, n_;
  double h_;
  std::optional<process::GradientStructure> structure_;
};

}  // namespace

Points places(const Grid& grid, Index axis, Index count, double offset) {
  const Index lines = lines_along(grid, axis);
  Points x(count * lines, grid.dimension());
  for (Index line = 0; line < lines; ++line) {
    Index rest = line;
    for (Index k = 0; k < grid.dimension(); ++k) {
      if (k == axis) continue;
      x.col(k).segment(line * count, count) = grid.axis(k).centre(rest % grid.axis(k).cells);
      rest /= grid.axis(k).cells;
    }
    for (Index i = 0; i < count; ++i) {
      x(line * count + i, axis) =
          grid.axis(axis).lower + (static_cast<double>(i) + offset) * grid.axis(axis).width();
    }
  }
  return x;
}

std::vector<double> times_to_ask() {
  const double infinity = std::numeric_limits<double>::infinity();
  std::vector<double> times{std::numeric_limits<double>::quiet_NaN(), infinity, -infinity};
  for (int k = -60; k <= 60; ++k) {
    for (const double t : {1.0, 1.4142135623730951}) {
      times.push_back(std::ldexp(t, k));
      times.push_back(-std::ldexp(t, k));
    }
  }
  return times;
}

Coefficients coefficients(const Process& process, const ConstBlock& x, Index axis, double t) {
  Coefficients c = unchecked_coefficients(process, x, axis, t);
  for (Index i = 0; i < c.diffusivity.size(); ++i) {
    if (c.diffusivity(i) > 0 && std::isfinite(c.diffusivity(i))) continue;
    throw InvalidArgument(
        "process = " + process.name() + ": g²/2 of coordinate " + number_text(axis + 1) + " is " +
        number_text(c.diffusivity(i)) + " at x = " + to_text(x.row(i)) +
        " within the grid, where it must be finite and > 0; it may vanish at the grid's sides alone");
  }
  return c;
}

void require_discretisable(const Process& process, const Grid& grid, const Setting& setting) {
  require(process.dimension() == grid.dimension(), "process dimension",
          static_cast<double>(process.dimension()), "must be that of the grid");
  if (process.noise_kind() != NoiseKind::scalar && process.noise_kind() != NoiseKind::diagonal) {
    throw InvalidArgument("process = " + process.name() + ": its noise must be scalar or diagonal");
  }
  require_memory(8.0 * static_cast<double>(grid.dimension()) * static_cast<double>(grid.cells()),
                 "a generator on this grid", "take fewer cells");
  if (!setting.time) require_constant_coefficients(process, grid);
}

Generator two_point_generator(const TwoPointFlux& flux, const Process& process, const Grid& grid,
                              const Setting& setting) {
  require_discretisable(process, grid, setting);
  std::vector<FaceRates> rates;
  for (Index axis = 0; axis < grid.dimension(); ++axis) {
    rates.push_back(AxisFlux(flux, process, grid, setting, axis).rates());
  }
  return Generator(grid, std::move(rates), flux.name);
}

double largest_exponent(const Process& process, const Grid& grid, const Setting& setting) {
  require_discretisable(process, grid, setting);
  double largest = 0;
  for (Index axis = 0; axis < grid.dimension(); ++axis) {
    const Exponents e = from_drift(process, grid, axis, setting.time.value_or(0), grid.axis(axis).cells - 1,
                                   1, grid.axis(axis).width());
    largest = std::max(largest, e.delta.abs().maxCoeff());
  }
  return largest;
}

}  // namespace kolmo::fokker_planck
