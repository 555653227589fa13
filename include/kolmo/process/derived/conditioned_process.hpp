#pragma once
// A linear process conditioned on where it ends: Doob's h-transform.

#include <vector>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/process/derived/forwarding_process.hpp"

namespace kolmo::process {

/// The bridge of a process with an exact kernel and scalar noise that begins in x₀ at t₀ and is to have the
/// law ν at T: dX = (f + g² ∇log h) dt + g dW with h(t, x) = ∫ p(t, x; T, y) ν(y)/p(t₀, x₀; T, y) dy. Among
/// all processes from x₀ with that end it is nearest to the given one in relative entropy; ν a point gives
/// the ordinary bridge, f + g² (a/v) (y − μ(x)), where X_T | X_t = x ~ N(μ(x), v I), μ = c + a (x − c). ν is
/// a point or a Gaussian mixture, for which h, its gradient and every marginal are closed. Source: Doob 1957;
/// Rogers and Williams 2000, IV.39.
class ConditionedProcess final : public ForwardingProcess {
 public:
  /// InvalidArgument unless the process has scalar noise and a kernel from t₀ to T > t₀ that spreads, and
  /// start and end have its dimension.
  ConditionedProcess(std::shared_ptr<const Process> process, double start_time, Eigen::VectorXd start,
                     double end_time, density::GaussianMixture end);
  ConditionedProcess(std::shared_ptr<const Process> process, double start_time, Eigen::VectorXd start,
                     double end_time, Eigen::VectorXd end);

  std::string name() const override { return "conditioned_" + inner()->name(); }
  std::optional<bool> constant_coefficients() const override { return false; }
  const Process* source_of(Part part) const override { return part == Part::noise ? inner().get() : nullptr; }
  /// start_time ≤ t < end_time (at the end too, where ν is a mixture).
  void drift(double t, const ConstBlock& x, Block out) const override;
  /// Undefined: no scheme of the bridges here asks for it.
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;

  /// The law of X_t, start_time < t < end_time, or ≤ where ν is a mixture.
  density::GaussianMixture marginal(double t) const;

 private:
  /// A Gaussian of the end, N(m, C): B = C⁻¹ − I/v₀, b = C⁻¹ m − μ₀/v₀, and what of log h depends on neither
  /// t nor x.
  struct Component {
    double log_weight;
    Eigen::VectorXd mean, b;
    Eigen::MatrixXd covariance, excess;
  };
  void prepare(double start_time, double end_time);
  void towards_law(const Eigen::VectorXd& centre, double scale, double variance, double factor,
                   const ConstBlock& x, Block out) const;

  double start_time_, end_time_;
  Eigen::VectorXd start_, end_mean_;  ///< x₀ and μ₀
  double end_variance_ = 0;           ///< v₀
  Eigen::VectorXd point_;             ///< empty where the end is a law
  Eigen::ArrayXd weights_;
  std::vector<Component> parts_;
};

}  // namespace kolmo::process
