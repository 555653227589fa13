#pragma once
// Exact marginals of mixtures under linear processes.

#include <memory>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/process/score/log_density_field.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::process {

/// The law of X_t where X_s ~ mixture and X_t | X_s ~ kernel: Σ w_k N(c + a(m_k − c), a² C_k + v I).
density::GaussianMixture marginal(const Kernel& kernel, const density::GaussianMixture& mixture);

/// The law of X_t where X_0 ~ mixture. Throws InvalidArgument where the process has no exact kernel,
/// dimensions differ or t < 0.
density::GaussianMixture marginal(const Process& process, const density::GaussianMixture& mixture, double t);

/// s(t, x) = ∇log p_t(x), exactly, for X_0 ~ mixture under a linear process, for any t ≥ 0. The table of the
/// mixture at t is rebuilt for each block in memory that the thread keeps.
class MarginalScore final : public LogDensityField {
 public:
  /// Throws InvalidArgument where the process has no exact kernel or dimensions differ.
  MarginalScore(std::shared_ptr<const Process> process, density::GaussianMixture mixture);
  Index dimension() const override { return mixture_.dimension(); }
  void score(double t, const ConstBlock& x, Block out) const override;
  void score_and_divergence(double t, const ConstBlock& x, Block score, Values divergence) const override;
  /// out(i) = log p_t(x_i).
  void log_density(double t, const ConstBlock& x, Values out) const override;
  /// X_0's law.
  const density::GaussianMixture& mixture() const { return mixture_; }

 private:
  const density::ComponentTable& table_at(double t) const;

  std::shared_ptr<const Process> process_;
  density::GaussianMixture mixture_;
};

}  // namespace kolmo::process
