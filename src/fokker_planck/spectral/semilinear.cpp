#include "kolmo/fokker_planck/spectral/semilinear.hpp"

#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/spectral/exponential_runge_kutta.hpp"
#include "kolmo/fokker_planck/spectral/imex_runge_kutta.hpp"

namespace kolmo::fokker_planck {

const std::vector<std::shared_ptr<const SemilinearStepper>>& semilinear_steppers() {
  static const std::vector<std::shared_ptr<const SemilinearStepper>> all = {
      std::make_shared<ExponentialRungeKutta>(etdrk4()),
      std::make_shared<ImexRungeKutta>(ars_222()),
      std::make_shared<ImexRungeKutta>(ars_443()),
  };
  return all;
}

std::shared_ptr<const SemilinearStepper> semilinear_stepper(const std::string& name) {
  std::string names;
  for (const auto& s : semilinear_steppers()) {
    if (s->claim().name == name) return s;
    names += (names.empty() ? "" : ", ") + s->claim().name;
  }
  throw InvalidArgument("stepper = \"" + name + "\": must be one of " + names);
}

}  // namespace kolmo::fokker_planck
