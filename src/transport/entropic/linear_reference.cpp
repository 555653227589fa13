#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/gauss_hermite.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"
#include "kolmo/transport/entropic/reference_kernel.hpp"
#include "transport/entropic/axis_operator.hpp"
#include "transport/grid/grid_lines.hpp"

namespace kolmo::transport {
namespace {

/// E e^{v}(shift + scale x + deviation Z) along one axis.
struct Average {
  double shift, scale, deviation;
};

/// log(h N(y_j; shift + scale x_i, deviation²)).
AxisOperator gaussian_sums(const Axis& axis, const Average& a) {
  const double front = std::log(axis.width() / (a.deviation * std::sqrt(2 * std::numbers::pi)));
  Eigen::ArrayXXd log_kernel(axis.cells, axis.cells);
  for (Index j = 0; j < axis.cells; ++j)
    for (Index i = 0; i < axis.cells; ++i) {
      const double z = (axis.centre(j) - a.shift - a.scale * axis.centre(i)) / a.deviation;
      log_kernel(i, j) = front - z * z / 2;
    }
  return AxisOperator(std::move(log_kernel));
}

/// The cubic through the four nearest of n numbers at 0 … n − 1, beyond them as well; the line through two or
/// the parabola through three where there are no more.
double cubic(const double* v, Index n, double x) {
  const Index points = std::min<Index>(n, 4);
  const Index first = std::clamp<Index>(static_cast<Index>(std::floor(x)) - (points - 1) / 2, 0, n - points);
  double value = 0;
  for (Index a = 0; a < points; ++a) {
    double weight = 1;
    for (Index b = 0; b < points; ++b)
      if (b != a) weight *= (x - static_cast<double>(first + b)) / static_cast<double>(a - b);
    value += weight * v[first + a];
  }
  return value;
}

/// log E e^{v(y + deviation Z)} for v by cubics, all lengths in cells. With the slope and the curvature of v
/// at y the integrand e^{v − z²/2} is a Gaussian about z₀ = v′/(1 − v″) of deviation w = (1 − v″)^{−1/2}, in
/// units of the deviation: nine Gauss–Hermite nodes are laid there, so that quadratic v come out exactly.
/// Where v bends up too much they are laid about 0. What lies beyond the walls counts nothing, as in the sums
/// over centres.
double log_average(const double* v, Index n, double y, double deviation) {
  static const GaussHermite rule(9);
  const double middle = cubic(v, n, y), up = cubic(v, n, y + 1), down = cubic(v, n, y - 1);
  const double slope = (up - down) / 2 * deviation, bend = (up - 2 * middle + down) * deviation * deviation;
  const bool bell = bend < 0.75;
  const double first = -0.5, last = static_cast<double>(n) - 0.5;  // the walls
  const double width = bell ? 1 / std::sqrt(1 - bend) : 1;
  const double at = bell ? std::clamp(slope * width * width, std::min(0.0, (first - y) / deviation),
                                      std::max(0.0, (last - y) / deviation))
                         : 0;
  double logarithms[9], top = -std::numeric_limits<double>::infinity(), sum = 0;
  for (Index q = 0; q < 9; ++q) {
    const double xi = rule.nodes(q), z = at + width * xi;
    const double place = y + deviation * z;
    logarithms[q] = place >= first && place <= last ? cubic(v, n, place) - (z - xi) * (z + xi) / 2
                                                    : -std::numeric_limits<double>::infinity();
    top = std::max(top, logarithms[q]);
  }
  if (!(top > -std::numeric_limits<double>::infinity())) return top;
  for (Index q = 0; q < 9; ++q) sum += rule.weights(q) * std::exp(logarithms[q] - top);
  return top + std::log(width * sum);
}

void average_between(const Grid& grid, Index axis, const Average& a, double* values) {
  const Axis& along = grid.axis(axis);
  const Index n = along.cells;
  for_each_line(
      grid, axis, values, values, [&] { return Eigen::ArrayXd(n); },
      [&](Eigen::ArrayXd& line, const double* from, double* to) {
        for (Index i = 0; i < n; ++i)
          if (!std::isfinite(from[i]))
            throw InvalidArgument(
                "density at an end of the bridge: is 0 at " + number_text(along.centre(i)) + " of axis " +
                number_text(axis) +
                ": must be positive where a time is so near that the reference spreads by less "
                "than a cell (floor it, or ask farther from the end)");
        for (Index i = 0; i < n; ++i) {
          const double mean = a.shift + a.scale * along.centre(i);
          line(i) =
              log_average(from, n, (mean - along.lower) / along.width() - 0.5, a.deviation / along.width());
        }
        std::copy(line.data(), line.data() + n, to);
      });
}

class LinearReference final : public ReferenceKernel {
 public:
  using ReferenceKernel::ReferenceKernel;

