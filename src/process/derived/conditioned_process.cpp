#include "kolmo/process/derived/conditioned_process.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::process {

ConditionedProcess::ConditionedProcess(std::shared_ptr<const Process> process, double start_time,
                                       Eigen::VectorXd start, double end_time, density::GaussianMixture end)
    : ForwardingProcess(std::move(process), "ConditionedProcess"),
      start_time_(start_time),
      end_time_(end_time),
      start_(std::move(start)),
      weights_(end.weights()) {
  prepare(start_time, end_time);
  const Index d = dimension();
  require(end.dimension() == d, "dimension of the end", static_cast<double>(end.dimension()),
          "must be that of the process");
  for (Index k = 0; k < end.components(); ++k) {
    const Eigen::MatrixXd covariance = end.covariance(k), precision = covariance.inverse();
    const Eigen::VectorXd mean = end.means().row(k).matrix().transpose();
    parts_.push_back(
        {end.log_weights()(k) - 0.5 * std::log(covariance.determinant()) - 0.5 * mean.dot(precision * mean),
         mean, precision * mean - end_mean_ / end_variance_, covariance,
         precision - Eigen::MatrixXd::Identity(d, d) / end_variance_});
  }
}

ConditionedProcess::ConditionedProcess(std::shared_ptr<const Process> process, double start_time,
                                       Eigen::VectorXd start, double end_time, Eigen::VectorXd end)
    : ForwardingProcess(std::move(process), "ConditionedProcess"),
      start_time_(start_time),
      end_time_(end_time),
      start_(std::move(start)),
      point_(std::move(end)) {
  prepare(start_time, end_time);
  require(point_.size() == dimension(), "dimension of the end", static_cast<double>(point_.size()),
          "must be that of the process");
}

void ConditionedProcess::prepare(double start_time, double end_time) {
  require(std::isfinite(start_time) && std::isfinite(end_time) && start_time < end_time, "end time", end_time,
          "must be finite and after the start");
  require(start_.size() == dimension(), "dimension of the start", static_cast<double>(start_.size()),
          "must be that of the process");
  if (noise_kind() != NoiseKind::scalar)
    throw InvalidArgument("process = '" + inner()->name() + "': must have scalar noise to be conditioned");
  const auto kernel = exact_kernel(*inner(), start_time, end_time);
  if (!kernel) throw InvalidArgument("process = '" + inner()->name() + "': must have an exact kernel");
  require(kernel->variance > 0, "variance of the kernel", kernel->variance, "must be positive");
  end_mean_ = kernel->centre + kernel->scale * (start_ - kernel->centre);
  end_variance_ = kernel->variance;
}

void ConditionedProcess::drift(double t, const ConstBlock& x, Block out) const {
  inner()->drift(t, x, out);
  const auto kernel = exact_kernel(*inner(), t, end_time_);
  const double g = diffusion(t), factor = g * g * kernel->scale;
  if (point_.size() == 0) {
    towards_law(kernel->centre, kernel->scale, kernel->variance, factor, x, out);
    return;
  }
  for (Index j = 0; j < x.cols(); ++j) {
    const double c = kernel->centre(j);
    out.col(j) += factor / kernel->variance * (point_(j) - c - kernel->scale * (x.col(j) - c));
  }
}

