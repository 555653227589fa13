#pragma once
// Processes for the tests of schemes: those that orders are measured on, and a few more.

#include "kolmo/measure/problems/cubic.hpp"
#include "kolmo/measure/problems/periodic.hpp"
#include "kolmo/measure/problems/state_noise.hpp"

namespace kolmo::sde::test {

using measure::Cubic;
using measure::Derivatives;
using measure::FrozenNoise;
using measure::Noiseless;
using measure::NoiselessState;
using measure::Periodic;
using measure::PlaneNoise;
using measure::Process1D;
using measure::Smooth;
using measure::StateNoise;

/// f = −x, g² = 2, in any dimension.
class Ornstein : public process::Process {
 public:
  explicit Ornstein(Index dimension = 1) : dimension_(dimension) {}
  std::string name() const override { return "ornstein"; }
  Index dimension() const override { return dimension_; }
  void drift(double, const ConstBlock& x, Block out) const override { out = -x; }
  void drift_divergence(double, const ConstBlock&, Values out) const override {
    out = -static_cast<double>(dimension_);
  }
  double diffusion(double) const override { return std::sqrt(2.0); }
  double noise_variance(double s, double t) const override { return 2 * (t - s); }

 private:
  Index dimension_;
};

/// f = 0 and g² = 3t².
class Martingale : public Process1D {
 public:
  double f(double, double) const override { return 0; }
  double f_x(double, double) const override { return 0; }
  double variance_rate(double t) const override { return 3 * t * t; }
  double noise_variance(double s, double t) const override { return t * t * t - s * s * s; }
};

/// Noise that says it depends on the state and defines nothing.
class UndefinedNoise : public Ornstein {
 public:
  process::NoiseKind noise_kind() const override { return process::NoiseKind::diagonal; }
};

}  // namespace kolmo::sde::test
