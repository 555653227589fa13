#pragma once
// Exponential Runge–Kutta steps: the diagonal part exactly, the remainder by explicit stages.

#include "kolmo/fokker_planck/spectral/semilinear.hpp"

namespace kolmo::fokker_planck {

/// φ_0(z) = e^z, φ_{k+1}(z) = (φ_k(z) − 1/k!)/z, φ_k(0) = 1/k!: φ_k(z) = ∫_0^1 e^{(1−s)z} s^{k−1}/(k−1)! ds.
/// 0 ≤ k ≤ 8 (InvalidArgument otherwise), Re z ≤ 1. By its power series for |z| < 1, by the recursion beyond,
/// which at small z loses all digits (Kassam, Trefethen 2005): absolute error below 1e−15.
std::complex<double> phi(int k, std::complex<double> z);

/// weight · φ_k(scale · z).
struct PhiTerm {
  double weight;
  int k;
  double scale = 1;
};
using PhiSum = std::vector<PhiTerm>;

/// With z = Δt Λ: U_i = e^{c_i z} u + Δt Σ_{j<i} a_ij(z) N(t + c_i Δt, U_j), the last row with c = 1 being
/// the result. Its own N is not evaluated.
struct ExponentialTable {
  std::vector<double> c;               ///< c_0 = 0, …, the last 1
  std::vector<std::vector<PhiSum>> a;  ///< row i has i entries; an empty sum is 0
};

/// ETDRK4 (Cox, Matthews 2002, eqs. 26–29): stages at 0, ½, ½, 1. Order 4 on rings, where no boundary spoils
/// its stiff order conditions (Hochbruck, Ostermann 2005).
ExponentialTable etdrk4_table();

/// A stepper given by its table.
class ExponentialRungeKutta : public SemilinearStepper {
 public:
  /// Throws InvalidArgument on rows of other lengths, c_0 ≠ 0 or a last c other than 1.
  ExponentialRungeKutta(Claim claim, ExponentialTable table);
  const Claim& claim() const override { return claim_; }
  std::unique_ptr<SemilinearPropagator> prepare(const SemilinearSystem& system, double dt) const override;

 private:
  Claim claim_;
  ExponentialTable table_;
};

ExponentialRungeKutta etdrk4();

}  // namespace kolmo::fokker_planck
