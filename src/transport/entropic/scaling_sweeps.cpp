// Sinkhorn sweeps on scalings, where nothing leaves the range of numbers.

#include <cmath>

#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/simd/vectorised.hpp"
#include "transport/entropic/sinkhorn_sweeps.hpp"
#include "transport/worthwhile_tasks.hpp"

namespace kolmo::transport {
namespace {

constexpr Index slab = 256;  // rows that a task sums: they stay in the first cache

/// out_i = Σ_j k_ij w_j for `count` rows from k on, in the order of j; four columns at a time.
KOLMO_VECTORISED void rows_times(const double* k, Index stride, Index columns, const double* w, double* out,
                                 Index count) {
  for (Index i = 0; i < count; ++i) out[i] = 0;
  Index j = 0;
  for (; j + 4 <= columns; j += 4) {
    const double *k0 = k + j * stride, *k1 = k0 + stride, *k2 = k1 + stride, *k3 = k2 + stride;
    const double w0 = w[j], w1 = w[j + 1], w2 = w[j + 2], w3 = w[j + 3];
    for (Index i = 0; i < count; ++i) out[i] += (k0[i] * w0 + k1[i] * w1) + (k2[i] * w2 + k3[i] * w3);
  }
  for (; j < columns; ++j)
    for (Index i = 0; i < count; ++i) out[i] += k[j * stride + i] * w[j];
}

/// Whether scalings are where products lose nothing: terms of the kernel that are too small for a number
/// (below e^{−745}) stay below e^{−745 + 2·50} of a row's sum.
bool moderate(const Eigen::ArrayXd& scaling) {
  constexpr double most = 5e21;  // e^50
  return (scaling < most).all() && (scaling > 1 / most).all();
}

class ScalingSweeps final : public Sweeps {
 public:
  ScalingSweeps(const TransportCost& cost, double epsilon, const Eigen::ArrayXd& a, const Eigen::ArrayXd& b,
                Potentials start)
      : cost_(cost),
        epsilon_(epsilon),
        a_(a),
        b_(b),
        base_(std::move(start)),
        u_(Eigen::ArrayXd::Ones(a.size())),
        v_(Eigen::ArrayXd::Ones(b.size())) {}

  SweepRecord sweep(double tolerance) override {
    const Index n = a_.size();
    if (kernel_.size() == 0) return absorb();
    Eigen::ArrayXd weighted = v_ * b_, sums(n);
    for_each_worthwhile_task((n + slab - 1) / slab, size(), [&](Index task) {
      const Index first = task * slab, count = std::min(slab, n - first);
      rows_times(kernel_.data() + first, n, b_.size(), weighted.data(), sums.data() + first, count);
    });
    const SweepRecord found = judge_rows(a_, u_ * sums);
    if (found.residual <= tolerance) return found;
    const Eigen::ArrayXd u = 1 / sums;
    weighted = u * a_;
    Eigen::ArrayXd v(b_.size());
    for_each_worthwhile_task(b_.size(), size(), [&](Index j) {
      v(j) = 1 / chunk_dot(kernel_.data() + j * n, weighted.data(), n);
    });
    if (moderate(u) && moderate(v)) {
      u_ = u;
      v_ = v;
      return found;
    }
    base_ = potentials();
    return absorb();
  }

  Potentials potentials() const override {
    return {base_.phi + logarithms_of(u_), base_.gamma + logarithms_of(v_)};
  }

 private:
  double size() const { return static_cast<double>(cost_.rows()) * static_cast<double>(cost_.columns()); }

  /// A sweep in logarithms from base_, and the kernel with what it gives: its rows and columns are of
  /// order 1.
  SweepRecord absorb() {
    const auto in_logarithms = log_sweeps(cost_, epsilon_, a_, b_, base_);
    const SweepRecord found = in_logarithms->sweep(0);
    base_ = in_logarithms->potentials();
    u_ = Eigen::ArrayXd::Ones(a_.size());
    v_ = Eigen::ArrayXd::Ones(b_.size());
    const Eigen::ArrayXXd& cost = *cost_.matrix();
    kernel_.resize(cost.rows(), cost.cols());
    for_each_worthwhile_task(cost.cols(), size(), [&](Index j) {
      kernel_.col(j) = (base_.phi + base_.gamma(j)) - cost.col(j) * (1 / epsilon_);
      exp(&kernel_(0, j), &kernel_(0, j), cost.rows());
    });
    return found;
  }

  const TransportCost& cost_;
  double epsilon_;
  const Eigen::ArrayXd &a_, &b_;
  Potentials base_;
  Eigen::ArrayXd u_, v_;
  Eigen::ArrayXXd kernel_;
};

}  // namespace

std::unique_ptr<Sweeps> scaling_sweeps(const TransportCost& cost, double epsilon, const Eigen::ArrayXd& a,
                                       const Eigen::ArrayXd& b, Potentials start) {
  return std::make_unique<ScalingSweeps>(cost, epsilon, a, b, std::move(start));
}

}  // namespace kolmo::transport
