#pragma once
// The potentials that have a name.

#include "kolmo/density/potential.hpp"

namespace kolmo::density {

/// V(x) = ½ k |x − m|² in any dimension.
class QuadraticPotential final : public Potential {
 public:
  /// stiffness k > 0 and finite, centre m of d ≥ 1 finite numbers (else InvalidArgument).
  QuadraticPotential(double stiffness, Eigen::VectorXd centre);
  std::string name() const override { return "quadratic"; }
  Index dimension() const override { return centre_.size(); }
  void value(const ConstBlock& x, Values out) const override;
  void gradient(const ConstBlock& x, Block out) const override;
  void laplacian(const ConstBlock& x, Values out) const override;
  double stiffness() const { return stiffness_; }
  const Eigen::VectorXd& centre() const { return centre_; }

 private:
  double stiffness_;
  Eigen::VectorXd centre_;
};

/// V(x) = (x² − 1)² + a x in 1-D: two wells near ±1, tilted by a.
class DoubleWell final : public Potential {
 public:
  /// tilt a finite (else InvalidArgument).
  explicit DoubleWell(double tilt = 0);
  std::string name() const override { return "double_well"; }
  Index dimension() const override { return 1; }
  void value(const ConstBlock& x, Values out) const override;
  void gradient(const ConstBlock& x, Block out) const override;
  void laplacian(const ConstBlock& x, Values out) const override;
  double tilt() const { return tilt_; }

 private:
  double tilt_;
};

/// V(x) = x⁴/4 in 1-D.
class QuarticPotential final : public Potential {
 public:
  std::string name() const override { return "quartic"; }
  Index dimension() const override { return 1; }
  void value(const ConstBlock& x, Values out) const override;
  void gradient(const ConstBlock& x, Block out) const override;
  void laplacian(const ConstBlock& x, Values out) const override;
};

/// V(x) = x²/2 − log cosh x in 1-D: drift −x + tanh x; at T = 1 the stationary law is ½ [N(1, 1) + N(−1, 1)].
class LogCoshPotential final : public Potential {
 public:
  std::string name() const override { return "log_cosh"; }
  Index dimension() const override { return 1; }
  void value(const ConstBlock& x, Values out) const override;
  void gradient(const ConstBlock& x, Block out) const override;
  void laplacian(const ConstBlock& x, Values out) const override;
};

/// V = (x² − 1)² + 3 (y − x²/2)² in 2-D: minima (±1, ½), the saddle 0.
class BentWells final : public Potential {
 public:
  std::string name() const override { return "bent_wells"; }
  Index dimension() const override { return 2; }
  void value(const ConstBlock& x, Values out) const override;
  void gradient(const ConstBlock& x, Block out) const override;
  void laplacian(const ConstBlock& x, Values out) const override;
};

}  // namespace kolmo::density
