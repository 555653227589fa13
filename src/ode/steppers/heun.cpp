// Heun's method of order 2 with Euler's step as its companion.

#include "explicit_runge_kutta.hpp"
#include "list.hpp"
#include "stepper_claim.hpp"

namespace kolmo::ode {

StepperEntry heun() {
  const Claim claim = stepper_claim("heun", "Heun (1900), Z. Math. Phys. 45; the estimate is Euler's step", 2,
                                    2, "a velocity with two continuous derivatives");
  return {claim, [claim] {
            const ExplicitTableau tableau{{0, 1}, {{}, {1}}, {0.5, 0.5}, {-0.5, 0.5, 0}};
            return std::make_unique<ExplicitRungeKutta>(claim, tableau, 1);
          }};
}

}  // namespace kolmo::ode
