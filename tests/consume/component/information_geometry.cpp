// The distance of two gamma laws, which has no closed form, by energy.

#include <cmath>
#include <cstdio>

#include "kolmo/information_geometry/geodesic.hpp"

int main() {
  const auto family = kolmo::information_geometry::gamma();
  const Eigen::Vector2d from(1, -1), scaled(1, -3);  // shape 2; rates 1 and 3: a scale family, √2 log 3
  const double distance = kolmo::information_geometry::geodesic_distance(*family, from, scaled);
  const bool ok = distance > 0 && distance < std::sqrt(2.0) * std::log(3.0) + 1e-9;
  std::printf("%s: the distance of two gamma laws is %g\n", ok ? "ok" : "FAILED", distance);
  return ok ? 0 : 1;
}
