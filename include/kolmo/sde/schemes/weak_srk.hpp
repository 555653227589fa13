#pragma once
// Stochastic Runge–Kutta schemes of weak order 2 for noise of any form, their coefficients as data.

#include <array>

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// Coefficients of an explicit scheme with three stages (a0, b0, a1, b1 strictly lower triangular), dX = f dt
/// + Σ_k G^k dW_k, k = 1 … m:
///   H⁰_i = X + h Σ_j a0_ij f(t + c0_j h, H⁰_j) + Σ_j Σ_l b0_ij G^l(t + c1_j h, H^l_j) Î_l,
///   H^k_i = X + h Σ_j a1_ij f(t + c0_j h, H⁰_j) + √h Σ_j b1_ij G^k(t + c1_j h, H^k_j),
///   Ĥ^k_i = X + Σ_j Σ_{l≠k} b2_ij G^l(t + c1_j h, H^l_j) Î_kl/√h,
///   X ← X + h Σ_i alpha_i f(t + c0_i h, H⁰_i)
///         + Σ_i Σ_k (beta1_i Î_k + beta2_i Î_kk/√h) G^k(t + c1_i h, H^k_i)
///         + Σ_i Σ_k (beta3_i Î_k + beta4_i √h) G^k(t, Ĥ^k_i).
/// Σ beta3 = Σ beta4 = 0, so that the last sum vanishes where m = 1 and where the noise is additive or
/// diagonal. For scalar noise g(t) the noise of H⁰_i and of the step are Σ_j b0_ij √V ζ and √V ζ, V = ∫g²:
/// with ζ = z that of the step is exact. Source: Rößler (2009), SIAM J. Numer. Anal. 47, 1713–1738, whose Ĥ
/// may take a drift as well: in none of the tables below does it.
struct WeakSrkTable {
  static constexpr std::size_t stages = 3;
  using Row = std::array<double, stages>;
  Row alpha, c0, c1, beta1, beta2, beta3, beta4;
  std::array<Row, stages> a0, b0, a1, b1, b2;
};

/// RI6, Rößler (2009): two evaluations of the drift, a third stage with the noise alone.
WeakSrkTable ri6_table();
/// DRI1, Debrabant and Rößler (2009), Appl. Numer. Math. 59, 582–594: Kutta's third-order method (1901) where
/// the noise vanishes.
WeakSrkTable dri1_table();

/// The law of ζ.
enum class WeakNoise {
  gaussian,     ///< ζ = z
  three_point,  ///< ζ = 0 where |z| is below the quantile of 5/6, ±√3 elsewhere: 1/6 of the normals each
};

/// Takes the steps of one table with Î_k = √h ζ_k, Î_kk = ½(Î_k² − h) and, for k ≠ l,
/// Î_kl = ½(Î_k Î_l ∓ h sign(u_k u_l)), − for k < l. The signs of the products are uncorrelated over all
/// pairs. (A single two-point variable for all l > k correlates Î_kl and Î_kl′: from m = 3 on that leaves an
/// error of h² in the second moments of a step.)
class WeakSrk : public SdeScheme {
 public:
  WeakSrk(const WeakSrkTable& table, WeakNoise noise, Claim claim)
      : table_(table), noise_(noise), claim_(std::move(claim)) {}
  const Claim& claim() const override { return claim_; }
  bool accepts(process::NoiseKind) const override { return true; }
  /// u for state-dependent noise that is not diagonal, with m ≥ 2, alone.
  PathDetail path_detail(const process::Process& process) const override;
  Index workspace_blocks(const process::Process& process) const override;
  Index quadrature_nodes() const override { return noise_ == WeakNoise::three_point ? 3 : 0; }
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;

 private:
  WeakSrkTable table_;
  WeakNoise noise_;
  Claim claim_;
};

/// DRI1 with Gaussian variables, RI6 with three-point ones.
Claim dri1_claim();
Claim ri6_claim();

}  // namespace kolmo::sde
