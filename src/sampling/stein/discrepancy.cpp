// Kernel Stein discrepancies and the test by wild bootstrap.

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/sampling/stein/stein.hpp"

namespace kolmo::sampling {
namespace {

/// Multipliers of one replicate.
Eigen::VectorXd multipliers(SteinBootstrap bootstrap, Index n, double flip, const RandomStream& stream,
                            std::uint32_t replicate) {
  Points u(n, 1);
  stream.uniforms(0, replicate, u);
  Eigen::VectorXd w(n);
  if (bootstrap == SteinBootstrap::multinomial || bootstrap == SteinBootstrap::ordinary) {
    w.setZero();
    const double share = 1 / static_cast<double>(n);
    for (Index i = 0; i < n; ++i)
      w(std::min(n - 1, static_cast<Index>(u(i, 0) * static_cast<double>(n)))) += share;
    if (bootstrap == SteinBootstrap::multinomial) w.array() -= share;
    return w;
  }
  const double change = bootstrap == SteinBootstrap::wild ? 0.5 : flip;
  double sign = u(0, 0) < 0.5 ? -1 : 1;
  for (Index i = 0; i < n; ++i) {
    if (i > 0 && u(i, 0) < change) sign = -sign;
    w(i) = sign / static_cast<double>(n);
  }
  return w;
}

}  // namespace

Eigen::MatrixXd stein_kernel(const Points& x, const Points& score_x, const Points& y, const Points& score_y,
                             double length) {
  require(std::isfinite(length) && length > 0, "length", length, "must be positive and finite");
  const double inverse = 1 / (length * length);
  const auto d = static_cast<double>(x.cols());
  Eigen::MatrixXd matrix(x.rows(), y.rows());
  for (Index j = 0; j < y.rows(); ++j) {
    for (Index i = 0; i < x.rows(); ++i) {
      double square = 0, product = 0, along = 0;
      for (Index c = 0; c < x.cols(); ++c) {
        const double r = x(i, c) - y(j, c);
        square += r * r;
        product += score_x(i, c) * score_y(j, c);
        along += (score_x(i, c) - score_y(j, c)) * r;
      }
      matrix(i, j) =
          std::exp(-0.5 * square * inverse) * (product + along * inverse + (d - square * inverse) * inverse);
    }
  }
  return matrix;
}

double ksd_v(const Eigen::MatrixXd& matrix) {
  return sum(matrix.data(), matrix.size()) / static_cast<double>(matrix.size());
}

double ksd_u(const Eigen::MatrixXd& matrix) {
  const auto n = static_cast<double>(matrix.rows());
  return (sum(matrix.data(), matrix.size()) - matrix.trace()) / (n * (n - 1));
}

SteinTest stein_test(const Eigen::MatrixXd& matrix, SteinBootstrap bootstrap, Index replicates,
                     const RandomStream& stream, double flip) {
  require(replicates >= 1, "replicates", static_cast<double>(replicates), "must be at least 1");
  require(flip > 0 && flip <= 0.5, "flip", flip, "must be in (0, 1/2]");
  const Index n = matrix.rows();
  const bool u = bootstrap == SteinBootstrap::multinomial;
  const double statistic = u ? ksd_u(matrix) : ksd_v(matrix);
  Index above = 0;
  // Replicates side by side: one product of matrices for all of a batch.
  constexpr Index batch = 64;
  for (Index first = 0; first < replicates; first += batch) {
    const Index count = std::min(batch, replicates - first);
    Eigen::MatrixXd w(n, count);
    for (Index b = 0; b < count; ++b)
      w.col(b) = multipliers(bootstrap, n, flip, stream, static_cast<std::uint32_t>(first + b));
    const Eigen::MatrixXd kw = matrix * w;
    for (Index b = 0; b < count; ++b) {
      double value = dot(w.col(b).data(), kw.col(b).data(), n);
      if (u)
        for (Index i = 0; i < n; ++i) value -= w(i, b) * w(i, b) * matrix(i, i);
      above += value >= statistic;
    }
  }
  return {statistic, static_cast<double>(1 + above) / static_cast<double>(1 + replicates)};
}

}  // namespace kolmo::sampling
