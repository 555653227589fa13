#include "kolmo/ode/trace_estimate.hpp"

namespace kolmo::ode {

void draw_probes(const TraceEstimate& estimate, Index first, std::uint32_t number, Block z) {
  if (estimate.probe == Probe::gaussian) {
    estimate.stream.normals(first, number, z);
    return;
  }
  estimate.stream.uniforms(first, number, z);
  z = (z > 0.5).select(Points::Ones(z.rows(), z.cols()), Points::Constant(z.rows(), z.cols(), -1));
}

void estimate_divergence(const process::VelocityField& field, double t, const ConstBlock& x,
                         const ConstBlock& z, double width, Block velocity, Values divergence) {
  Points there = x + width * z, ahead(x.rows(), x.cols());
  field.velocity(t, there, ahead);
  there = x - width * z;
  field.velocity(t, there, velocity);
  divergence.setZero();
  for (Index j = 0; j < x.cols(); ++j) divergence += z.col(j) * (ahead.col(j) - velocity.col(j));
  divergence /= 2 * width;
  field.velocity(t, x, velocity);
}

}  // namespace kolmo::ode
