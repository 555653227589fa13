#pragma once
// Rößler's stochastic Runge–Kutta schemes for diagonal noise and for one Brownian motion, their coefficients
// as data.

#include <array>

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// Coefficients of an explicit scheme with two stages of the drift and four of the noise (matrices strictly
/// lower triangular):
///   H⁰_i = X + h Σ_j a0_ij f(t + c0_j h, H⁰_j) + Σ_j b0_ij g(t + c1_j h, H¹_j) ΔZ/h,
///   H¹_i = X + h Σ_j a1_ij f(t + c0_j h, H⁰_j) + √h Σ_j b1_ij g(t + c1_j h, H¹_j),
///   X ← X + h Σ_i alpha_i f(t + c0_i h, H⁰_i)
///         + Σ_i (beta1_i ΔW + beta2_i I₁₁/√h + beta3_i ΔZ/h + beta4_i I₁₁₁/h) g(t + c1_i h, H¹_i),
/// I₁₁ = ½(ΔW² − h), I₁₁₁ = (ΔW³ − 3hΔW)/6, coordinate by coordinate, or with one and
/// the same ΔW and ΔZ for all where one Brownian motion drives them (m = 1). Source: Rößler (2010), SIAM J.
/// Numer. Anal. 48, 922–952, section 6.1.
struct SriTable {
  static constexpr std::size_t drifts = 2, noises = 4;
  std::array<double, drifts> alpha, c0;
  std::array<double, noises> beta1, beta2, beta3, beta4, c1;
  std::array<std::array<double, drifts>, drifts> a0;
  std::array<std::array<double, noises>, drifts> b0;
  std::array<std::array<double, drifts>, noises> a1;
  std::array<std::array<double, noises>, noises> b1;
};

/// SRI1W1, Rößler (2010), table 6.1. There a third and a fourth stage of the drift equal the first (their
/// rows vanish and so do their weights); what they enter is written here as the first.
extern const SriTable sri1w1_table;

/// Takes the steps of one table. A table that is not listed in `schemes` is a caller's own.
class StochasticRungeKutta : public SdeScheme {
 public:
  StochasticRungeKutta(const SriTable& table, Claim claim) : table_(table), claim_(std::move(claim)) {}
  const Claim& claim() const override { return claim_; }
  bool accepts(process::NoiseKind kind) const override {
    return kind == process::NoiseKind::scalar || kind == process::NoiseKind::diagonal;
  }
  /// A matrix of one column too, whatever it depends on.
  bool can_step(const process::Process& process) const override;
  PathDetail path_detail(const process::Process&) const override { return PathDetail::space_time_area; }
  Index workspace_blocks(const process::Process&) const override { return 7; }
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
  bool estimates_error() const override { return true; }
  /// How far the step is from one with the first drift alone and without I₁₀ and I₁₁₁, drift and noise apart:
  ///   |h Σ_i (alpha_i − δ_i1) f(t + c0_i h, H⁰_i)| + |Σ_i (beta3_i ΔZ/h + beta4_i I₁₁₁/h) g(t + c1_i h,
  ///   H¹_i)|
  /// (Rackauckas and Nie 2017, Discrete Contin. Dyn. Syst. B 22, 2731–2761, with their δ = 1).
  void step_with_error(const process::Process& process, double t, double h, Block x, Increment& increment,
                       Workspace& workspace, Block error) const override;

 private:
  SriTable table_;
  Claim claim_;
};

/// The claim of SRI1W1. On noise that depends on the state its weak order is 1.5, not 2: the supports H¹
/// shift by multiples of √h without a sign of their own, which leaves a term of h^{5/2} in the second moment
/// of a step.
Claim sri1w1_claim();

}  // namespace kolmo::sde
