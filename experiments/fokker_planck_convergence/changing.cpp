#include "fokker_planck_convergence/changing.hpp"

#include "kolmo/measure/fokker_planck/time_dependent_orders.hpp"

namespace kolmo::fokker_planck_convergence {

using namespace measure;

void add_changing(Index finest_steps, Plan& plan) {
  for (const fokker_planck::Discretisation& scheme : fokker_planck::discretisations()) {
    for (const auto& stepper : all_steppers()) {
      const std::string pair = pair_name(stepper->claim().name, scheme.claim.name);
      plan.studies.push_back(
          {"own_time_" + pair, [=] { return own_time_study(scheme, *stepper, finest_steps); }});
      plan.studies.push_back(
          {"sub_vp_" + pair, [=] { return changing_study(scheme, *stepper, finest_steps); }});
    }
  }
}

}  // namespace kolmo::fokker_planck_convergence
