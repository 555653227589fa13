#pragma once
// Implicit–explicit Runge–Kutta steps: the diagonal part implicitly, the remainder explicitly.

#include "kolmo/fokker_planck/spectral/semilinear.hpp"

namespace kolmo::fokker_planck {

/// U_i = u + Δt Σ_{j<i} e_ij N(t + c_j Δt, U_j) + Δt Σ_{j≤i} d_ij Λ U_j, c_i = Σ_j e_ij, U_0 = u; the last
/// stage is the result (L-stable where the implicit part is).
struct ImexTable {
  std::vector<std::vector<double>> explicit_part;  ///< e: row i has i entries
  std::vector<std::vector<double>> implicit_part;  ///< d: row i has i + 1 entries
};
ImexTable ars_222_table();  ///< Ascher, Ruuth, Spiteri 1997, section 2.6: order 2
ImexTable ars_443_table();  ///< the same, section 2.8: order 3

/// A stepper given by its table.
class ImexRungeKutta : public SemilinearStepper {
 public:
  /// Throws InvalidArgument on rows of other lengths, d_ii < 0 and a last stage that does not end at Δt.
  ImexRungeKutta(Claim claim, ImexTable table);
  const Claim& claim() const override { return claim_; }
  std::unique_ptr<SemilinearPropagator> prepare(const SemilinearSystem& system, double dt) const override;

 private:
  Claim claim_;
  ImexTable table_;
};

ImexRungeKutta ars_222();
ImexRungeKutta ars_443();

}  // namespace kolmo::fokker_planck
