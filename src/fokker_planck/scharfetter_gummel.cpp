#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/memory.hpp"
#include "kolmo/fokker_planck/generator.hpp"

namespace kolmo::fokker_planck {
namespace {

using process::Process;

constexpr double probe_times[] = {0, 0.0625, 0.3, 0.5, 1};

[[noreturn]] void refuse_time(const Process& process, const char* what) {
  throw InvalidArgument(
      "process = " + process.name() + ": its " + what +
      " depends on time, but a generator is constant; pass process.on_clock() and march in clock time");
}

void require_constant_coefficients(const Process& process, const Grid& grid) {
  if (process.noise_kind() != process::NoiseKind::scalar) {
    throw InvalidArgument("process = " + process.name() + ": its noise must be scalar");
  }
  const Index d = grid.dimension(), n = 8;
  Points x(n, d), reference(n, d), f(n, d);
  for (Index i = 0; i < n; ++i) {
    for (Index k = 0; k < d; ++k) x(i, k) = grid.axis(k).centre((i * grid.axis(k).cells + k) / n);
  }
  process.drift(probe_times[0], x, reference);
  const double g = process.diffusion(probe_times[0]);
  for (const double t : probe_times) {
    process.drift(t, x, f);
    const double change = (f - reference).abs().maxCoeff();
    if (!(change <= 1e-12 * reference.abs().maxCoeff())) refuse_time(process, "drift");
    if (!(std::abs(process.diffusion(t) - g) <= 1e-12 * g)) refuse_time(process, "diffusion");
  }
  require(g > 0 && std::isfinite(g), "process.diffusion", g, "must be finite and > 0");
}

// Cells, or the middles of the faces between them along `axis` (faces×lines, a column a line).
Points places(const Grid& grid, Index axis, Index count, double offset) {
  const Index d = grid.dimension(), lines = grid.cells() / grid.axis(axis).cells;
  Points x(count * lines, d);
  for (Index line = 0; line < lines; ++line) {
    for (Index i = 0; i < count; ++i) {
      x(line * count + i, axis) =
          grid.axis(axis).lower + (static_cast<double>(i) + offset) * grid.axis(axis).width();
      if (d == 2) x(line * count + i, 1 - axis) = grid.axis(1 - axis).centre(line);
    }
  }
  return x;
}

// The fitted exponents δ of one axis, and how large a difference between lines is rounding alone.
struct Exponents {
  Eigen::ArrayXXd delta;
  double rounding;
};

Exponents from_potential(const process::GradientStructure& structure, const Grid& grid, Index axis) {
  const Index n = grid.axis(axis).cells, lines = grid.cells() / n;
  const Points x = places(grid, axis, n, 0.5);
  Eigen::ArrayXd v(x.rows());
  structure.potential->value(x, v);
  v /= structure.temperature;
  Exponents e{Eigen::ArrayXXd(n - 1, lines),
              16 * std::numeric_limits<double>::epsilon() * v.abs().maxCoeff()};
  for (Index line = 0; line < lines; ++line) {
    for (Index f = 0; f + 1 < n; ++f) e.delta(f, line) = v(line * n + f + 1) - v(line * n + f);
  }
  return e;
}

Exponents from_drift(const Process& process, const Grid& grid, Index axis, double diffusivity) {
  const Index faces = grid.axis(axis).cells - 1, lines = grid.cells() / grid.axis(axis).cells;
  const Points x = places(grid, axis, faces, 1.0);
  Points f(x.rows(), x.cols());
  process.drift(0, x, f);
  const double factor = -grid.axis(axis).width() / diffusivity;
  Exponents e{Eigen::ArrayXXd(faces, lines), 0};
  for (Index k = 0; k < faces * lines; ++k) e.delta(k % faces, k / faces) = factor * f(k, axis);
  e.rounding = 16 * std::numeric_limits<double>::epsilon() * e.delta.abs().maxCoeff();
  return e;
}

FaceRates fitted_rates(const Exponents& exponents, double diffusivity, double h) {
  const Eigen::ArrayXXd& delta = exponents.delta;
  if (!delta.isFinite().all()) {
    throw InvalidArgument("grid: the potential or the drift is not finite on it; take a smaller domain");
  }
  const bool same = ((delta.colwise() - delta.col(0)).abs() <= exponents.rounding).all();
  const Index faces = delta.rows(), lines = same ? 1 : delta.cols();
  FaceRates rates{Eigen::ArrayXXd(faces, lines), Eigen::ArrayXXd(faces, lines), delta.leftCols(lines)};
  const double scale = diffusivity / (h * h);
  for (Index k = 0; k < faces * lines; ++k) {
    rates.up.data()[k] = scale * bernoulli(delta.data()[k]);
    rates.down.data()[k] = scale * bernoulli(-delta.data()[k]);
  }
  return rates;
}

Generator fitted(const Process& process, const Grid& grid, bool with_potential, const char* name) {
  require(grid.dimension() <= 2, "grid dimension", static_cast<double>(grid.dimension()), "must be 1 or 2");
  require(process.dimension() == grid.dimension(), "process dimension",
          static_cast<double>(process.dimension()), "must be that of the grid");
  require_memory(8.0 * static_cast<double>(grid.dimension()) * static_cast<double>(grid.cells()),
                 "a generator on this grid", "take fewer cells");
  require_constant_coefficients(process, grid);
  const double diffusivity = process.noise_variance(0, 1) / 2;
  const auto structure = with_potential ? process.gradient_structure() : std::nullopt;
  std::vector<FaceRates> rates;
  for (Index axis = 0; axis < grid.dimension(); ++axis) {
    const Exponents e =
        structure ? from_potential(*structure, grid, axis) : from_drift(process, grid, axis, diffusivity);
    rates.push_back(fitted_rates(e, diffusivity, grid.axis(axis).width()));
  }
  return Generator(grid, std::move(rates), name);
}

}  // namespace

double bernoulli(double x) {
  if (x == 0) return 1;
  if (x > 700) return x * std::exp(-x);
  return x / std::expm1(x);
}

Generator scharfetter_gummel(const Process& process, const Grid& grid) {
  return fitted(process, grid, true, "scharfetter_gummel");
}

Generator chang_cooper(const Process& process, const Grid& grid) {
  return fitted(process, grid, false, "chang_cooper");
}

}  // namespace kolmo::fokker_planck
