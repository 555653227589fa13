#pragma once
// Stochastic interpolants between mixtures: flow matching with its exact marginal velocity.

#include <functional>
#include <string>
#include <vector>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/process/score/log_density_field.hpp"

namespace kolmo::process {

/// x_t = a(t) x₀ + b(t) x₁ + c(t) z, z ~ N(0, I), t in [0, 1]. c enters as c² alone, whose rate is finite
/// where that of c = √(2t(1 − t)) is not.
struct InterpolantSchedule {
  std::string name;
  std::function<double(double t)> a, a_rate, b, b_rate, noise_variance, noise_variance_rate;
};

/// straight: 1 − t, t; trigonometric: cos(πt/2), sin(πt/2); latent: 1 − t, t and c² = 2t(1 − t).
const std::vector<InterpolantSchedule>& interpolant_schedules();

/// The schedule of this name. Throws InvalidArgument with the names there are.
const InterpolantSchedule& find_interpolant_schedule(const std::string& name);

/// The law of x_t and E[ẋ_t | x_t] for independent x₀ ~ Σ v_i N(m_i, C_i) and x₁ ~ Σ w_j N(n_j, D_j): the
/// marginal velocity that flow matching learns, whose flow carries one mixture to the other. Components are
/// pairs, μ = a m_i + b n_j, S = a² C_i + b² D_j + c² I, and
///   v(t, x) = Σ γ [a' m_i + b' n_j + ½ Ṡ S⁻¹ (x − μ)],   s(t, x) = −Σ γ S⁻¹ (x − μ),
/// γ the posterior weights. With x₀ ~ N(0, I) these are b' E[x₁|x] + a' E[x₀|x], the conditional velocity n +
/// (t D − (1 − t) I) S⁻¹ (x − t n) of straight lines. Sources: Lipman et al. (2023); Albergo, Boffi,
/// Vanden-Eijnden (2023).
class MixtureInterpolant final : public VelocityField, public LogDensityField {
 public:
  /// One dimension (else InvalidArgument).
  MixtureInterpolant(density::GaussianMixture from, density::GaussianMixture to,
                     InterpolantSchedule schedule);
  Index dimension() const override { return from_.dimension(); }
  void velocity(double t, const ConstBlock& x, Block out) const override;
  void velocity_and_divergence(double t, const ConstBlock& x, Block velocity,
                               Values divergence) const override;
  void score(double t, const ConstBlock& x, Block out) const override;
  void score_and_divergence(double t, const ConstBlock& x, Block score, Values divergence) const override;
  void log_density(double t, const ConstBlock& x, Values out) const override;
  /// The law of x_t.
  density::GaussianMixture law(double t) const;
  const InterpolantSchedule& schedule() const { return schedule_; }

 private:
  struct Moment;
  struct Workspace;
  std::vector<Moment> moments(double t) const;
  void velocity_by(const std::vector<Moment>& all, const ConstBlock& x, Block out,
                   Workspace& workspace) const;

  density::GaussianMixture from_, to_;
  InterpolantSchedule schedule_;
};

/// v = (α̇/α) x + σ(σ α̇/α − σ̇) s of x_t = α x₁ + σ ε, ε ~ N(0, I) independent of x₁: one of velocity and score
/// from the other, rows of a block. α and σ > 0, σ α̇/α ≠ σ̇ (else InvalidArgument: there the velocity says
/// nothing of the score).
struct GaussianPath {
  double alpha, alpha_rate, sigma, sigma_rate;
};
Points velocity_from_score(const GaussianPath& path, const ConstBlock& x, const ConstBlock& score);
Points score_from_velocity(const GaussianPath& path, const ConstBlock& x, const ConstBlock& velocity);

}  // namespace kolmo::process
