// Sinkhorn sweeps on logarithms, and how a sweep is judged.

#include <limits>

#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "transport/entropic/sinkhorn_sweeps.hpp"

namespace kolmo::transport {
namespace {

class LogSweeps final : public Sweeps {
 public:
  LogSweeps(std::unique_ptr<GibbsKernel> kernel, const Eigen::ArrayXd& a, const Eigen::ArrayXd& b,
            Potentials start)
      : kernel_(std::move(kernel)),
        a_(a),
        log_a_(logarithms_of(a)),
        log_b_(logarithms_of(b)),
        at_(std::move(start)) {}

  SweepRecord sweep(double tolerance) override {
    // phi ← −log Σ_j b_j e^{gamma_j − c_ij/ε}
    Eigen::ArrayXd weighted = at_.gamma + log_b_, phi = -at_.phi;
    kernel_->log_apply(weighted.data(), phi.data());
    phi = -phi;
    Eigen::ArrayXd ratio = at_.phi - phi;
    exp(ratio.data(), ratio.data(), ratio.size());
    const SweepRecord found = judge_rows(a_, ratio);
    if (found.residual <= tolerance) return found;
    at_.phi = phi;
    // gamma ← −log Σ_i a_i e^{phi_i − c_ij/ε}
    weighted = at_.phi + log_a_;
    at_.gamma = -at_.gamma;
    kernel_->log_apply_transposed(weighted.data(), at_.gamma.data());
    at_.gamma = -at_.gamma;
    return found;
  }

  Potentials potentials() const override { return at_; }

 private:
  std::unique_ptr<GibbsKernel> kernel_;
  const Eigen::ArrayXd& a_;
  Eigen::ArrayXd log_a_, log_b_;
  Potentials at_;
};

}  // namespace

Eigen::ArrayXd logarithms_of(const Eigen::ArrayXd& weights) {
  Eigen::ArrayXd logarithms(weights.size());
  log(weights.data(), logarithms.data(), weights.size());
  return logarithms;
}

SweepRecord judge_rows(const Eigen::ArrayXd& a, const Eigen::ArrayXd& ratio) {
  const Eigen::ArrayXd sums = sums_over_blocks(a.size(), 2, [&](Index first, Index rows, double* out) {
    const Eigen::ArrayXd mass = a.segment(first, rows) * ratio.segment(first, rows),
                         off = (mass - a.segment(first, rows)).abs();
    out[0] = chunk_sum(off.data(), rows);
    out[1] = chunk_sum(mass.data(), rows);
  });
  return {sums(0), sums(1)};
}

std::unique_ptr<Sweeps> log_sweeps(std::unique_ptr<GibbsKernel> kernel, const Eigen::ArrayXd& a,
                                   const Eigen::ArrayXd& b, Potentials start) {
  return std::make_unique<LogSweeps>(std::move(kernel), a, b, std::move(start));
}

std::unique_ptr<Sweeps> log_sweeps(const TransportCost& cost, double epsilon, const Eigen::ArrayXd& a,
                                   const Eigen::ArrayXd& b, Potentials start) {
  return log_sweeps(cost.kernel(epsilon), a, b, std::move(start));
}

}  // namespace kolmo::transport
