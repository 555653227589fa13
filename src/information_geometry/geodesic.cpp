#include "kolmo/information_geometry/geodesic.hpp"

#include <Eigen/SparseCholesky>
#include <cmath>
#include <limits>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"

// E_k = (b − a)·(η(b) − η(a)) of neighbours a, b: ∂_a = −(η(b) − η(a)) − F(a)(b − a), ∂_b = η(b) − η(a) +
// F(b)(b − a); ∂_a∂_a = 2F(a) − ∂_a[F(a)](b − a), ∂_b∂_b = 2F(b) + ∂_b[F(b)](b − a), ∂_b∂_a = −F(a) − F(b).
// What F's derivative gives is taken by differences of F along the coordinates.

namespace kolmo::information_geometry {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using Factor = Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>, Eigen::Lower, Eigen::NaturalOrdering<int>>;

double energy(const ExponentialFamily& family, const MatrixXd& points) {
  const Index n = points.rows() - 1;
  CompensatedSum total;
  VectorXd before = family.mean(points.row(0).transpose());
  for (Index k = 1; k <= n; ++k) {
    const VectorXd point = points.row(k).transpose();
    if (!family.contains(point)) return std::numeric_limits<double>::infinity();
    const VectorXd here = family.mean(point);
    total.add((points.row(k) - points.row(k - 1)).dot(here - before));
    before = here;
  }
  return static_cast<double>(n) * total.value();
}

/// ∂[F(θ)]v: column l is ∂F/∂θ_l v, by central differences over ε^{1/3} of the spread of θ_l along the curve.
MatrixXd fisher_change(const ExponentialFamily& family, const VectorXd& at, const VectorXd& v,
                       const VectorXd& scale) {
  MatrixXd result(at.size(), at.size());
  for (Index l = 0; l < at.size(); ++l) {
    double delta = 6e-6 * scale(l);
    VectorXd up = at, down = at;
    up(l) += delta;
    down(l) -= delta;
    while (!family.contains(up) || !family.contains(down)) {
      delta *= 0.25;
      up(l) = at(l) + delta;
      down(l) = at(l) - delta;
    }
    result.col(l) = (family.fisher(up) - family.fisher(down)) * v / (2 * delta);
  }
  return result;
}

struct System {
  VectorXd gradient;
  Eigen::SparseMatrix<double> hessian;  ///< lower triangle
};

void add(Index row, Index column, const MatrixXd& block, std::vector<Eigen::Triplet<double>>& entries) {
  const Index m = block.rows();
  for (Index i = 0; i < m; ++i)
    for (Index j = 0; j < (row == column ? i + 1 : m); ++j)
      entries.emplace_back(static_cast<int>(row * m + i), static_cast<int>(column * m + j), block(i, j));
}

System expand(const ExponentialFamily& family, const MatrixXd& points, const VectorXd& scale) {
  const Index n = points.rows() - 1, m = points.cols();
  std::vector<MatrixXd> fisher;
  std::vector<VectorXd> mean;
  for (Index k = 0; k <= n; ++k) {
    fisher.push_back(family.fisher(points.row(k).transpose()));
    mean.push_back(family.mean(points.row(k).transpose()));
  }
  System system{VectorXd::Zero((n - 1) * m), Eigen::SparseMatrix<double>((n - 1) * m, (n - 1) * m)};
  std::vector<Eigen::Triplet<double>> entries;
  for (Index k = 0; k < n; ++k) {
    const auto i = static_cast<std::size_t>(k);
    const VectorXd step = (points.row(k + 1) - points.row(k)).transpose(), rise = mean[i + 1] - mean[i];
    if (k > 0) {  // the inner point k is the beginning of this step
      system.gradient.segment((k - 1) * m, m) -= rise + fisher[i] * step;
      const MatrixXd change = fisher_change(family, points.row(k).transpose(), step, scale);
      add(k - 1, k - 1, 2 * fisher[i] - 0.5 * (change + change.transpose()), entries);
    }
    if (k + 1 < n) {  // and k + 1 its end
      system.gradient.segment(k * m, m) += rise + fisher[i + 1] * step;
      const MatrixXd change = fisher_change(family, points.row(k + 1).transpose(), step, scale);
      add(k, k, 2 * fisher[i + 1] + 0.5 * (change + change.transpose()), entries);
    }
    if (k > 0 && k + 1 < n) add(k, k - 1, -fisher[i] - fisher[i + 1], entries);
  }
  system.hessian.setFromTriplets(entries.begin(), entries.end());
  const double whole = static_cast<double>(n);
  system.gradient *= whole;
  system.hessian *= whole;
  return system;
}

/// −(H + σD)⁻¹ g, D the diagonal of H, σ ≥ 0 the first that makes all pivots positive.
VectorXd newton_step(const System& system) {
  for (double shift = 0; shift < 1e12; shift = shift == 0 ? 1e-3 : 4 * shift) {
    Eigen::SparseMatrix<double> shifted = system.hessian;
    if (shift > 0)
      for (Index i = 0; i < shifted.rows(); ++i)
        shifted.coeffRef(i, i) += shift * std::abs(system.hessian.coeff(i, i));
    const Factor factor(shifted);
    if (factor.info() == Eigen::Success && (factor.vectorD().array() > 0).all())
      return -factor.solve(system.gradient);
  }
  throw NumericalFailure("geodesic: the Hessian is not finite");
}

MatrixXd moved(const MatrixXd& points, const VectorXd& step, double factor) {
  MatrixXd next = points;
  const Index m = points.cols();
  for (Index k = 1; k + 1 < points.rows(); ++k)
    next.row(k) += factor * step.segment((k - 1) * m, m).transpose();
  return next;
}

}  // namespace

