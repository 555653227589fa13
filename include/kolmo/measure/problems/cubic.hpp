#pragma once
// A drift that grows faster than linearly.

#include "kolmo/measure/problems/smooth_process.hpp"

namespace kolmo::measure {

/// dX = −X³ dt + √2 dW, on which explicit schemes diverge.
class Cubic : public Process1D {
 public:
  std::string name() const override { return "cubic"; }
  double f(double, double x) const override { return -x * x * x; }
  double f_x(double, double x) const override { return -3 * x * x; }
  double variance_rate(double) const override { return 2; }
  double noise_variance(double s, double t) const override { return 2 * (t - s); }
};

}  // namespace kolmo::measure
