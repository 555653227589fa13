#pragma once
// Chains before their draws count: scale and step are found.

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/sampling/chains/sample_target.hpp"
#include "log_density_at.hpp"

namespace kolmo::sampling {

constexpr Index round_steps = 20;

/// Chains about the start, nearer where log p is not finite.
inline Points first_places(const SamplePlan& plan, const Target& in_y) {
  const Index d = in_y.dimension();
  Points y(plan.chains, d);
  for (Index first = 0; first < plan.chains; first += block_rows)
    plan.stream.role("start").normals(first, 0,
                                      y.middleRows(first, std::min(block_rows, plan.chains - first)));
  for (Index i = 0; i < plan.chains; ++i)
    for (int k = 0; k < 60 && !std::isfinite(log_density_at(in_y, y.row(i).transpose())); ++k)
      y.row(i) *= 0.5;
  return y;
}

/// The kernel of warm-up, and that of the draws.
struct Methods {
  const MarkovKernel &warm, &draws;
  bool tempered, hamiltonian;
};

inline Methods methods_of(const SamplePlan& plan) {
  const bool tempered = plan.method == "parallel_tempering";
  const MarkovKernel& chosen = kernel(tempered ? "mala" : plan.method);
  return {chosen.metropolised() ? chosen : kernel("mala"), chosen, tempered, chosen.claim().name == "hmc"};
}

/// What is best in many dimensions on product laws is too bold for HMC on bent ones (0.8 instead of 0.651);
/// where a method does not reject, MALA is to reject one in twenty, which is when its own steps begin to be
/// wrong.
inline double usual_acceptance(const Methods& methods) {
  if (!methods.draws.metropolised()) return 0.95;
  return methods.hamiltonian ? 0.8 : methods.draws.best_acceptance();
}

/// The state of warm-up: chains in y and what x is of them.
class WarmUp {
 public:
  WarmUp(const SamplePlan& plan, const Methods& methods)
      : plan_(plan),
        methods_(methods),
        centre_(plan.start.matrix()),
        scale_(axis_lengths(*plan.target, plan.start).matrix().asDiagonal()),
        in_y_(in_coordinates(plan.target, centre_, scale_)),
        chains_(first_places(plan, *in_y_)) {
    settings_.step = 0.3;
    settings_.jitter = plan.jitter;
  }

  void adapt() {
    const double wanted = plan_.acceptance > 0 ? plan_.acceptance : usual_acceptance(methods_);
    const AdaptedStep found = adapt_step(chain_plan(methods_.warm), chains_, wanted, plan_.rounds / 2,
                                         round_steps, methods_.hamiltonian ? plan_.trajectory : 0);
    settings_ = found.settings;
    made_ += found.steps;
  }

  /// Mean and covariance of all chains over half as many steps become centre and scale.
  void rescale() {
    const Index d = in_y_->dimension(), steps = plan_.rounds / 4 * round_steps, n = chains_.size();
    Points seen(n * steps, d);
    ChainPlan plan = chain_plan(methods_.warm);
    plan.steps = steps;
    run_chains(plan, chains_, [&](Index step, Index first, const ChainView& chain) {
      seen.middleRows((step - 1) * n + first, chain.x.rows()) = chain.x;
    });
    made_ += steps;
    const EnsembleMoments moments = ensemble_moments(seen);
    // As much of a thousandth of the identity as five draws weigh: never singular.
    const double weight = static_cast<double>(n * steps) / static_cast<double>(n * steps + 5);
    const Eigen::MatrixXd covariance =
        weight * moments.covariance + 1e-3 * (1 - weight) * Eigen::MatrixXd::Identity(d, d);
    const Eigen::MatrixXd factor = Eigen::LLT<Eigen::MatrixXd>(covariance).matrixL();
    chains_.x = factor.triangularView<Eigen::Lower>()
                    .solve((chains_.x.matrix().rowwise() - moments.mean.transpose()).transpose())
                    .transpose()
                    .array();
    centre_ += scale_ * moments.mean;
    scale_ = scale_ * factor;
    in_y_ = in_coordinates(plan_.target, centre_, scale_);
    settings_.step = 0.3;
  }

  ChainPlan chain_plan(const MarkovKernel& kernel) const {
    return {*in_y_,
            kernel,
            settings_,
            round_steps,
            plan_.stream.role("chains"),
            static_cast<std::uint32_t>(made_)};
  }
  void set_step(double h) { settings_.step = h; }

  const KernelSettings& settings() const { return settings_; }
  const Eigen::VectorXd& centre() const { return centre_; }
  const Eigen::MatrixXd& scale() const { return scale_; }
  const std::shared_ptr<const Target>& target() const { return in_y_; }
  Chains& chains() { return chains_; }
  Index made() const { return made_; }

 private:
  const SamplePlan& plan_;
  const Methods& methods_;
  Eigen::VectorXd centre_;
  Eigen::MatrixXd scale_;
  std::shared_ptr<const Target> in_y_;
  Chains chains_;
  KernelSettings settings_;
  Index made_ = 0;
};

}  // namespace kolmo::sampling
