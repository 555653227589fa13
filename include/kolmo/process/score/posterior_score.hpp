#pragma once
// Approximate scores of what was observed: how samplers guide a prior that was never told of the observation.

#include <memory>
#include <string>
#include <vector>

#include "kolmo/density/conditioning.hpp"
#include "kolmo/process/score/score_field.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::process {

/// What stands for p(y | x_t). With the kernel x_t | x_0 ~ N(c + a(x_0 − c), v I), Tweedie's denoised point
/// x̂ = E[x_0 | x_t] = c + (x_t − c + v s)/a, its Jacobian J = (I + v ∇²log p_t)/a and Cov[x_0 | x_t] = (v/a)
/// J:
enum class Likelihood {
  clean,       ///< N(y; A x_t, R): the noisy place taken for clean data
  point,       ///< N(y; A x̂, R): DPS (Chung et al. 2023, eq. 10), R in place of its step sizes
  isotropic,   ///< N(y; A x̂, ρ² A Aᵀ + R), ρ² = v s²/(a² s² + v): ΠGDM (Song et al. 2023)
  covariance,  ///< N(y; A x̂, (v/a) A J Aᵀ + R), J held fixed: moments matched (Boys et al. 2023)
};

/// "clean", "dps", "pi_gdm", "moments"; the enumerators in their order.
const std::vector<std::string>& likelihood_names();

/// s(t, x) + ∇_x log N(y; …) for a mixture under a linear process, with the exact prior score: what is wrong
/// with it is the likelihood alone. The gradient is Jᵀ Aᵀ S⁻¹ (y − A x̂), S the covariance above. s² in ρ² is
/// the prior's mean variance a coordinate (that paper's data have s = 1). Exact where x_0 | x_t is Gaussian
/// with the covariance supposed: isotropic for N(m, s² I), covariance for any Gaussian, point for none.
class PosteriorScore final : public ScoreField {
 public:
  /// InvalidArgument where the process is null or has no exact kernel, dimensions differ, or the observation
  /// is none (require_observation).
  PosteriorScore(std::shared_ptr<const Process> process, density::GaussianMixture prior,
                 density::LinearObservation observation, Likelihood likelihood);
  Index dimension() const override { return prior_.dimension(); }
  void score(double t, const ConstBlock& x, Block out) const override;
  /// Throws Undefined: it takes third derivatives of log p_t.
  void score_and_divergence(double t, const ConstBlock& x, Block score, Values divergence) const override;

 private:
  void add_likelihood(const density::ComponentTable& table, const KernelView& kernel, const ConstBlock& x,
                      Block out) const;
  Eigen::MatrixXd fixed_covariance(const KernelView& kernel) const;
  void weigh_by_row(const density::ComponentTable& table, const KernelView& kernel, const ConstBlock& x,
                    Points& residual) const;

  std::shared_ptr<const Process> process_;
  density::GaussianMixture prior_;
  density::LinearObservation observation_;
  Likelihood likelihood_;
  double prior_variance_;
};

}  // namespace kolmo::process
