#include "discrete_to_continuous/euler_kernel.hpp"

#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::discrete_to_continuous {

process::Kernel euler_kernel(const process::Process& process, Index steps, Index from, Index to) {
  const double h = 1 / static_cast<double>(steps);
  Points x(2, 1), drift(2, 1);
  x << 0, 1;
  double scale = 1, variance = 0;
  for (Index i = from; i < to; ++i) {
    const double t = static_cast<double>(i) * h, g = process.diffusion(t);
    process.drift(t, x, drift);
    const double factor = 1 + h * (drift(1, 0) - drift(0, 0));
    scale *= factor;
    variance = factor * factor * variance + g * g * h;
  }
  return {Eigen::VectorXd::Zero(1), scale, variance};
}

}  // namespace kolmo::discrete_to_continuous
