#pragma once
// Kinetic problems with known laws.

#include "kolmo/core/grid.hpp"
#include "kolmo/density/potential.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "kolmo/process/equations/underdamped_langevin.hpp"

namespace kolmo::measure {

/// V = −F q: flat for F = 0.
class Slope final : public density::Potential {
 public:
  explicit Slope(double force = 0) : force_(force) {}
  std::string name() const override { return "slope"; }
  Index dimension() const override { return 1; }
  void value(const ConstBlock& x, Values out) const override { out = -force_ * x.col(0); }
  void gradient(const ConstBlock&, Block out) const override { out.setConstant(-force_); }
  void laplacian(const ConstBlock&, Values out) const override { out.setZero(); }

 private:
  double force_;
};

/// V = ½k (q − m)².
struct HarmonicWell {
  double stiffness, friction, temperature, centre = 0;

  process::UnderdampedLangevin process() const;
  process::LinearProcess linear() const;
  /// 6.6 standard deviations of the stationary law and room for the start, off the centre.
  Grid grid(Index cells) const;
  /// ⟨p(0) p(t)⟩ = T e^{−γt/2} (c − γ/(2ω) s), ω² = |k − γ²/4|, c and s the cosine and sine of ωt,
  /// hyperbolic ones where γ²/4 > k, and 1 and ωt where they are equal. Source: Chandrasekhar (1943), II.3.
  double autocorrelation(double t) const;
};

/// A start that is neither stationary nor symmetric: correlated, off the centre.
struct GaussianStart {
  Eigen::Vector2d mean{1.1, -0.7};
  Eigen::Matrix2d covariance{{0.35, 0.12}, {0.12, 0.5}};
  density::GaussianMixture density() const;
};

}  // namespace kolmo::measure
