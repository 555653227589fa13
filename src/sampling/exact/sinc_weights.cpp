#include "sinc_weights.hpp"

#include <cmath>
#include <numbers>

namespace kolmo::sampling {

void sinc_weights(double y, double first, double spacing, Eigen::Ref<Eigen::ArrayXd> out) {
  const double u = (y - first) / spacing, nearest = std::round(u), rest = u - nearest;
  const double sine = std::sin(std::numbers::pi * rest) / std::numbers::pi;
  // sin π(u − j) = (−1)^{nearest − j} sin π rest.
  double sign = std::fmod(std::abs(nearest), 2) == 0 ? sine : -sine;
  for (Index j = 0; j < out.size(); ++j) {
    const double away = u - static_cast<double>(j);
    out(j) = std::abs(away) < 1e-9 ? 1 : sign / away;
    sign = -sign;
  }
}

NoiseNodes::NoiseNodes(double delta) {
  const auto half = static_cast<Index>(std::floor(8.5 / delta));
  places.resize(2 * half + 1);
  weights.resize(2 * half + 1);
  for (Index k = 0; k <= 2 * half; ++k) {
    places(k) = delta * static_cast<double>(k - half);
    weights(k) = delta * std::exp(-0.5 * places(k) * places(k)) / std::sqrt(2 * std::numbers::pi);
  }
}

}  // namespace kolmo::sampling
