#pragma once
// Anisotropic quadratic potentials.

#include "kolmo/density/potential.hpp"

namespace kolmo::density {

/// V(x) = ½ xᵀ A x in any dimension: its Langevin dynamics is linear, dX = −A X dt + √(2T) dW.
class QuadraticForm final : public Potential {
 public:
  /// A d×d, symmetric and positive definite (else InvalidArgument).
  explicit QuadraticForm(Eigen::MatrixXd a);
  std::string name() const override { return "quadratic_form"; }
  Index dimension() const override { return a_.rows(); }
  void value(const ConstBlock& x, Values out) const override;
  void gradient(const ConstBlock& x, Block out) const override;
  void laplacian(const ConstBlock& x, Values out) const override;
  const Eigen::MatrixXd& matrix() const { return a_; }

 private:
  Eigen::MatrixXd a_;
};

}  // namespace kolmo::density
