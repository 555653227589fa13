#include "four_roads/problem/velocity_in_units.hpp"

#include <algorithm>
#include <cmath>

#include "four_roads/problem/local_noise.hpp"

namespace kolmo::four_roads {

NaturalUnits natural_units(const Problem& problem, const density::GaussianMixture& initial,
                           const std::vector<double>& clock) {
  const double span = std::abs(clock.back() - clock.front());
  double rate = 0;
  for (Index j = 0; j < problem.dimension(); ++j)
    rate = std::max(rate, noise_rate(*problem.intrinsic, initial.mean(), j));
  double width = std::sqrt(initial.covariance().diagonal().maxCoeff() + rate * span);
  for (const Axis& axis : problem.domain) width = std::min(width, (axis.upper - axis.lower) / 16);
  return {std::exp2(std::round(std::log2(width))), std::exp2(2 * std::round(0.5 * std::log2(span)))};
}

void VelocityInUnits::velocity(double s, const ConstBlock& y, Block out) const {
  const Points x = units_.length * y;
  velocity_.velocity(s * units_.time, x, out);
  out *= units_.time / units_.length;
}

void VelocityInUnits::velocity_and_divergence(double s, const ConstBlock& y, Block out,
                                              Values divergence) const {
  const Points x = units_.length * y;
  velocity_.velocity_and_divergence(s * units_.time, x, out, divergence);
  out *= units_.time / units_.length;
  divergence *= units_.time;
}

}  // namespace kolmo::four_roads
