#include "kolmo/process/equations/vortex.hpp"

#include <cmath>

namespace kolmo::process {

void Vortex::drift(double, const ConstBlock& x, Block out) const {
  out.col(0) = -x.col(0) + omega_ * x.col(1);
  out.col(1) = -x.col(1) - omega_ * x.col(0);
}

void Vortex::drift_divergence(double, const ConstBlock&, Values out) const { out.setConstant(-2); }

double Vortex::diffusion(double) const { return std::sqrt(2.0); }

}  // namespace kolmo::process
