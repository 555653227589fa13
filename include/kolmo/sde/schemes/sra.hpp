#pragma once
// Rößler's stochastic Runge–Kutta schemes for additive noise, their coefficients as data.

#include <array>

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// Coefficients of an explicit scheme with up to three stages (a0 and b0 strictly lower triangular; what is
/// not used is 0):
///   H_i = X + h Σ_j a0_ij f(t + c0_j h, H_j) + Σ_j b0_ij G(t + c1_j h) ΔZ/h,
///   X ← X + h Σ_i alpha_i f(t + c0_i h, H_i) + Σ_i G(t + c1_i h) (beta1_i ΔW + beta2_i ΔZ/h),
/// G(t) = g(t) I, a constant matrix, or one of time alone. Source: Rößler (2010), SIAM J. Numer. Anal. 48,
/// 922–952, section 6.2.
struct SraTable {
  static constexpr std::size_t stages = 3;
  using Row = std::array<double, stages>;
  Row alpha, c0, c1, beta1, beta2;
  std::array<Row, stages> a0, b0;
};

/// SRA1, SRA2 (two stages) and SRA3 of Rößler (2010), table 6.3.
extern const SraTable sra1_table, sra2_table, sra3_table;

/// Takes the steps of one table. A table that is not listed in `schemes` is a caller's own.
class Sra : public SdeScheme {
 public:
  Sra(const SraTable& table, Claim claim) : table_(table), claim_(std::move(claim)) {}
  const Claim& claim() const override { return claim_; }
  bool accepts(process::NoiseKind kind) const override { return process::is_additive(kind); }
  /// A matrix G(t) too, where the process says so (process::NoiseOfTimeAlone).
  bool can_step(const process::Process& process) const override;
  PathDetail path_detail(const process::Process&) const override { return PathDetail::space_time_area; }
  Index workspace_blocks(const process::Process& process) const override;
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
  bool estimates_error() const override { return true; }
  /// How far the step is from one with the first drift alone and without ΔZ, drift and noise apart:
  ///   |h Σ_i (alpha_i − δ_i1) f(t + c0_i h, H_i)| + |Σ_i beta2_i G(t + c1_i h) ΔZ/h|
  /// (Rackauckas and Nie 2017, Discrete Contin. Dyn. Syst. B 22, 2731–2761, with their δ = 1).
  void step_with_error(const process::Process& process, double t, double h, Block x, Increment& increment,
                       Workspace& workspace, Block error) const override;

 private:
  SraTable table_;
  Claim claim_;
};

Claim sra1_claim();
Claim sra2_claim();
Claim sra3_claim();

}  // namespace kolmo::sde
