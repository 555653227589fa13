#include "kolmo/paths/geometric_action.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "paths/curve.hpp"
#include "paths/noise_metric.hpp"

// In coordinates y = L⁻¹x, a = L Lᵀ: f becomes L⁻¹ f(L y), its Jacobian L⁻¹ J L, and the noise has unit
// strength. Points are columns here.

namespace kolmo::paths {
namespace {

class UnitNoiseDrift {
 public:
  explicit UnitNoiseDrift(const GeometricAction& problem)
      : problem_(problem), factor_(noise_factor(problem.process, 0)) {
    const double delta = std::cbrt(std::numeric_limits<double>::epsilon());
    const Index d = factor_.rows();
    inverse_ = factor_.triangularView<Eigen::Lower>().solve(Eigen::MatrixXd::Identity(d, d));
    // A step along y_k that moves no x_j by more than δ of its scale.
    steps_.resize(d);
    for (Index k = 0; k < d; ++k)
      steps_(k) = delta / (factor_.col(k).array().abs() / problem.scale).maxCoeff();
  }

  Curve to_unit(const Points& x) const { return inverse_ * x.matrix().transpose(); }
  Points from_unit(const Curve& y) const { return (factor_ * y).transpose().array(); }

  Curve at(const Curve& y) const {
    const Points x = from_unit(y);
    Points f(x.rows(), x.cols());
    problem_.process.drift(0, x, f);
    if (!f.isFinite().all())
      throw NumericalFailure("least action: the drift is not finite on the curve; try another start");
    return to_unit(f);
  }
  /// Column k of the Jacobian at all points.
  Curve jacobian_column(const Curve& y, Index k) const {
    Curve up = y, down = y;
    up.row(k).array() += steps_(k);
    down.row(k).array() -= steps_(k);
    return (at(up) - at(down)) / (2 * steps_(k));
  }

 private:
  const GeometricAction& problem_;
  Eigen::MatrixXd factor_, inverse_;
  Eigen::VectorXd steps_;
};

/// λ² y″ by an implicit step of length `step` from `explicit_part` = y + step·(the rest); ends stay.
void implicit_step(const Eigen::VectorXd& diffusivity, double step, Curve& y) {
  const Index m = y.cols() - 1;
  Eigen::VectorXd towards(m + 1);
  towards(0) = 0;
  for (Index i = 1; i < m; ++i) {
    const double c = step * diffusivity(i), pivot = 1 + 2 * c - c * towards(i - 1);
    towards(i) = c / pivot;
    y.col(i) = (y.col(i) + c * y.col(i - 1)) / pivot;
  }
  for (Index i = m - 1; i >= 1; --i) y.col(i) += towards(i) * y.col(i + 1);
}

/// One step of the flow, in place. Gives how far the place that moved most went.
double advance(const UnitNoiseDrift& drift, double step, Curve& y) {
  const Index d = y.rows(), m = y.cols() - 1;
  const double ds = 1 / static_cast<double>(m);
  const Curve f = drift.at(y);
  Curve slope = Curve::Zero(d, m + 1);
  for (Index i = 1; i < m; ++i) slope.col(i) = (y.col(i + 1) - y.col(i - 1)) / (2 * ds);
  slope.col(0) = (y.col(1) - y.col(0)) / ds;
  slope.col(m) = (y.col(m) - y.col(m - 1)) / ds;
  const Eigen::VectorXd lambda = (f.colwise().norm().array() / slope.colwise().norm().array()).transpose();
  Curve rest = Curve::Zero(d, m + 1);
  for (Index k = 0; k < d; ++k) {
    const Curve column = drift.jacobian_column(y, k);  // ∂f/∂y_k
    for (Index i = 1; i < m; ++i) {
      rest.col(i) -= lambda(i) * slope(k, i) * column.col(i);
      rest(k, i) += lambda(i) * column.col(i).dot(slope.col(i)) - column.col(i).dot(f.col(i));
    }
  }
  for (Index i = 1; i < m; ++i)
    rest.col(i) += lambda(i) * (lambda(i + 1) - lambda(i - 1)) / (2 * ds) * slope.col(i);
  const Curve before = y;
  y += step * rest;
  implicit_step(lambda.array().square() / (ds * ds), step, y);
  y = with_equal_arcs(y);
  return (y - before).colwise().norm().maxCoeff();
}

double geometric_action(const UnitNoiseDrift& drift, const Curve& y) {
  const Index m = y.cols() - 1;
  const Curve f = drift.at(0.5 * (y.leftCols(m) + y.rightCols(m)));
  CompensatedSum total;
  for (Index i = 0; i < m; ++i) {
    const Eigen::VectorXd move = y.col(i + 1) - y.col(i);
    total.add(move.norm() * f.col(i).norm() - move.dot(f.col(i)));
  }
  return total.value();
}

/// The largest size of the Jacobian on the curve: its rate.
double largest_rate(const UnitNoiseDrift& drift, const Curve& y) {
  Eigen::ArrayXd squares = Eigen::ArrayXd::Zero(y.cols());
  for (Index k = 0; k < y.rows(); ++k)
    squares += drift.jacobian_column(y, k).colwise().squaredNorm().transpose().array();
  return std::sqrt(squares.maxCoeff());
}

}  // namespace

LeastActionCurve least_action_curve(const GeometricAction& problem, const Points& start) {
  require(start.rows() >= 8, "start.rows", static_cast<double>(start.rows()), "must be at least 8");
  require(start.cols() == problem.process.dimension() && problem.scale.size() == start.cols(), "start.cols",
          static_cast<double>(start.cols()), "must be the process's dimension, as the number of scales");
  for (const double s : problem.scale)
    require(std::isfinite(s) && s > 0, "scale", s, "must be positive and finite");
  const UnitNoiseDrift drift(problem);
  Curve y = with_equal_arcs(drift.to_unit(start));
  for (Index iteration = 1; iteration <= problem.most_iterations; ++iteration) {
    throw_if_stopped();
    // What is explicit falls at the rate |J|² at most.
    const double part = 0.4, rate = largest_rate(drift, y), step = part / (rate * rate);
    const double moved = advance(drift, step, y);
    const double length = arcs(y)(y.cols() - 1);
    if (!std::isfinite(moved)) throw NumericalFailure("least action: the curve left the finite numbers");
    if (moved <= problem.tolerance * part * length)
      return {drift.from_unit(y), geometric_action(drift, y), iteration};
  }
  throw NumericalFailure("least action: the curve has not settled after " +
                         number_text(problem.most_iterations) +
                         " steps; try another start, more iterations or a larger tolerance");
}

}  // namespace kolmo::paths
