#include "kolmo/transport/entropic/schrodinger_bridge.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/transport/entropic/gibbs_kernel.hpp"
#include "kolmo/transport/grid/grid_density.hpp"
#include "transport/entropic/sinkhorn_checks.hpp"
#include "transport/entropic/sinkhorn_sweeps.hpp"

namespace kolmo::transport {
namespace {

/// The transition densities between the ends as the kernel of Sinkhorn's iteration over masses of cells.
class EndKernel final : public GibbsKernel {
 public:
  EndKernel(const ReferenceKernel& reference, double start, double end)
      : reference_(reference),
        start_(start),
        end_(end),
        log_cell_(std::log(reference.grid().cell_volume())) {}
  Index rows() const override { return reference_.grid().cells(); }
  Index columns() const override { return rows(); }
  void log_apply(const double* v, double* out) const override {
    for (Index j = 0; j < columns(); ++j) out[j] = v[j] - log_cell_;
    reference_.backward(start_, end_, out);
  }
  void log_apply_transposed(const double* u, double* out) const override {
    for (Index i = 0; i < rows(); ++i) out[i] = u[i] - log_cell_;
    reference_.forward(start_, end_, out);
  }
  double plan_cost(const double*, const double*) const override {
    throw std::logic_error("the transitions of a bridge have no cost");
  }

 private:
  const ReferenceKernel& reference_;
  double start_, end_, log_cell_;
};

}  // namespace

SchrodingerBridge::SchrodingerBridge(std::shared_ptr<const ReferenceKernel> kernel, const ConstValues& mu,
                                     const ConstValues& nu, const BridgePlan& plan)
    : kernel_(std::move(kernel)), plan_(plan) {
  if (!kernel_) throw InvalidArgument("bridge: kernel must not be null");
  require(plan.start < plan.end && std::isfinite(plan.start) && std::isfinite(plan.end), "end of the bridge",
          plan.end, "must be finite and after its start");
  require(plan.iterations >= 1, "iterations", static_cast<double>(plan.iterations), "must be at least 1");
  require(plan.tolerance > 0 && plan.tolerance < 1, "tolerance", plan.tolerance, "must be within (0, 1)");
  const Grid& grid = kernel_->grid();
  const Eigen::ArrayXd a = checked_density(grid, mu, "mu") * grid.cell_volume(),
                       b = checked_density(grid, nu, "nu") * grid.cell_volume();
  kernel_->require_resolved(plan.start, plan.end);
  const auto sweeps = log_sweeps(std::make_unique<EndKernel>(*kernel_, plan.start, plan.end), a, b,
                                 {Eigen::ArrayXd::Zero(a.size()), Eigen::ArrayXd::Zero(b.size())});
  Stall stall;
  while (iterations_ < plan.iterations && status_ == Status::budget) {
    ++iterations_;
    residual_ = sweeps->sweep(plan.tolerance).residual;
    const Potentials at = sweeps->potentials();
    if (residual_ <= plan.tolerance)
      status_ = Status::converged;
    else if (stall.suspected(residual_) &&
             stall.confirmed(at.phi.abs().maxCoeff() + at.gamma.abs().maxCoeff()))
      status_ = Status::stalled;
  }
  const Potentials at = sweeps->potentials();
  const double log_cell = std::log(grid.cell_volume());
  log_hat_ = at.phi + logarithms_of(a) - log_cell;
  log_phi_ = at.gamma + logarithms_of(b) - log_cell;
  CompensatedSum entropy;  // of a_i b_j e^{phi_i + gamma_j} p_ij to a_i p_ij times the cell
  for (Index i = 0; i < a.size(); ++i) {
    if (a(i) > 0) entropy.add(a(i) * at.phi(i));
    if (b(i) > 0) entropy.add(b(i) * log_phi_(i));
  }
  relative_entropy_ = entropy.value();
}

void SchrodingerBridge::require_within(double t) const {
  require(t >= plan_.start && t <= plan_.end, "time of the bridge", t,
          "must lie between its start and its end");
}

Eigen::ArrayXd SchrodingerBridge::log_phi(double t) const {
  require_within(t);
  Eigen::ArrayXd values = log_phi_;
  kernel_->backward(t, plan_.end, values.data());
  return values;
}

Eigen::ArrayXd SchrodingerBridge::marginal(double t) const {
  Eigen::ArrayXd values = log_hat_;
  const Eigen::ArrayXd phi = log_phi(t);
  kernel_->forward(plan_.start, t, values.data());
  values += phi;
  exp(values.data(), values.data(), values.size());
  return values;
}

Points SchrodingerBridge::end_means() const {
  const Grid& grid = kernel_->grid();
  const Points y = grid.centres();
  Points means(grid.cells(), grid.dimension());
  const Eigen::ArrayXd total = log_phi(plan_.start);
  for (Index k = 0; k < grid.dimension(); ++k) {
    const double wall = grid.axis(k).lower;  // y − wall > 0 has a logarithm
    Eigen::ArrayXd weighted = y.col(k) - wall;
    log(weighted.data(), weighted.data(), weighted.size());
    weighted += log_phi_;
    kernel_->backward(plan_.start, plan_.end, weighted.data());
    weighted -= total;
    exp(weighted.data(), weighted.data(), weighted.size());
    means.col(k) = wall + weighted;
  }
  return means;
}

}  // namespace kolmo::transport
