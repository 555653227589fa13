#include "kolmo/fokker_planck/time/adi.hpp"

#include <cmath>

#include "axis_solver.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "step_watch.hpp"

namespace kolmo::fokker_planck {
namespace {

class AdiPropagator : public Propagator {
 public:
  AdiPropagator(const Generator& generator, double dt, double theta, bool corrected)
      : generator_(generator),
        dt_(dt),
        corrected_(corrected && generator.mixed()),
        rate_(generator.grid().cells()),
        w_(rate_.size()),
        mixed_(corrected_ ? rate_.size() : 0) {
    for (Index k = 0; k < generator.grid().dimension(); ++k) axes_.emplace_back(generator, k, theta * dt);
  }

  StepReport advance(double* p, Index steps) override {
    StepReport report;
    Eigen::Map<Eigen::ArrayXd> density(p, rate_.size());
    for (Index step = 1; step <= steps; ++step) {
      throw_if_stopped();
      generator_.apply(p, rate_.data());
      w_ = dt_ * rate_;
      add_outflow(generator_, p, dt_, report.outflow);
      Outflows lost = solve();
      if (corrected_) {
        generator_.apply_mixed(w_.data(), mixed_.data());
        w_ = dt_ * (rate_ + 0.5 * mixed_);
        lost = solve();
      }
      add_outflow(lost, 1, report.outflow);
      density += w_;
      if (!watch(p, rate_.size(), step, report)) break;
    }
    return report;
  }

 private:
  Outflows solve() {
    Outflows lost = {};
    for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
      const AxisSolver::Losses losses = axes_[axis].solve(w_.data());
      lost[axis] = {losses.lower, losses.upper};
    }
    return lost;
  }

  Generator generator_;
  double dt_;
  bool corrected_;
  std::vector<AxisSolver> axes_;
  Eigen::ArrayXd rate_, w_, mixed_;
};

Claim claim_of(const char* name, const char* source, double order_mixed, double solves) {
  Claim claim;
  claim.name = name;
  claim.source = source;
  claim.orders.set(Sense::time, Context::line, 2);
  claim.orders.set(Sense::time, Context::axes, 2);
  claim.orders.set(Sense::time, Context::mixed, order_mixed);
  claim.needs = "a constant generator with any sides";
  claim.evaluations_per_step = solves;
  return claim;
}

}  // namespace

AdiStepper::AdiStepper(Claim claim, double theta, bool corrected)
    : claim_(std::move(claim)), theta_(theta), corrected_(corrected) {
  require(theta >= 0.5 && theta <= 1, "theta", theta, "must be in [½, 1]");
}

std::unique_ptr<Propagator> AdiStepper::prepare(const Generator& generator, double dt) const {
  require(dt > 0 && std::isfinite(dt), "dt", dt, "must be finite and > 0");
  return std::make_unique<AdiPropagator>(generator, dt, theta_, corrected_);
}

AdiStepper douglas() {
  return {claim_of("douglas", "Douglas 1962; In 't Hout, Welfert 2009, eq. 1.3", 1, 1), 0.5, false};
}

AdiStepper craig_sneyd() {
  return {claim_of("craig_sneyd", "Craig, Sneyd 1988; In 't Hout, Welfert 2009, eq. 1.4", 2, 2), 0.5, true};
}

}  // namespace kolmo::fokker_planck
