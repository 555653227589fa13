#pragma once
// Vector fields that stand for a score at one level of noise: values and products with their Jacobian.

#include <Eigen/Core>
#include <memory>

#include "kolmo/density/density.hpp"

namespace kolmo::score {

/// s: R^d → R^d on a block, with its Jacobian J = ∇s (J_jk = ∂s_j/∂x_k). Const and thread-safe; x is rows×d.
class Field {
 public:
  virtual ~Field() = default;
  virtual Index dimension() const = 0;
  /// out(i, ·) = s(x_i).
  virtual void value(const ConstBlock& x, Block out) const = 0;
  /// out(i, ·) = J(x_i) v_i.
  virtual void jacobian_product(const ConstBlock& x, const ConstBlock& v, Block out) const = 0;
};

/// s(x) = W x + b.
class LinearField final : public Field {
 public:
  /// W d×d and b of size d (0 where it is not given), finite (else InvalidArgument).
  explicit LinearField(Eigen::MatrixXd w, Eigen::VectorXd b = {});
  Index dimension() const override { return w_.rows(); }
  void value(const ConstBlock& x, Block out) const override;
  void jacobian_product(const ConstBlock& x, const ConstBlock& v, Block out) const override;

 private:
  Eigen::MatrixXd w_;
  Eigen::VectorXd b_;
};

/// s = ∇log p with the density's own Hessian. Throws InvalidArgument where it is null.
std::unique_ptr<Field> score_of(std::shared_ptr<const density::Density> density);

/// out(i) = (∇·s)(x_i) = tr J, from d products with unit vectors.
void divergence(const Field& field, const ConstBlock& x, Values out);

/// J at one place (d numbers), d×d.
Eigen::MatrixXd jacobian(const Field& field, const Eigen::VectorXd& x);

/// ½(J − Jᵀ) at one place: 0 everywhere exactly where the field is a gradient (on R^d).
Eigen::MatrixXd antisymmetric_part(const Field& field, const Eigen::VectorXd& x);

/// ∫ s·dx along the straight pieces between the rows of `corners` (n×d, n ≥ 2): the difference of log p
/// between its ends where s = ∇log p, and a number that depends on the path where s is no gradient. Each
/// piece is cut into `panels` Gauss–Legendre panels of 10 nodes.
double line_integral(const Field& field, const Points& corners, Index panels = 8);

}  // namespace kolmo::score
