#include "probability_flow/schema.hpp"

#include "frame/problem/given_model.hpp"
#include "kolmo/io/keys.hpp"
#include "kolmo/ode/ode_stepper.hpp"

namespace kolmo::probability_flow {

using namespace io::keys;

namespace {

std::vector<std::string> adaptive_steppers() {
  std::vector<std::string> names;
  for (const ode::StepperEntry& entry : ode::steppers()) {
    if (entry.make()->error_order()) names.push_back(entry.claim.name);
  }
  return names;
}

}  // namespace

io::Schema schema() {
  io::Schema all = {
      texts("run.parts", "",
            "The parts to run; all of them if not given: likelihood, round_trip, map, trace, push_forward, "
            "split, and learned where process.score is given."),
      text("ode.stepper", "\"dormand_prince_853\"", "The ODE stepper.", adaptive_steppers()),
      particles("push_forward.particles", "1000000",
                "Points that part push_forward carries; a 20th in the plane.", {1000, 1e8}, 1000),
  };
  const io::Schema model = frame::model_keys("", "whose flow part learned looks at");
  all.insert(all.end(), model.begin(), model.end());
  return all;
}

}  // namespace kolmo::probability_flow
