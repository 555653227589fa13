#include "kolmo/transport/exact/sample_distances.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/sample_distance.hpp"
#include "kolmo/core/statistics/sort.hpp"

namespace kolmo::transport {
namespace {

void check(const ConstBlock& x, const ConstBlock& y, Index least) {
  require(x.cols() == y.cols() && x.cols() >= 1, "dimension of the second points",
          static_cast<double>(y.cols()), "must be that of the first");
  for (const ConstBlock* set : {&x, &y}) {
    require(set->rows() >= least, "points", static_cast<double>(set->rows()),
            least == 1 ? "must be at least 1" : "must be at least 2");
    for (Index k = 0; k < set->cols(); ++k)
      for (Index i = 0; i < set->rows(); ++i)
        require(std::isfinite((*set)(i, k)), "coordinate of a point", (*set)(i, k), "must be finite");
  }
}

/// Unit vectors, directions×d.
Points directions_of(Index dimension, Index count, const RandomStream& stream) {
  if (dimension == 1) return Points::Ones(1, 1);
  Points theta(count, dimension);
  if (dimension == 2) {
    for (Index l = 0; l < count; ++l) {
      const double angle = std::numbers::pi * (static_cast<double>(l) + 0.5) / static_cast<double>(count);
      theta(l, 0) = std::cos(angle);
      theta(l, 1) = std::sin(angle);
    }
    return theta;
  }
  stream.normals(0, 0, theta);
  for (Index l = 0; l < count; ++l) theta.row(l) /= theta.row(l).matrix().norm();
  return theta;
}

std::vector<double> projected(const ConstBlock& x, const Points& theta, Index l) {
  std::vector<double> out(static_cast<std::size_t>(x.rows()), 0.0);
  for (Index k = 0; k < x.cols(); ++k)
    for (Index i = 0; i < x.rows(); ++i) out[static_cast<std::size_t>(i)] += theta(l, k) * x(i, k);
  sort(out);
  return out;
}

/// Σ_{ij} k(x_i, y_j).
double kernel_sum(const ConstBlock& x, const ConstBlock& y, double length) {
  Eigen::ArrayXd rows(x.rows());
  for_each_block(x.rows(), [&](Index, Index first, Index count) {
    Eigen::ArrayXd square(y.rows());
    for (Index i = first; i < first + count; ++i) {
      square.setZero();
      for (Index k = 0; k < x.cols(); ++k) square += (y.col(k) - x(i, k)).square();
      square *= -0.5 / (length * length);
      exp(square.data(), square.data(), square.size());
      rows(i) = chunk_sum(square.data(), square.size());
    }
  });
  return sum(rows.data(), rows.size());
}

}  // namespace

SlicedDistance sliced_w2_squared(const ConstBlock& x, const ConstBlock& y, Index directions,
                                 const RandomStream& stream) {
  check(x, y, 1);
  require(directions >= (x.cols() > 2 ? 2 : 1), "directions", static_cast<double>(directions),
          "must be at least 1, and 2 beyond the plane");
  const Points theta = directions_of(x.cols(), directions, stream);
  Eigen::ArrayXd squares(theta.rows());
  for_each_task(theta.rows(), [&](Index l) {
    const double w2 = wasserstein_sorted(projected(x, theta, l), projected(y, theta, l), 2);
    squares(l) = w2 * w2;
  });
  const double n = static_cast<double>(squares.size()), mean = sum(squares.data(), squares.size()) / n;
  if (x.cols() <= 2) return {mean, 0};
  const Eigen::ArrayXd deviation = squares - mean;
  return {mean, std::sqrt(dot(deviation.data(), deviation.data(), squares.size()) / (n * (n - 1)))};
}

double mmd_squared(const ConstBlock& x, const ConstBlock& y, double length) {
  check(x, y, 2);
  require(length > 0 && std::isfinite(length), "length of the kernel", length, "must be finite and > 0");
  const double n = static_cast<double>(x.rows()), m = static_cast<double>(y.rows());
  const double own_x = (kernel_sum(x, x, length) - n) / (n * (n - 1)),
               own_y = (kernel_sum(y, y, length) - m) / (m * (m - 1));
  return own_x + own_y - 2 * kernel_sum(x, y, length) / (n * m);
}

}  // namespace kolmo::transport
