#include "kolmo/measure/ode/trace_moments.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::measure {

TraceMoments trace_moments(const process::VelocityField& velocity, double t, const Points& x,
                           const Points& probes, double width) {
  const Index n = probes.rows();
  Eigen::ArrayXd estimates(n);
  for_each_block(n, [&](Index, Index first, Index rows) {
    const Points place = x.replicate(rows, 1);
    Points slope(rows, x.cols());
    ode::estimate_divergence(velocity, t, place, probes.middleRows(first, rows), width, slope,
                             estimates.segment(first, rows));
  });
  const double mean = sum(estimates.data(), n) / static_cast<double>(n);
  const Eigen::ArrayXd squares = (estimates - mean).square();
  const double variance = sum(squares.data(), n) / static_cast<double>(n - 1);
  return {mean, std::sqrt(variance / static_cast<double>(n)), variance};
}

Points probes(ode::Probe kind, const RandomStream& stream, Index n, Index dimension) {
  Points z(n, dimension);
  for_each_block(n, [&](Index, Index first, Index rows) {
    ode::draw_probes({kind, stream, 1}, first, 0, z.middleRows(first, rows));
  });
  return z;
}

Eigen::MatrixXd velocity_jacobian(const process::VelocityField& velocity, double t, const Points& x,
                                  double width) {
  const Index d = x.cols();
  Points places(2 * d, d), slopes(2 * d, d);
  for (Index k = 0; k < d; ++k) {
    places.row(2 * k) = places.row(2 * k + 1) = x.row(0);
    places(2 * k, k) += width;
    places(2 * k + 1, k) -= width;
  }
  velocity.velocity(t, places, slopes);
  Eigen::MatrixXd jacobian(d, d);
  for (Index k = 0; k < d; ++k) {
    jacobian.col(k) = (slopes.row(2 * k) - slopes.row(2 * k + 1)).matrix().transpose() / (2 * width);
  }
  return jacobian;
}

double trace_variance(ode::Probe kind, const Eigen::MatrixXd& jacobian) {
  Eigen::MatrixXd symmetric = 0.5 * (jacobian + jacobian.transpose());
  if (kind == ode::Probe::rademacher) symmetric.diagonal().setZero();
  return 2 * symmetric.squaredNorm();
}

}  // namespace kolmo::measure