/// With A = (I + v B)⁻¹ a Gaussian of the end has (E[y | x, it] − μ)/v = A (b − B μ) and, but for what all
/// share, log h = log_weight − ½ log det(I + v B) + ½ (v bᵀA b + 2 bᵀA μ − μᵀA B μ): no difference of large
/// numbers as v → 0.
void ConditionedProcess::towards_law(const Eigen::VectorXd& centre, double scale, double variance,
                                     double factor, const ConstBlock& x, Block out) const {
  const Index d = dimension();
  const auto n = static_cast<Index>(parts_.size());
  std::vector<Eigen::VectorXd> ab;  // A b and A B of each
  std::vector<Eigen::MatrixXd> ab_matrix;
  Eigen::ArrayXd constant(n), log_h(n);
  for (Index k = 0; k < n; ++k) {
    const Component& part = parts_[static_cast<std::size_t>(k)];
    const Eigen::MatrixXd sum = Eigen::MatrixXd::Identity(d, d) + variance * part.excess;
    const Eigen::MatrixXd inverse = sum.inverse();
    ab.emplace_back(inverse * part.b);
    ab_matrix.emplace_back(inverse * part.excess);
    constant(k) =
        part.log_weight - 0.5 * std::log(sum.determinant()) + 0.5 * variance * part.b.dot(ab.back());
  }
  Eigen::VectorXd mu(d), total(d);
  Eigen::MatrixXd pulls(d, n);
  for (Index i = 0; i < x.rows(); ++i) {
    for (Index j = 0; j < d; ++j) mu(j) = centre(j) + scale * (x(i, j) - centre(j));
    for (Index k = 0; k < n; ++k) {
      const auto at = static_cast<std::size_t>(k);
      log_h(k) = constant(k);
      for (Index j = 0; j < d; ++j) {
        double pull = ab[at](j);
        for (Index l = 0; l < d; ++l) pull -= ab_matrix[at](j, l) * mu(l);
        pulls(j, k) = pull;
        // ½ (2 bᵀAμ − μᵀABμ) = ½ μᵀ(A b + A (b − B μ)), A and B commuting.
        log_h(k) += 0.5 * mu(j) * (ab[at](j) + pull);
      }
    }
    const double top = log_h.maxCoeff();
    double mass = 0;
    total.setZero();
    for (Index k = 0; k < n; ++k) {
      const double share = std::exp(log_h(k) - top);
      mass += share;
      for (Index j = 0; j < d; ++j) total(j) += share * pulls(j, k);
    }
    for (Index j = 0; j < d; ++j) out(i, j) += factor * total(j) / mass;
  }
}

void ConditionedProcess::drift_divergence(double t, const ConstBlock& x, Values out) const {
  // Of its own drift, which is not that of the process it forwards to.
  // NOLINTNEXTLINE(bugprone-parent-virtual-call)
  Process::drift_divergence(t, x, out);
}

/// Given y, X_t is Gaussian about μ_t + K (y − μ₀), K = a v_t/v₀, with the variance v_t − K a v_t.
density::GaussianMixture ConditionedProcess::marginal(double t) const {
  require(t > start_time_ && (t < end_time_ || (t == end_time_ && point_.size() == 0)), "t", t,
          "must be between start and end of the bridge");
  const Index d = dimension();
  const auto here = exact_kernel(*inner(), start_time_, t), on = exact_kernel(*inner(), t, end_time_);
  const Eigen::VectorXd mean = here->centre + here->scale * (start_ - here->centre);
  const double gain = on->scale * here->variance / end_variance_;
  const double left = here->variance * on->variance / end_variance_;
  const auto count = point_.size() > 0 ? Index{1} : static_cast<Index>(parts_.size());
  Points means(count, d);
  std::vector<Eigen::MatrixXd> covariances;
  for (Index k = 0; k < count; ++k) {
    const bool at_point = point_.size() > 0;
    const Eigen::VectorXd& to = at_point ? point_ : parts_[static_cast<std::size_t>(k)].mean;
    means.row(k) = (mean + gain * (to - end_mean_)).transpose().array();
    Eigen::MatrixXd covariance = left * Eigen::MatrixXd::Identity(d, d);
    if (!at_point) covariance += gain * gain * parts_[static_cast<std::size_t>(k)].covariance;
    covariances.push_back(std::move(covariance));
  }
  return {point_.size() > 0 ? Eigen::ArrayXd::Ones(1) : weights_, means,
          density::Covariances::full(covariances)};
}

}  // namespace kolmo::process
