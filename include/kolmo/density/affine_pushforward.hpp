#pragma once
// Densities under affine maps.

#include <memory>

#include "kolmo/density/density.hpp"

namespace kolmo::density {

/// The density p′ of X′ = B X + c where X ~ p: log p′(x′) = log p(x) − log|det B| with x = B⁻¹(x′ − c), ∇log
/// p′ = B⁻ᵀ ∇log p, ∇²log p′ = B⁻ᵀ ∇²log p B⁻¹. The Laplacian takes d Hessian products of p.
class AffinePushforward final : public Density {
 public:
  /// density not null, B d×d and invertible, c of size d, all finite (else InvalidArgument).
  AffinePushforward(std::shared_ptr<const Density> density, Eigen::MatrixXd matrix, Eigen::VectorXd offset);
  Index dimension() const override { return offset_.size(); }
  void log_density(const ConstBlock& x, Values out) const override;
  void score(const ConstBlock& x, Block out) const override;
  void score_and_laplacian(const ConstBlock& x, Block score, Values laplacian) const override;
  void hessian_product(const ConstBlock& x, const ConstBlock& v, Block out) const override;
  /// B x + c of p's samples.
  void sample(const RandomStream& stream, Index first, Block out) const override;

 private:
  /// Rows B⁻¹(x_i − c).
  Points pulled_back(const ConstBlock& x) const;

  std::shared_ptr<const Density> density_;
  Eigen::MatrixXd matrix_, inverse_;
  Eigen::VectorXd offset_;
  double log_determinant_ = 0;
};

}  // namespace kolmo::density
