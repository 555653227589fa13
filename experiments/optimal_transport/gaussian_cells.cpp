#include "optimal_transport/gaussian_cells.hpp"

#include <cmath>
#include <numbers>

#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/normal.hpp"

namespace kolmo::optimal_transport {
namespace {

Eigen::ArrayXd normalised(const Axis& axis, Eigen::ArrayXd rho) {
  rho /= sum(rho.data(), rho.size()) * axis.width();
  return rho;
}

}  // namespace

Eigen::ArrayXd gaussian_averages(const Axis& axis, double mean, double deviation) {
  const auto cdf = [&](double x) { return normal_cdf((x - mean) / deviation); };
  Eigen::ArrayXd rho(axis.cells);
  for (Index i = 0; i < axis.cells; ++i) rho(i) = cdf(axis.face(i + 1)) - cdf(axis.face(i));
  return normalised(axis, rho);
}

Eigen::ArrayXd gaussian_values(const Axis& axis, double mean, double deviation) {
  Eigen::ArrayXd rho(axis.cells);
  for (Index i = 0; i < axis.cells; ++i) {
    const double z = (axis.centre(i) - mean) / deviation;
    rho(i) = std::exp(-z * z / 2);
  }
  return normalised(axis, rho);
}

double moment(const Axis& axis, const Eigen::ArrayXd& rho, int k) {
  CompensatedSum total;
  for (Index i = 0; i < axis.cells; ++i) total.add(std::pow(axis.centre(i), k) * rho(i));
  return total.value() * axis.width();
}

}  // namespace kolmo::optimal_transport