Geodesic geodesic(const ExponentialFamily& family, const VectorXd& from, const VectorXd& to, Index steps) {
  require(steps >= 2, "steps", static_cast<double>(steps), "must be at least 2");
  (void)family.mean(from);  // throws outside of the family
  (void)family.mean(to);
  MatrixXd points(steps + 1, from.size());
  for (Index k = 0; k <= steps; ++k) {
    const double t = static_cast<double>(k) / static_cast<double>(steps);
    points.row(k) = ((1 - t) * from + t * to).transpose();
  }
  if (from == to) return {points, 0, 0};
  double now = energy(family, points);
  for (Index iteration = 1; iteration <= 200; ++iteration) {
    // The scale of each parameter: its spread along the curve, or a tenth of the largest where it does not
    // move.
    VectorXd scale = (points.colwise().maxCoeff() - points.colwise().minCoeff()).transpose();
    scale = scale.cwiseMax(0.1 * scale.maxCoeff());
    const System system = expand(family, points, scale);
    const VectorXd step = newton_step(system);
    // What Newton's step would win, at most, of E.
    if (-system.gradient.dot(step) <= 1e-15 * now) return {points, std::sqrt(now), iteration};
    double factor = 1, next = energy(family, moved(points, step, 1));
    while (!(next <= now * (1 + 1e-15)) && factor > 1e-10) {
      factor *= 0.5;
      next = energy(family, moved(points, step, factor));
    }
    points = moved(points, step, factor);
    now = next;
  }
  throw NumericalFailure("geodesic: not settled after 200 steps of Newton; try nearer ends");
}

double geodesic_distance(const ExponentialFamily& family, const VectorXd& from, const VectorXd& to,
                         Index steps) {
  const double a = geodesic(family, from, to, steps).length, b = geodesic(family, from, to, 2 * steps).length,
               c = geodesic(family, from, to, 4 * steps).length;
  const double first = (4 * b - a) / 3, second = (4 * c - b) / 3;
  return (16 * second - first) / 15;
}

}  // namespace kolmo::information_geometry
