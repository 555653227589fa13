#include "log_density_everywhere.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "fokker_planck/operator/grid_lines.hpp"

namespace kolmo::fokker_planck {
namespace {

using Known = Eigen::Array<bool, Eigen::Dynamic, 1>;

/// −½ (x − m)ᵀ C⁻¹ (x − m) at the cell centres, m and C those of p where it is known.
Eigen::ArrayXd gaussian_exponent(const Grid& grid, const Eigen::ArrayXd& p, const Known& known) {
  const Index d = grid.dimension();
  const Points x = grid.centres();
  double mass = 0;
  Eigen::VectorXd mean = Eigen::VectorXd::Zero(d);
  for (Index i = 0; i < p.size(); ++i) {
    if (!known(i)) continue;
    mass += p(i);
    mean += p(i) * x.row(i).transpose().matrix();
  }
  mean /= mass;
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(d, d);
  for (Index i = 0; i < p.size(); ++i) {
    if (!known(i)) continue;
    const Eigen::VectorXd y = x.row(i).transpose().matrix() - mean;
    covariance += p(i) / mass * y * y.transpose();
  }
  // A density in a single row of cells has the cell's own variance across.
  for (Index k = 0; k < d; ++k) {
    covariance(k, k) = std::max(covariance(k, k), grid.axis(k).width() * grid.axis(k).width() / 12);
  }
  const Eigen::LLT<Eigen::MatrixXd> factor(covariance);
  Eigen::ArrayXd exponent(p.size());
  for (Index i = 0; i < p.size(); ++i) {
    exponent(i) = -0.5 * factor.matrixL().solve(x.row(i).transpose().matrix() - mean).squaredNorm();
  }
  return exponent;
}

/// The mean over the known neighbours of a cell; false where it has none.
bool mean_of_neighbours(const Grid& grid, const Known& known, const Eigen::ArrayXd& values, Index cell,
                        double& mean) {
  double total = 0;
  int count = 0;
  for (Index axis = 0; axis < grid.dimension(); ++axis) {
    const Index stride = stride_along(grid, axis), n = grid.axis(axis).cells, place = cell / stride % n;
    if (place > 0 && known(cell - stride)) total += values(cell - stride), ++count;
    if (place + 1 < n && known(cell + stride)) total += values(cell + stride), ++count;
  }
  mean = total / count;
  return count > 0;
}

void spread(const Grid& grid, Known known, Eigen::ArrayXd& values) {
  std::vector<Index> missing;
  for (Index cell = 0; cell < grid.cells(); ++cell) {
    if (!known(cell)) missing.push_back(cell);
  }
  while (!missing.empty()) {
    std::vector<std::pair<Index, double>> layer;
    for (const Index cell : missing) {
      double mean = 0;
      if (mean_of_neighbours(grid, known, values, cell, mean)) layer.emplace_back(cell, mean);
    }
    for (const auto& [cell, mean] : layer) {
      values(cell) = mean;
      known(cell) = true;
    }
    std::erase_if(missing, [&](Index cell) { return known(cell); });
  }
}

}  // namespace

Eigen::ArrayXd log_density_everywhere(const Grid& grid, const Eigen::ArrayXd& p, double lowest) {
  const Known known = p >= lowest;
  Eigen::ArrayXd log_p(p.size());
  for (Index i = 0; i < p.size(); ++i) log_p(i) = known(i) ? std::log(p(i)) : 0;
  if (known.all()) return log_p;
  const Eigen::ArrayXd gaussian = gaussian_exponent(grid, p, known);
  Eigen::ArrayXd remainder = log_p - gaussian;
  spread(grid, known, remainder);
  return known.select(log_p, gaussian + remainder);
}

}  // namespace kolmo::fokker_planck
