#include "fokker_planck_convergence/time_dependent.hpp"

#include "kolmo/measure/fokker_planck/time_dependent_orders.hpp"

namespace kolmo::fokker_planck_convergence {

using namespace measure;

void add_time_dependent(Index steppers, Index finest_steps, Plan& plan) {
  const auto all = fokker_planck::all_steppers();
  const std::string& first = fokker_planck::discretisations().front().claim.name;
  for (const fokker_planck::Discretisation& scheme : fokker_planck::discretisations()) {
    Index left = scheme.claim.name == first ? static_cast<Index>(all.size()) : steppers;
    for (const auto& stepper : all) {
      if (left-- <= 0) break;
      const std::string pair = pair_name(stepper->claim().name, scheme.claim.name);
      plan.studies.push_back(
          {"own_time_" + pair, [=] { return own_time_study(scheme, *stepper, finest_steps); }});
      plan.studies.push_back(
          {"sub_vp_" + pair, [=] { return changing_study(scheme, *stepper, finest_steps); }});
    }
  }
}

}  // namespace kolmo::fokker_planck_convergence
