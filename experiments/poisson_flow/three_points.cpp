#include "poisson_flow/three_points.hpp"

#include <cmath>

namespace kolmo::poisson_flow {

green_flow::PointCloud three_points() {
  Points points(3, 1);
  points << -2, 0.5, 3;
  return {points, Eigen::Array3d(0.2, 0.5, 0.3)};
}

double distribution(const green_flow::GreenKernel& kernel, const green_flow::PointCloud& cloud, double t,
                    double x) {
  double sum = 0;
  for (Index k = 0; k < cloud.size(); ++k) {
    const double away = x - cloud.points()(k, 0);
    sum +=
        0.5 * cloud.weights()(k) * (1 + std::copysign(kernel.radial_distribution(t, std::abs(away)), away));
  }
  return sum;
}

double velocity_at(const green_flow::GreenField& field, double t, double x) {
  Points out(1, 1);
  field.velocity(t, Points::Constant(1, 1, x), out);
  return out(0, 0);
}

}  // namespace kolmo::poisson_flow