  void backward(double s, double t, double* values) const override {
    const process::KernelView kernel = view(s, t);
    for (Index k = 0; k < grid().dimension(); ++k)
      along(k, {(1 - kernel.scale) * kernel.centre(k), kernel.scale, std::sqrt(kernel.variance)}, values);
  }

  /// ∫ N(y; c + a (x − c), v) e^{values(x)} dx = E e^{values}(c + (y − c − √v Z)/a)/a along each axis.
  void forward(double s, double t, double* values) const override {
    const process::KernelView kernel = view(s, t);
    const double inverse = 1 / kernel.scale;
    for (Index k = 0; k < grid().dimension(); ++k)
      along(k, {(1 - inverse) * kernel.centre(k), inverse, std::sqrt(kernel.variance) * inverse}, values);
    const double density = static_cast<double>(grid().dimension()) * std::log(inverse);
    for (Index i = 0; i < grid().cells(); ++i) values[i] += density;
  }

  void require_resolved(double s, double t) const override {
    const double deviation = std::sqrt(view(s, t).variance);
    for (Index k = 0; k < grid().dimension(); ++k)
      if (grid().axis(k).width() > deviation)
        throw InvalidArgument("cell width of axis " + number_text(k) + " = " +
                              number_text(grid().axis(k).width()) +
                              ": must be at most the deviation of the reference over the whole time, " +
                              number_text(deviation) + " (more cells, or more noise)");
  }

 private:
  process::KernelView view(double s, double t) const {
    const auto kernel = kernel_view(*process(), s, t);
    if (!kernel) throw InvalidArgument("process '" + process()->name() + "': has no kernel in closed form");
    return *kernel;
  }

  void along(Index axis, const Average& average, double* values) const {
    if (average.deviation < grid().axis(axis).width()) {
      if (average.deviation > 0 || average.scale != 1 || average.shift != 0)
        average_between(grid(), axis, average, values);
      return;
    }
    const AxisOperator sums = gaussian_sums(grid().axis(axis), average);
    for_each_line(
        grid(), axis, values, values, [&] { return Eigen::ArrayXd(sums.size()); },
        [&](Eigen::ArrayXd& line, const double* from, double* to) {
          sums.apply(from, line.data());
          std::copy(line.data(), line.data() + line.size(), to);
        });
  }
};

}  // namespace

ReferenceKernel::ReferenceKernel(Grid grid, std::shared_ptr<const process::Process> process)
    : grid_(std::move(grid)), process_(std::move(process)) {
  if (!process_) throw InvalidArgument("reference kernel: process must not be null");
  require(process_->dimension() == grid_.dimension(), "axes of the grid",
          static_cast<double>(grid_.dimension()), "must be as many as the coordinates of the process");
}

std::shared_ptr<const ReferenceKernel> linear_reference(const Grid& grid,
                                                        std::shared_ptr<const process::Process> process) {
  return std::make_shared<LinearReference>(grid, std::move(process));
}

}  // namespace kolmo::transport
