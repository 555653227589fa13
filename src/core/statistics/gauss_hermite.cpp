#include "kolmo/core/statistics/gauss_hermite.hpp"

#include <Eigen/Eigenvalues>
#include <cmath>

namespace kolmo {

GaussHermite::GaussHermite(Index n) {
  Eigen::VectorXd off_diagonal(n - 1);
  for (Index k = 1; k < n; ++k) off_diagonal(k - 1) = std::sqrt(static_cast<double>(k));
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(Eigen::VectorXd::Zero(n), off_diagonal);
  nodes = solver.eigenvalues().array();
  weights = solver.eigenvectors().row(0).transpose().array().square();
}

NormalNodes tensor_nodes(const std::vector<Index>& nodes, double smallest_weight) {
  Points points(1, 0);
  Eigen::ArrayXd weights = Eigen::ArrayXd::Ones(1);
  for (const Index count : nodes) {
    const GaussHermite rule(count);
    Points longer(points.rows() * count, points.cols() + 1);
    Eigen::ArrayXd products(longer.rows());
    Index kept = 0;
    for (Index i = 0; i < points.rows(); ++i) {
      for (Index q = 0; q < count; ++q) {
        if (weights(i) * rule.weights(q) < smallest_weight) continue;
        longer.row(kept).head(points.cols()) = points.row(i);
        longer(kept, points.cols()) = rule.nodes(q);
        products(kept++) = weights(i) * rule.weights(q);
      }
    }
    points = longer.topRows(kept);
    weights = products.head(kept);
  }
  return {points, weights};
}

}  // namespace kolmo
