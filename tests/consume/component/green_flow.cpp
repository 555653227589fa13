// The Poisson flow of one point is a straight line.

#include <cmath>
#include <cstdio>
#include <memory>

#include "kolmo/green_flow/green_field.hpp"
#include "kolmo/green_flow/power_kernel.hpp"

int main() {
  const kolmo::green_flow::GreenField field(std::make_shared<kolmo::green_flow::PowerKernel>(2, 1),
                                            kolmo::green_flow::PointCloud(kolmo::Points::Zero(1, 2)));
  kolmo::Points x(1, 2), v(1, 2);
  x << 3, -1;
  field.velocity(2, x, v);  // x/t
  const bool ok = std::abs(v(0, 0) - 1.5) < 1e-14 && std::abs(v(0, 1) + 0.5) < 1e-14;
  std::printf("%s: the velocity of a Poisson flow is (%g, %g)\n", ok ? "ok" : "FAILED", v(0, 0), v(0, 1));
  return ok ? 0 : 1;
}
