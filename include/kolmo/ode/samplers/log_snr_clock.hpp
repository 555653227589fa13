#pragma once
// The clock of diffusion samplers: half the log of the signal-to-noise ratio.

#include <memory>

#include "kolmo/process/process.hpp"

namespace kolmo::ode {

/// A place on the clock: X_t − c = α (X_0 − c) + σ Z, λ = log(α/σ). σ = 0 and λ = ∞ at the data.
struct ClockNode {
  double t, lambda, alpha, sigma;
};

/// λ(t) = log(α(t)/σ(t)) of a linear process with scalar noise on [t_min, t_max], and its inverse. λ falls
/// with t.
class LogSnrClock {
 public:
  /// Throws InvalidArgument unless the process has an exact kernel from 0 and 0 < t_min < t_max are finite:
  /// at t = 0 the score of data may be singular, and λ is infinite.
  LogSnrClock(std::shared_ptr<const process::Process> process, double t_min, double t_max);

  double t_min() const { return t_min_; }
  double t_max() const { return t_max_; }
  const process::Process& process() const { return *process_; }
  /// c, the centre of the process's kernel.
  const Eigen::ArrayXd& centre() const { return centre_; }

  /// The node at t ≥ t_min (else InvalidArgument: no step passes t_min).
  ClockNode at(double t) const;
  /// The node with this λ, t to rounding. λ ≤ λ(t_min) (else InvalidArgument); below λ(t_max) as far as the
  /// process's kernel reaches, as samplers that add noise step back.
  ClockNode at_lambda(double lambda) const;
  /// The data: α = 1, σ = 0.
  ClockNode data() const;

 private:
  double lambda(double t) const;

  std::shared_ptr<const process::Process> process_;
  double t_min_, t_max_;
  Eigen::ArrayXd centre_;
};

}  // namespace kolmo::ode
