#pragma once
// A potential without its heights.

#include <memory>

#include "four_roads/problem/problem.hpp"

namespace kolmo::four_roads {

/// V where V ≤ A; A + B log(1 + z + z²/2), z = (V − A)/B, above: twice continuously differentiable, and
/// growing like a logarithm where e^{−V/T} is 0 to anyone. ∇V of Müller and Brown's surface is 10⁵ T a length
/// at the corners of a box in which the law never sees more than 10² T.
class CappedPotential final : public density::Potential {
 public:
  /// width B > 0.
  CappedPotential(std::shared_ptr<const density::Potential> potential, double height, double width)
      : potential_(std::move(potential)), height_(height), width_(width) {}
  std::string name() const override { return potential_->name(); }
  Index dimension() const override { return potential_->dimension(); }
  void value(const ConstBlock& x, Values out) const override;
  void gradient(const ConstBlock& x, Block out) const override;
  /// Throws Undefined: JKO steps do not ask.
  void laplacian(const ConstBlock& x, Values out) const override;

 private:
  std::shared_ptr<const density::Potential> potential_;
  double height_, width_;
};

/// V up to 40 T above its lowest value in the domain, and above the highest place where the start has more
/// than e^{−30} of its greatest density; B = 10 T.
process::GradientStructure capped(const Problem& problem, const process::GradientStructure& structure);

}  // namespace kolmo::four_roads
