#include "kolmo/measure/fokker_planck/stepper_list.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/time/exponential.hpp"

namespace kolmo::measure {

using fokker_planck::Generator;
using fokker_planck::TimeStepper;

std::vector<std::shared_ptr<const TimeStepper>> all_steppers() {
  std::vector<std::shared_ptr<const TimeStepper>> all = fokker_planck::steppers();
  const auto& exponentials = fokker_planck::exponentials();
  all.insert(all.end(), exponentials.begin(), exponentials.end());
  return all;
}

bool takes(const TimeStepper& stepper, const Generator& generator) {
  if (stepper.claim().name == "exponential_eigen") {
    return generator.grid().dimension() == 1 && generator.rates(0).wrap.size() == 0 &&
           !generator.has_negative_rates();
  }
  return fokker_planck::order_in_time(stepper, generator).has_value();
}

bool refuses(const TimeStepper& stepper, const Generator& generator) {
  try {
    stepper.prepare(generator, 1e-3);
    return false;
  } catch (const InvalidArgument&) {
    return true;
  }
}

bool is_exponential(const TimeStepper& stepper) {
  return stepper.claim().order_time && std::isinf(*stepper.claim().order_time);
}

bool positivity_proved(const TimeStepper& stepper, const Generator& generator) {
  return !generator.has_negative_rates() && (stepper.claim().order_time == 1.0 || is_exponential(stepper));
}

}  // namespace kolmo::measure
