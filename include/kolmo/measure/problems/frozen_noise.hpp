#pragma once
// A process whose noise is frozen over a step.

#include "kolmo/process/process.hpp"

namespace kolmo::measure {

/// The process with scalar noise, but for the variance of the noise of a step, which is taken as g(s)² (t −
/// s): what schemes of weak order 2 do not forgive.
class Frozen final : public process::Process {
 public:
  explicit Frozen(const process::Process& process) : process_(process) {}
  std::string name() const override { return process_.name(); }
  Index dimension() const override { return process_.dimension(); }
  void drift(double t, const ConstBlock& x, Block out) const override { process_.drift(t, x, out); }
  void drift_divergence(double t, const ConstBlock& x, Values out) const override {
    process_.drift_divergence(t, x, out);
  }
  double diffusion(double t) const override { return process_.diffusion(t); }
  double noise_variance(double s, double t) const override {
    return process_.diffusion(s) * process_.diffusion(s) * (t - s);
  }

 private:
  const process::Process& process_;
};

}  // namespace kolmo::measure
