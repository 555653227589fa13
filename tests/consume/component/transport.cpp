// W2 between two Gaussians in closed form, and between points at the same places.

#include <cmath>
#include <cstdio>

#include "kolmo/transport/exact/sample_distances.hpp"
#include "kolmo/transport/gaussian/gaussian_transport.hpp"

int main() {
  const Eigen::VectorXd zero = Eigen::VectorXd::Zero(2), one = Eigen::VectorXd::Ones(2);
  const Eigen::MatrixXd unit = Eigen::MatrixXd::Identity(2, 2);
  const double gaussians =
      kolmo::transport::gaussian_w2_squared(zero, unit, one, 4 * unit);  // 2 + 2 (2 − 1)²
  const kolmo::Points x = Eigen::ArrayXXd::Random(50, 2), y = x + 1;
  const double points = kolmo::transport::sliced_w2_squared(x, y, 64).w2_squared;  // |(1, 1)|²/2
  const bool ok = std::abs(gaussians - 4) < 1e-12 && std::abs(points - 1) < 1e-12;
  std::printf("%s: W2^2 = %g of Gaussians, %g sliced of points\n", ok ? "ok" : "FAILED", gaussians, points);
  return ok ? 0 : 1;
}
