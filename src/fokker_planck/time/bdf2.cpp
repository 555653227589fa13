#include "kolmo/fokker_planck/time/bdf2.hpp"

#include <cmath>

#include "implicit_matrix.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/fokker_planck/time/unsplit.hpp"
#include "step_watch.hpp"

namespace kolmo::fokker_planck {
namespace {

class Bdf2Propagator : public Propagator {
 public:
  Bdf2Propagator(const Generator& generator, double dt, const TimeStepper& start)
      : generator_(generator),
        kappa_dt_(2 * dt / 3),
        start_(start.prepare(generator, dt)),
        matrix_(generator, kappa_dt_),
        p_(generator.grid().cells()),
        change_(p_.size()),
        q_(p_.size()),
        rhs_(p_.size()),
        continuation_(p_.size()) {}

  StepReport advance(double* p, Index steps) override {
    StepReport report;
    p_ = Eigen::Map<const Eigen::ArrayXd>(p, p_.size());
    bool starting = !continuation_.holds(p);
    for (Index step = 1; step <= steps; ++step) {
      throw_if_stopped();
      starting ? begin() : go_on();
      starting = false;
      add_outflow(lost_, 1, report.outflow);
      if (!watch(p_.data(), p_.size(), step, report)) break;
    }
    std::copy(p_.data(), p_.data() + p_.size(), p);
    continuation_.leave(p);
    return report;
  }

 private:
  void begin() {
    change_ = p_;
    lost_ = start_->advance(p_.data(), 1).outflow;
    change_ = p_ - change_;
  }

  // (I − K) q = p + change/3 is itself the next density.
  void go_on() {
    rhs_ = p_ + change_ / 3;
    matrix_.solve(rhs_, q_);
    const Outflows leaks =
        correct_mass(generator_, kappa_dt_, sum(p_.data(), p_.size()) - total(lost_) / 3, q_);
    Outflows lost = leaks;
    add_outflow(lost_, 1.0 / 3, lost);
    lost_ = lost;
    settle_mass(sum(p_.data(), p_.size()), total(lost), q_.data(), q_.size());
    change_ = q_ - p_;
    p_ = q_;
  }

  Generator generator_;
  double kappa_dt_;
  std::unique_ptr<Propagator> start_;
  ImplicitMatrix matrix_;
  Eigen::ArrayXd p_, change_, q_, rhs_;  // change_: p_n − p_{n−1}
  Outflows lost_ = {};                   // in the last step
  Continuation continuation_;
};

}  // namespace

Bdf2::Bdf2(std::shared_ptr<const TimeStepper> start) : start_(std::move(start)) {
  if (!start_) start_ = std::make_shared<UnsplitStepper>(unsplit(tr_bdf2()));
  claim_.name = "bdf2";
  claim_.source = "Hairer, Wanner 1996, V.1";
  claim_.orders = {{Sense::time, 2}};
  claim_.needs = "a constant generator with any sides";
}

std::unique_ptr<Propagator> Bdf2::prepare(const Generator& generator, double dt) const {
  require(dt > 0 && std::isfinite(dt), "dt", dt, "must be finite and > 0");
  return std::make_unique<Bdf2Propagator>(generator, dt, *start_);
}

}  // namespace kolmo::fokker_planck
