#include "two_point_flux.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "axis_flux.hpp"
#include "checks.hpp"
#include "grid_lines.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"

namespace kolmo::fokker_planck {
namespace {

using process::NoiseKind;
using process::Process;

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
  return ((a == b) || (a.isNaN() && b.isNaN())).all();  // what is not finite is refused where it is met
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
