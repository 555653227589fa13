#include "odeint_steppers.hpp"

#include <boost/numeric/odeint/stepper/runge_kutta4.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>
#include <functional>

// Specialises templates of the headers above without including them: it must come after.
#include <boost/numeric/odeint/external/eigen/eigen.hpp>

namespace kolmo::ode {
namespace {

namespace odeint = boost::numeric::odeint;

template <template <class, class, class, class, class, class, class> class Stepper>
using OnEigen = Stepper<State, double, State, double, odeint::vector_space_algebra,
                        odeint::default_operations, odeint::initially_resizer>;

/// Odeint's order of arguments.
auto odeint_system(const System& system) {
  return [&system](const State& x, State& slope, double t) { system(t, x, slope); };
}

class DormandPrince final : public OdeStepper {
 public:
  const Claim& claim() const override { return dormand_prince_claim(); }
  std::optional<int> error_order() const override { return 4; }
  void step(const System& system, double t, double h, const State& x, const State& slope, State& x_new,
            State& slope_new, State* error) override {
    auto right_side = odeint_system(system);
    if (error != nullptr) {
      stepper_.do_step(std::ref(right_side), x, slope, t, x_new, slope_new, h, *error);
    } else {
      stepper_.do_step_impl(std::ref(right_side), x, slope, t, x_new, slope_new, h);
    }
  }

 private:
  OnEigen<odeint::runge_kutta_dopri5> stepper_;
};

class RungeKutta4 final : public OdeStepper {
 public:
  const Claim& claim() const override { return runge_kutta_4_claim(); }
  std::optional<int> error_order() const override { return std::nullopt; }
  void step(const System& system, double t, double h, const State& x, const State& slope, State& x_new,
            State& slope_new, State* /*error*/) override {
    auto right_side = odeint_system(system);
    stepper_.do_step(std::ref(right_side), x, slope, t, x_new, h);
    system(t + h, x_new, slope_new);
  }

 private:
  OnEigen<odeint::runge_kutta4> stepper_;
};

}  // namespace

std::unique_ptr<OdeStepper> make_dormand_prince() { return std::make_unique<DormandPrince>(); }
std::unique_ptr<OdeStepper> make_runge_kutta_4() { return std::make_unique<RungeKutta4>(); }

}  // namespace kolmo::ode
