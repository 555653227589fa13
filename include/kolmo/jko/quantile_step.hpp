#pragma once
// The JKO step in one dimension through the inverse distribution function.

#include "kolmo/jko/jko_step.hpp"

namespace kolmo::jko {

/// In one dimension W2 is the L² distance of inverse distribution functions, so that on cells of fixed mass
/// the step is the convex problem in the nodes' displacements u_j = X_j − X_j^k
///
///   min_u  Σ_j w_j u_j²/(2τ) + Σ_j w_j V(X_j^k + u_j) + Σ_i m_i ψ((X_{i+1} − X_i)/m_i),
///
/// solved by Newton's method with its tridiagonal Hessian H, damped so that no cell shrinks to less than a
/// tenth in an iteration. It is strictly convex where τ < 1/max(−V″). Solved to
///
///   residual = √τ (gᵀ H⁻¹ g)^{1/2} / σ(ρ^k) ≤ 1e−12,   g the gradient, σ the standard deviation,
///
/// and a last Newton step beyond it. For convex V, H ≥ diag(w)/τ: the residual is at least ‖d‖_{L²(ρ)}/σ, the
/// Wasserstein length of the correction d = −H⁻¹g still wanted, and at most τ (Σ_j g_j²/w_j)^{1/2}/σ. It can
/// reach 1e−12 for any spacing h and τ because displacements u and their differences are both carried: gaps
/// taken from rounded nodes would leave ε|X|/h.
///
/// Order. Inside, with ψ = −T log s, the equation of node j divided by w_j is
///   (X_j − X_j^k)/τ + V′(X_j) + T (ρ_{j+1/2} − ρ_{j−1/2})/w_j = 0,
/// and (ρ_{j+1/2} − ρ_{j−1/2})/w_j = ∂ₓ log ρ + O(h²) where neighbouring spacings differ by O(h²), that is
/// where nodes are a smooth function of their number, which the flow keeps; the trapezoidal sums of W2² and
/// ∫ρV are of second order too. At a free end w_0 = m_0/2 and the equation is (X_0 − X_0^k)/τ + V′(X_0) +
/// 2T/(X_1 − X_0) = 0, which is not consistent: an end cell holds its mass as a uniform density where the
/// exact one has a tail. But that cell has a mass m_0 ≤ ε, the mass cut off beside it, and by contraction
/// (for λ-convex V: W2 of two flows grows at most like e^{−λt}) a part ε of the mass that is wrong by a
/// length ℓ is a distance ℓ √ε: with the layer of ℓ ~ √(T t), a moment is off by O(ε ℓ). So the error is
/// O(h²) + O(ε), and with ε = 1e−12 the second never shows. Cells of equal mass 1/N have ε = 1/N instead: the
/// tail cell alone then costs σ²·O(log N/N) in the variance, an order of one at best. (Tests measure the
/// order: 2.)
///
/// Source: Jordan, Kinderlehrer and Otto (1998), equation (14); Blanchet, Calvez and Carrillo (2008), section
/// 2, for the inverse distribution function.
class QuantileStep final : public JkoStep {
 public:
  const Claim& claim() const override;
  StepReport step(const Energy& energy, double t, double tau, LagrangianDensity& rho) override;
  /// argmin_u { Σ_j w_j (u_j − e_j)²/(2τ) + F }, `offset` e a number a node: the step from X^k + e, whose
  /// nodes need not be in order.
  StepReport step_from(const Eigen::ArrayXd& offset, const Energy& energy, double t, double tau,
                       LagrangianDensity& rho);

 private:
  void prepare(const LagrangianDensity& rho);
  void evaluate_gradient(const Energy& energy, double tau, const LagrangianDensity& rho);
  bool newton_direction(double tau, const LagrangianDensity& rho);
  double slope() const;
  double longest_move() const;
  void move(double length);
  void search(const Energy& energy, double tau, const LagrangianDensity& rho);

  Eigen::ArrayXd offset_;
  Eigen::ArrayXd u_, gap_;  ///< displacements and X_{i+1} − X_i
  Eigen::ArrayXd u_before_, gap_before_, x_, s_, first_, second_;
  Eigen::ArrayXd force_, stiffness_, gradient_, direction_, diagonal_, coupling_;
};

}  // namespace kolmo::jko
