#include "score_matching/known_scores.hpp"

#include <Eigen/Cholesky>

#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/gauss_hermite.hpp"
#include "kolmo/measure/problems/three_components.hpp"

namespace kolmo::score_matching {

Eigen::MatrixXd covariance_of_three() {
  return Eigen::Matrix3d{{1.5, 0.4, 0.0}, {0.4, 0.8, -0.2}, {0.0, -0.2, 0.5}};
}

double mean_by_quadrature(const Eigen::MatrixXd& s, const Loss& loss, Index nodes) {
  const Index d = s.rows();
  const NormalNodes all = tensor_nodes(std::vector<Index>(static_cast<std::size_t>(3 * d), nodes), 0);
  const Eigen::MatrixXd root = s.llt().matrixL();
  return sum_over_blocks(all.points.rows(), [&](Index first, Index rows) {
    const Points block = all.points.middleRows(first, rows);
    const Points x = (block.leftCols(d).matrix() * root.transpose()).array();
    Eigen::ArrayXd values(rows);
    loss(x, block.middleCols(d, d), block.rightCols(d), values);
    return chunk_dot(values.data(), all.weights.data() + first, rows);
  });
}

std::shared_ptr<const density::GaussianMixture> blurred_mixture(double sigma) {
  return std::make_shared<density::GaussianMixture>(
      measure::three_components().blurred(Eigen::VectorXd::Zero(2), 1, sigma * sigma));
}

}  // namespace kolmo::score_matching
