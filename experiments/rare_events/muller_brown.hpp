#pragma once
// The surface of Müller and Brown (1979), a hundred times smaller.

#include "kolmo/density/potential.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

namespace kolmo::rare_events {

/// Σ A_k exp(a_k (x − x_k)² + b_k (x − x_k)(y − y_k) + c_k (y − y_k)²)/100: three wells, of which
/// (−0.558, 1.442) and (0.623, 0.028) are the deepest, and passes between them.
class MullerBrown final : public density::Potential {
 public:
  std::string name() const override { return "muller_brown"; }
  Index dimension() const override { return 2; }
  void value(const ConstBlock& x, Values out) const override;
  void gradient(const ConstBlock& x, Block out) const override;
  void laplacian(const ConstBlock& x, Values out) const override;
};

/// Langevin dynamics on it at T = 0.2, and its two deepest wells.
const process::OverdampedLangevin& surface();
inline Eigen::Vector2d well_a() { return {-0.558, 1.442}; }
inline Eigen::Vector2d well_b() { return {0.623, 0.028}; }

}  // namespace kolmo::rare_events
