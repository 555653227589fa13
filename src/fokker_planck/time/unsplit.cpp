#include "kolmo/fokker_planck/time/unsplit.hpp"

#include <cmath>

#include "implicit_matrix.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "step_watch.hpp"

namespace kolmo::fokker_planck {
namespace {

class UnsplitPropagator : public Propagator {
 public:
  UnsplitPropagator(const Generator& generator, double kappa_dt, std::vector<ImplicitStage> stages)
      : generator_(generator),
        kappa_dt_(kappa_dt),
        stages_(std::move(stages)),
        matrix_(generator, kappa_dt),
        p_(generator.grid().cells()),
        q_(p_.size()),
        rate_(p_.size()),
        rhs_(p_.size()) {}

  StepReport advance(double* p, Index steps) override {
    StepReport report;
    std::copy(p, p + p_.size(), p_.data());
    for (Index step = 1; step <= steps; ++step) {
      throw_if_stopped();
      for (const ImplicitStage& stage : stages_) apply(stage, report);
      if (!watch(p_.data(), p_.size(), step, report)) break;
    }
    std::copy(p_.data(), p_.data() + p_.size(), p);
    return report;
  }

 private:
  void apply(const ImplicitStage& stage, StepReport& report) {
    const double flux = stage.old_flux - stage.explicit_part * stage.new_flux;
    if (stage.explicit_part != 0 || flux != 0) generator_.apply(p_.data(), rate_.data());
    Outflows old = {};
    if (stage.explicit_part != 0 || stage.old_flux != 0) add_outflow(generator_, p_.data(), kappa_dt_, old);
    const double before = sum(p_.data(), p_.size());
    double expected = before;
    if (stage.explicit_part != 0) {
      rhs_ = p_ + stage.explicit_part * kappa_dt_ * rate_;
      matrix_.solve(rhs_, q_);
      expected -= stage.explicit_part * total(old);
    } else {
      matrix_.solve(p_, q_);
    }
    const Outflows leaks = correct_mass(generator_, kappa_dt_, expected, q_);
    p_ = (1 - stage.new_flux) * p_ + stage.new_flux * q_;
    if (flux != 0) p_ += flux * kappa_dt_ * rate_;
    settle_mass(before, stage.old_flux * total(old) + stage.new_flux * total(leaks), p_.data(), p_.size());
    add_outflow(old, stage.old_flux, report.outflow);
    add_outflow(leaks, stage.new_flux, report.outflow);
  }

  Generator generator_;
  double kappa_dt_;
  std::vector<ImplicitStage> stages_;
  ImplicitMatrix matrix_;
  Eigen::ArrayXd p_, q_, rate_, rhs_;
};

}  // namespace

UnsplitStepper::UnsplitStepper(SinglyImplicitStepper stages)
    : stepper_(std::move(stages)), claim_(stepper_.claim()) {
  claim_.name += "_unsplit";
  claim_.orders = {{Sense::time, claim_.order(Sense::time, Context::line).value()}};
  claim_.needs = "a constant generator with any sides";
}

std::unique_ptr<Propagator> UnsplitStepper::prepare(const Generator& generator, double dt) const {
  require(dt > 0 && std::isfinite(dt), "dt", dt, "must be finite and > 0");
  return std::make_unique<UnsplitPropagator>(generator, stepper_.kappa() * dt, stepper_.stages());
}

UnsplitStepper unsplit(SinglyImplicitStepper stepper) { return UnsplitStepper(std::move(stepper)); }

}  // namespace kolmo::fokker_planck
