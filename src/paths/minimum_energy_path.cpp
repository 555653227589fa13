#include "kolmo/paths/minimum_energy_path.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/density/value_at.hpp"
#include "paths/curve.hpp"

namespace kolmo::paths {
namespace {

using density::Potential;
using density::value_at;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// ∇V at all columns.
Curve gradients(const Potential& potential, const Curve& y) {
  const Points x = y.transpose().array();
  Points slopes(x.rows(), x.cols());
  for (Index first = 0; first < x.rows(); first += block_rows) {
    const Index rows = std::min(block_rows, x.rows() - first);
    potential.gradient(x.middleRows(first, rows), slopes.middleRows(first, rows));
  }
  if (!slopes.isFinite().all())
    throw NumericalFailure("minimum energy path: the gradient is not finite on the curve; try another start");
  return slopes.matrix().transpose();
}

MatrixXd hessian(const Potential& potential, const VectorXd& x, double length) {
  const Index d = x.size();
  const double h = 0x1p-10 * length;
  Curve near = x.replicate(1, 4 * d);
  for (Index k = 0; k < d; ++k) {
    near.block(k, 4 * k, 1, 4) += h * Eigen::RowVector4d(-2, -1, 1, 2);
  }
  const Curve slopes = gradients(potential, near);
  MatrixXd second(d, d);
  for (Index k = 0; k < d; ++k)
    second.col(k) = slopes.middleCols(4 * k, 4) * Eigen::Vector4d(1, -8, 8, -1) / (12 * h);
  return 0.5 * (second + second.transpose());
}

void require_place(const Potential& potential, const VectorXd& start, double length) {
  require(start.size() == potential.dimension(), "start.size", static_cast<double>(start.size()),
          "must be the potential's dimension");
  require(std::isfinite(length) && length > 0, "length", length, "must be positive and finite");
}

constexpr double settled = 1e-11;  // of the length

/// The step that Newton's becomes where it may be no longer than a tenth of the length.
VectorXd shortened(const VectorXd& step, double length) {
  if (!step.allFinite()) throw NumericalFailure("stationary place: the Hessian is singular");
  return std::min(1.0, 0.1 * length / std::max(step.norm(), 1e-300)) * step;
}

StationaryPlace finished(const Potential& potential, const VectorXd& x, double length) {
  return {x, value_at(potential, x),
          Eigen::SelfAdjointEigenSolver<MatrixXd>(hessian(potential, x, length)).eigenvalues()};
}

/// −|H|⁻¹ ∇V, |H| with the eigenvalues' sizes, at least 10⁻⁶ of the largest: downhill.
VectorXd downhill(const MatrixXd& h, const VectorXd& slope) {
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(h);
  const Eigen::ArrayXd sizes = solver.eigenvalues().array().abs();
  const Eigen::ArrayXd part = (solver.eigenvectors().transpose() * slope).array() /
                              sizes.max(std::max(1e-6 * sizes.maxCoeff(), 1e-300));
  return -solver.eigenvectors() * part.matrix();
}

/// The largest size of the Hessian on the curve.
double largest_curvature(const Potential& potential, const Curve& y, double length) {
  double largest = 0;
  for (Index i = 0; i < y.cols(); ++i)
    largest = std::max(largest, hessian(potential, y.col(i), length).norm());
  return largest;
}

/// ẏ = −∇V for the time `step` by Runge and Kutta's method of order 4: every place moves along its own line
/// of steepest descent, and where the curve is made of one it stays there. Euler's step leaves a bent curve
/// by O(step), however many places it has.
Curve moved_downhill(const Potential& potential, const Curve& y, double step) {
  const Curve a = gradients(potential, y), b = gradients(potential, y - 0.5 * step * a),
              c = gradients(potential, y - 0.5 * step * b), d = gradients(potential, y - step * c);
  return y - step / 6 * (a + 2 * b + 2 * c + d);
}

/// Downhill until it rests. Gives how many steps that took.
Index relax(const StringMethod& problem, Curve& y) {
  double step = 0;
  for (Index iteration = 1; iteration <= problem.most_iterations; ++iteration) {
    const double length = arcs(y)(y.cols() - 1);
    if (iteration % 50 == 1) {
      throw_if_stopped();
      step = 0.5 / largest_curvature(problem.potential, y, length);
    }
    const Curve before = y;
    y = with_equal_arcs(moved_downhill(problem.potential, y, step));
    const double moved = (y - before).colwise().norm().maxCoeff();
    if (!std::isfinite(moved))
      throw NumericalFailure("minimum energy path: the curve left the finite numbers; try another start");
    if (moved <= 0.5 * problem.tolerance * length) return iteration;
  }
  throw NumericalFailure("minimum energy path: the curve has not settled after " +
                         number_text(problem.most_iterations) +
                         " steps; try another start, more iterations or a larger tolerance");
}

/// Minima and passes from where V is least and largest along the curve.
void add_stationary_places(const Potential& potential, double length, MinimumEnergyPath& found) {
  const Eigen::ArrayXd& v = found.value;
  const Index m = v.size() - 1;
  const auto at = [&](Index i) -> VectorXd { return found.curve.row(i).transpose(); };
  found.minima.push_back(minimum_downhill(potential, at(0), length));
  for (Index i = 1; i < m; ++i) {
    if (v(i) > v(i - 1) && v(i) >= v(i + 1)) {
      found.passes.push_back(stationary_place(potential, at(i), length));
      if (found.passes.back().negative() != 1)
        throw NumericalFailure(
            "minimum energy path: what Newton finds from the highest place of the curve is "
            "no saddle; take more points");
    } else if (v(i) < v(i - 1) && v(i) <= v(i + 1)) {
      found.minima.push_back(minimum_downhill(potential, at(i), length));
    }
  }
  found.minima.push_back(minimum_downhill(potential, at(m), length));
}

}  // namespace

StationaryPlace stationary_place(const Potential& potential, const VectorXd& start, double length) {
  require_place(potential, start, length);
  VectorXd x = start;
  for (int iteration = 0; iteration < 200; ++iteration) {
    const VectorXd step =
        shortened(-hessian(potential, x, length).fullPivLu().solve(gradients(potential, x).col(0)), length);
    x += step;
    if (step.norm() <= settled * length) return finished(potential, x, length);
  }
  throw NumericalFailure("stationary place: Newton's iteration has not settled in 200 steps");
}

StationaryPlace minimum_downhill(const Potential& potential, const VectorXd& start, double length) {
  require_place(potential, start, length);
  VectorXd x = start;
  double value = value_at(potential, x);
  for (int iteration = 0; iteration < 200; ++iteration) {
    const VectorXd slope = gradients(potential, x).col(0);
    const VectorXd step = shortened(downhill(hessian(potential, x, length), slope), length);
    // V is known to its rounding alone.
    const double rounding = 1e-14 * (std::abs(value) + slope.norm() * length);
    double factor = 1, next = value_at(potential, x + step);
    while (!(next <= value + rounding) && factor > 1e-12) {
      factor *= 0.5;
      next = value_at(potential, x + factor * step);
    }
    x += factor * step;
    value = next;
    if (step.norm() <= settled * length) return finished(potential, x, length);
  }
  throw NumericalFailure("minimum downhill: not settled in 200 steps; there may be none");
}

const StationaryPlace& MinimumEnergyPath::highest() const {
  return *std::max_element(passes.begin(), passes.end(),
                           [](const auto& a, const auto& b) { return a.value < b.value; });
}

MinimumEnergyPath minimum_energy_path(const StringMethod& problem, const Points& start) {
  require(start.rows() >= 9, "start.rows", static_cast<double>(start.rows()), "must be at least 9");
  require(start.cols() == problem.potential.dimension(), "start.cols", static_cast<double>(start.cols()),
          "must be the potential's dimension");
  Curve y = start.matrix().transpose();
  const double length = arcs(y)(y.cols() - 1);
  require(length > 0, "length of the start", length, "must be positive");
  const Index m = y.cols() - 1;
  y.col(0) = minimum_downhill(problem.potential, y.col(0), length).place;
  y.col(m) = minimum_downhill(problem.potential, y.col(m), length).place;
  if ((y.col(0) - y.col(m)).norm() < 1e-6 * length)
    throw InvalidArgument("minimum energy path: both ends of the start fall to one minimum");
  y = with_equal_arcs(y);
  MinimumEnergyPath found{{}, Eigen::ArrayXd(m + 1), {}, {}, relax(problem, y)};
  found.curve = y.transpose().array();
  for (Index i = 0; i <= m; ++i) found.value(i) = value_at(problem.potential, y.col(i));
  add_stationary_places(problem.potential, length, found);
  return found;
}

}  // namespace kolmo::paths
