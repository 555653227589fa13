#include "kolmo/fokker_planck/spectral/semilinear.hpp"

#include "kolmo/core/catalogue.hpp"
#include "kolmo/fokker_planck/spectral/exponential_runge_kutta.hpp"
#include "kolmo/fokker_planck/spectral/imex_runge_kutta.hpp"

namespace kolmo::fokker_planck {

namespace {

using Entry = std::shared_ptr<const SemilinearStepper>;

Catalogue<Entry>& semilinear_catalogue() {
  static Catalogue<Entry> all(
      "stepper", [](const Entry& one) { return one->claim().name; },
      {std::make_shared<ExponentialRungeKutta>(etdrk4()), std::make_shared<ImexRungeKutta>(ars_222()),
       std::make_shared<ImexRungeKutta>(ars_443())});
  return all;
}

}  // namespace

const std::vector<Entry>& semilinear_steppers() { return semilinear_catalogue().all(); }

Entry semilinear_stepper(const std::string& name) { return semilinear_catalogue().find(name); }

}  // namespace kolmo::fokker_planck
