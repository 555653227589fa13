#include "kolmo/fokker_planck/time/started_stepper.hpp"

#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/time/singly_implicit.hpp"
#include "step_watch.hpp"

namespace kolmo::fokker_planck {
namespace {

class StartedPropagator : public Propagator {
 public:
  StartedPropagator(std::unique_ptr<Propagator> first, Index first_steps, std::unique_ptr<Propagator> later,
                    Index cells)
      : first_(std::move(first)), later_(std::move(later)), first_steps_(first_steps), continuation_(cells) {}

  StepReport advance(double* p, Index steps) override {
    if (!continuation_.holds(p)) done_ = 0;
    StepReport report;
    const Index starting = std::min(steps, std::max<Index>(first_steps_ - done_, 0));
    if (starting > 0) report = first_->advance(p, starting);
    if (starting < steps && report.first_not_finite == 0) {
      const StepReport rest = later_->advance(p, steps - starting);
      if (rest.minimum < report.minimum) {
        report.minimum = rest.minimum;
        report.minimum_step = starting + rest.minimum_step;
      }
      add_outflow(rest.outflow, 1, report.outflow);
      if (rest.first_not_finite > 0) report.first_not_finite = starting + rest.first_not_finite;
    }
    done_ += steps;
    continuation_.leave(p);
    return report;
  }

 private:
  std::unique_ptr<Propagator> first_, later_;
  Index first_steps_, done_ = 0;
  Continuation continuation_;
};

}  // namespace

StartedStepper::StartedStepper(Claim claim, std::shared_ptr<const TimeStepper> first, Index first_steps,
                               std::shared_ptr<const TimeStepper> later)
    : claim_(std::move(claim)),
      first_(std::move(first)),
      later_(std::move(later)),
      first_steps_(first_steps) {
  require(first_steps >= 1, "first_steps", static_cast<double>(first_steps), "must be at least 1");
}

std::unique_ptr<Propagator> StartedStepper::prepare(const Generator& generator, double dt) const {
  return std::make_unique<StartedPropagator>(first_->prepare(generator, dt), first_steps_,
                                             later_->prepare(generator, dt), generator.grid().cells());
}

StartedStepper crank_nicolson_rannacher() {
  Claim halves;
  halves.name = "implicit_euler_halves";
  halves.orders.set(Sense::time, Context::line, 1);
  halves.orders.set(Sense::time, Context::axes, 1);
  const SinglyImplicitStepper two_half_steps(halves, 0.5, {{0, 0, 1}, {0, 0, 1}});
  Claim claim = crank_nicolson().claim();
  claim.name = "crank_nicolson_rannacher";
  claim.source = "Rannacher 1984, Numer. Math. 43";
  return StartedStepper(claim, std::make_shared<SinglyImplicitStepper>(two_half_steps), 2,
                        std::make_shared<SinglyImplicitStepper>(crank_nicolson()));
}

}  // namespace kolmo::fokker_planck
