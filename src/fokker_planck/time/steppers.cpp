// The list of time steppers, and what holds of every one of them.

#include "kolmo/fokker_planck/time/steppers.hpp"

#include <cmath>

#include "kolmo/fokker_planck/time/adi.hpp"
#include "kolmo/fokker_planck/time/bdf2.hpp"
#include "kolmo/fokker_planck/time/exponential.hpp"
#include "kolmo/fokker_planck/time/singly_implicit.hpp"
#include "kolmo/fokker_planck/time/started_stepper.hpp"
#include "kolmo/fokker_planck/time/unsplit.hpp"

namespace kolmo::fokker_planck {
namespace {

using StepperPtr = std::shared_ptr<const TimeStepper>;

template <class Stepper>
StepperPtr entry(Stepper stepper) {
  return std::make_shared<Stepper>(std::move(stepper));
}

std::string name_of(const StepperPtr& stepper) { return stepper->claim().name; }

}  // namespace

bool TimeStepper::takes(const Generator& generator) const {
  return order_in_time(*this, generator).has_value();
}

bool TimeStepper::keeps_positive(const Generator&) const { return false; }

std::optional<double> order_in_time(const TimeStepper& stepper, const Generator& generator) {
  const Claim& claim = stepper.claim();
  if (generator.mixed()) return claim.order(Sense::time, Context::mixed);
  return claim.order(Sense::time, generator.grid().dimension() == 1 ? Context::line : Context::axes);
}

bool exact_in_time(const TimeStepper& stepper) {
  return stepper.claim().order(Sense::time, Context::line) &&
         std::isinf(*stepper.claim().order(Sense::time, Context::line));
}

Catalogue<StepperPtr>& stepper_catalogue() {
  static Catalogue<StepperPtr> all(
      "stepper", name_of,
      {entry(implicit_euler()), entry(tr_bdf2()), entry(crank_nicolson()), entry(crank_nicolson_rannacher()),
       entry(sdirk3()), entry(Bdf2()), entry(unsplit(implicit_euler())), entry(unsplit(tr_bdf2())),
       entry(douglas()), entry(craig_sneyd())});
  return all;
}

const std::vector<StepperPtr>& steppers() { return stepper_catalogue().all(); }

const std::vector<StepperPtr>& exponentials() {
  static const std::vector<StepperPtr> all = {entry(EigenExponential()), entry(KrylovExponentialStepper())};
  return all;
}

std::vector<StepperPtr> all_steppers() {
  std::vector<StepperPtr> both = steppers();
  both.insert(both.end(), exponentials().begin(), exponentials().end());
  return both;
}

const TimeStepper& stepper(const std::string& name) {
  return *Catalogue<StepperPtr>("stepper", name_of, all_steppers()).find(name);
}

}  // namespace kolmo::fokker_planck
