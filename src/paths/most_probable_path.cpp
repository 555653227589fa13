#include "kolmo/paths/most_probable_path.hpp"

#include <Eigen/SparseCholesky>
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::paths {
namespace {

using Factor = Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>, Eigen::Lower, Eigen::NaturalOrdering<int>>;

Eigen::SparseMatrix<double> shifted(const Eigen::SparseMatrix<double>& hessian, double shift) {
  Eigen::SparseMatrix<double> result = hessian;
  for (Index i = 0; i < result.rows(); ++i) result.coeffRef(i, i) += shift;
  return result;
}

/// Pivots of H − σ that are negative; one that is 0 counts as none.
Index negative_pivots(const Eigen::SparseMatrix<double>& hessian, double sigma) {
  const Factor factor(shifted(hessian, -sigma));
  if (factor.info() != Eigen::Success) return negative_pivots(hessian, sigma * (1 + 1e-12) + 1e-300);
  return (factor.vectorD().array() < 0).count();
}

/// Bisection between Gershgorin's bound and the smallest entry of the diagonal (Rayleigh).
double lowest_eigenvalue(const Eigen::SparseMatrix<double>& hessian) {
  Eigen::ArrayXd radius = Eigen::ArrayXd::Zero(hessian.rows());
  for (int k = 0; k < hessian.outerSize(); ++k)
    for (Eigen::SparseMatrix<double>::InnerIterator it(hessian, k); it; ++it) {
      if (it.row() == it.col()) continue;
      radius(it.row()) += std::abs(it.value());
      radius(it.col()) += std::abs(it.value());
    }
  const Eigen::ArrayXd diagonal = hessian.diagonal();
  double lower = (diagonal - radius).minCoeff(), upper = diagonal.minCoeff();
  const double width = (diagonal.abs() + radius).maxCoeff();
  lower -= 1e-12 * width;
  upper += 1e-12 * width;
  while (upper - lower > 1e-13 * width) {
    const double middle = 0.5 * (lower + upper);
    (negative_pivots(hessian, middle) > 0 ? upper : lower) = middle;
  }
  return 0.5 * (lower + upper);
}

void add_step(Points& path, const Eigen::VectorXd& step, double factor) {
  const Index d = path.cols();
  for (Index n = 0; n < step.size() / d; ++n)
    path.row(n + 1) += factor * step.segment(n * d, d).transpose().array();
}

/// The largest step of a coordinate, in its scale.
double size_of(const PathAction& action, const Eigen::VectorXd& step) {
  const Index d = action.scale.size();
  double largest = 0;
  for (Index i = 0; i < step.size(); ++i)
    largest = std::max(largest, std::abs(step(i)) / action.scale(i % d));
  return largest;
}

StationaryPath finished(const PathAction& action, Points path, Index iterations) {
  const ActionExpansion at = expand(action, path);
  const double h = (action.end - action.begin) / static_cast<double>(path.rows() - 1);
  return {std::move(path), at.value, negative_pivots(at.hessian, 0), lowest_eigenvalue(at.hessian) / h,
          iterations};
}

/// Newton converges quadratically: after a step of this size, in the scale, what is left is its square, or
/// what rounding in differences of the divergence leaves, 4e−11 over the lowest curvature.
constexpr double settled = 1e-6;

/// The factor of H + σ, positive definite, and σ.
struct Safeguarded {
  Factor factor;
  double shift = 0;
};

void make_positive(const Eigen::SparseMatrix<double>& hessian, Safeguarded& out) {
  const double size = hessian.diagonal().cwiseAbs().maxCoeff();
  out.shift = 0;
  for (double next = 1e-10 * size;; next *= 8) {
    out.factor.compute(out.shift == 0 ? hessian : shifted(hessian, out.shift));
    if (out.factor.info() == Eigen::Success && (out.factor.vectorD().array() > 0).all()) return;
    out.shift = next;
    if (!std::isfinite(next)) throw NumericalFailure("most probable path: the Hessian is not finite");
  }
}

/// S after a step, or infinity where the drift is no number there.
double action_after(const PathAction& action, const Points& path, const Eigen::VectorXd& step,
                    double factor) {
  Points next = path;
  add_step(next, step, factor);
  try {
    return action_of(action, next);
  } catch (const NumericalFailure&) {
    return std::numeric_limits<double>::infinity();
  }
}

/// The part of the step that is taken: halved until S falls enough (Armijo), doubled while it falls further,
/// as along a valley so flat that σ is all there is of the Hessian.
double searched(const PathAction& action, const Points& path, const Eigen::VectorXd& step, double value,
                double slope) {
  // S is known to its rounding alone: a fall below it is not seen.
  const double rounding = 1e-12 * (1 + std::abs(value));
  double factor = 1, now = action_after(action, path, step, factor);
  while (!(now <= value + 1e-4 * factor * slope + rounding)) {
    factor *= 0.5;
    if (factor < 1e-12)
      throw NumericalFailure(
          "most probable path: no step along Newton's direction lowers the action; a drift with kinks, "
          "or too few steps of time");
    now = action_after(action, path, step, factor);
  }
  while (factor >= 1 && factor < 1e6) {
    const double next = action_after(action, path, step, 2 * factor);
    if (!(next < now)) break;
    now = next;
    factor *= 2;
  }
  return factor;
}

}  // namespace

StationaryPath stationary_path(const PathAction& action, Points start) {
  for (Index iteration = 1; iteration <= 100; ++iteration) {
    const ActionExpansion at = expand(action, start);
    const Factor factor(at.hessian);
    if (factor.info() != Eigen::Success)
      throw NumericalFailure("stationary path: the Hessian is singular; try another start");
    const Eigen::VectorXd step = -factor.solve(at.gradient);
    add_step(start, step, 1);
    if (size_of(action, step) < settled) return finished(action, std::move(start), iteration);
  }
  throw NumericalFailure(
      "stationary path: Newton's iteration did not settle in 100 steps; try another start");
}

StationaryPath minimal_path(const PathAction& action, Points start) {
  Safeguarded safe;
  double before = std::numeric_limits<double>::infinity();
  for (Index iteration = 1; iteration <= 500; ++iteration) {
    throw_if_stopped();
    const ActionExpansion at = expand(action, start);
    make_positive(at.hessian, safe);
    const Eigen::VectorXd step = -safe.factor.solve(at.gradient);
    const double slope = at.gradient.dot(step);
    // With σ > 0 the path has come to rest at a saddle, in the subspace that its symmetry keeps it in; or in
    // a valley so flat that no step along it changes S.
    if (size_of(action, step) < settled || -slope < 1e-11 * (1 + std::abs(at.value))) {
      add_step(start, step, 1);
      return finished(action, std::move(start), iteration);
    }
    // Over a time of many relaxations the crossing may be moved for nothing: where twenty steps win no more
    // than rounding, there is no more to be won.
    if (iteration % 20 == 0) {
      if (before - at.value < 1e-10 * (1 + std::abs(at.value)))
        return finished(action, std::move(start), iteration);
      before = at.value;
    }
    add_step(start, step, searched(action, start, step, at.value, slope));
  }
  throw NumericalFailure(
      "most probable path: not settled after 500 steps; try more steps of time, or another start");
}

Points straight_path(const Eigen::VectorXd& from, const Eigen::VectorXd& to, Index steps, double begin,
                     double end) {
  require(from.size() == to.size() && from.size() >= 1, "to.size", static_cast<double>(to.size()),
          "must be that of the other end");
  require(steps >= 2, "steps", static_cast<double>(steps), "must be at least 2");
  require(0 <= begin && begin < end && end <= 1, "end", end, "must be above the begin, both in [0, 1]");
  Points path(steps + 1, from.size());
  for (Index n = 0; n <= steps; ++n) {
    const double part =
        std::clamp((static_cast<double>(n) / static_cast<double>(steps) - begin) / (end - begin), 0.0, 1.0);
    path.row(n) = ((1 - part) * from + part * to).transpose().array();
  }
  return path;
}

StationaryPath most_probable_path(const PathAction& action, const Eigen::VectorXd& from,
                                  const Eigen::VectorXd& to, Index steps) {
  constexpr double third = 1.0 / 3;
  std::optional<StationaryPath> best;
  for (const auto& [begin, end] : {std::pair{0.0, 1.0}, {1 - third, 1.0}, {0.0, third}}) {
    StationaryPath found = minimal_path(action, straight_path(from, to, steps, begin, end));
    if (found.is_minimum() && (!best || found.action < best->action)) best = std::move(found);
  }
  if (!best) throw NumericalFailure("most probable path: every start led to a saddle");
  return *best;
}

}  // namespace kolmo::paths
