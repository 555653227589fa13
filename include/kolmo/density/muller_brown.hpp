#pragma once
// The surface of Müller and Brown, on which methods for paths are compared.

#include "kolmo/density/potential.hpp"

namespace kolmo::density {

/// V(x, y) = Σ_k A_k exp(a_k (x − x_k)² + b_k (x − x_k)(y − y_k) + c_k (y − y_k)²)/100 in 2-D: the surface a
/// hundred times smaller. Minima near (−0.558, 1.442), (0.623, 0.028) and (−0.050, 0.467), of −1.46700,
/// −1.08167 and −0.80768; saddles near (−0.822, 0.624) and (0.212, 0.293), of −0.40665 and −0.72249. Source:
/// Müller and Brown (1979), Theor. Chim. Acta 53, 75.
class MullerBrown final : public Potential {
 public:
  std::string name() const override { return "muller_brown"; }
  Index dimension() const override { return 2; }
  void value(const ConstBlock& x, Values out) const override;
  void gradient(const ConstBlock& x, Block out) const override;
  void laplacian(const ConstBlock& x, Values out) const override;
};

}  // namespace kolmo::density
