#pragma once
// Explicit Runge–Kutta steps with error control, for comparison.

#include "kolmo/fokker_planck/time/time_stepper.hpp"

namespace kolmo::fokker_planck {

/// k_i = L (p + h Σ_{j<i} a_ij k_j), p ← p + h Σ b_i k_i, estimated error h ‖Σ e_i k_i‖₁. The last stage is
/// the first one of the next step.
struct ExplicitTable {
  std::vector<std::vector<double>> a;  ///< row i has i entries; the last row is b
  std::vector<double> e;
  int order;
};
ExplicitTable bogacki_shampine_table();  ///< 3(2), Bogacki, Shampine 1989
ExplicitTable dormand_prince_table();    ///< 5(4), Dormand, Prince 1980

/// A step Δt in as many substeps as keep the estimated error of each below tolerance · (h/Δt) · Σ|p|.
/// Stability holds h to about 3/max|L_ii| however smooth p is. Its claim has no order: the tolerance rules.
class ExplicitStepper : public TimeStepper {
 public:
  /// Throws InvalidArgument unless tolerance > 0.
  ExplicitStepper(std::string name, std::string source, ExplicitTable table, double tolerance);
  const Claim& claim() const override { return claim_; }
  std::unique_ptr<Propagator> prepare(const Generator& generator, double dt) const override;

 private:
  Claim claim_;
  ExplicitTable table_;
  double tolerance_;
};

ExplicitStepper explicit_bogacki_shampine(double tolerance);
ExplicitStepper explicit_dormand_prince(double tolerance);

}  // namespace kolmo::fokker_planck
