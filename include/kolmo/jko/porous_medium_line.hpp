#pragma once
// The energy of the porous medium equation on the line.

#include <memory>

#include "kolmo/jko/energy.hpp"

namespace kolmo::jko {

/// F[ρ] = ∫ρ^m/(m − 1) + ∫ρV, m > 1, whose gradient flow is ρ_t = (ρ^m)_xx + (ρV′)_x: ψ(s) = s^{1−m}/(m − 1).
/// A front stands at an end of the cells, and moves with it.
class PorousMediumLine final : public Energy {
 public:
  /// V may be null. Throws InvalidArgument unless m is within (1, 20] and V one-dimensional.
  explicit PorousMediumLine(double exponent, std::shared_ptr<const density::Potential> potential = nullptr);
  std::string name() const override { return "porous_medium"; }
  const density::Potential* potential() const override { return potential_.get(); }
  void internal_energy(const double* s, double* out, Index n) const override;
  void internal_derivatives(const double* s, double* first, double* second, Index n) const override;

 private:
  double exponent_;
  std::shared_ptr<const density::Potential> potential_;
};

}  // namespace kolmo::jko
