#include "kolmo/green_flow/log_time.hpp"

#include <cmath>
#include <utility>

#include "kolmo/core/errors.hpp"

namespace kolmo::green_flow {

OnLogTime::OnLogTime(std::shared_ptr<const process::VelocityField> velocity)
    : velocity_(std::move(velocity)) {
  if (!velocity_) throw InvalidArgument("a flow in the logarithm of time needs a velocity");
}

void OnLogTime::velocity(double log_time, const ConstBlock& x, Block out) const {
  const double t = std::exp(log_time);
  velocity_->velocity(t, x, out);
  out *= t;
}

void OnLogTime::velocity_and_divergence(double log_time, const ConstBlock& x, Block velocity,
                                        Values divergence) const {
  const double t = std::exp(log_time);
  velocity_->velocity_and_divergence(t, x, velocity, divergence);
  velocity *= t;
  divergence *= t;
}

}  // namespace kolmo::green_flow
