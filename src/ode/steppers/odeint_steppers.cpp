// Boost.Odeint's steppers behind OdeStepper, in the only file that includes Odeint.

#include <boost/numeric/odeint/stepper/bulirsch_stoer.hpp>
#include <boost/numeric/odeint/stepper/euler.hpp>
#include <boost/numeric/odeint/stepper/modified_midpoint.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta4.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_cash_karp54.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_fehlberg78.hpp>
#include <functional>
#include <limits>

#include "list.hpp"
#include "stepper_claim.hpp"

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

/// What Odeint's steppers have in common: the claim, and the slope at the end where it is not theirs.
class OdeintStepper : public OdeStepper {
 public:
  explicit OdeintStepper(const Claim& claim) : claim_(claim) {}
  const Claim& claim() const override { return claim_; }
  std::optional<int> error_order() const override { return std::nullopt; }

 private:
  Claim claim_;
};

/// Without an error estimate.
template <template <class, class, class, class, class, class, class> class Method>
class Plain final : public OdeintStepper {
 public:
  using OdeintStepper::OdeintStepper;
  void step(const System& system, double t, double h, const State& x, const State& slope, State& x_new,
            State& slope_new, State* /*error*/) override {
    auto right_side = odeint_system(system);
    stepper_.do_step(std::ref(right_side), x, slope, t, x_new, h);
    system(t + h, x_new, slope_new);
  }

 private:
  OnEigen<Method> stepper_;
};

/// With one, of order ErrorOrder, but without the slope at the end.
template <template <class, class, class, class, class, class, class> class Method, int ErrorOrder>
class Pair final : public OdeintStepper {
 public:
  using OdeintStepper::OdeintStepper;
  std::optional<int> error_order() const override { return ErrorOrder; }
  void step(const System& system, double t, double h, const State& x, const State& slope, State& x_new,
            State& slope_new, State* error) override {
    auto right_side = odeint_system(system);
    State& estimate = error != nullptr ? *error : unwanted_;
    if (error == nullptr) unwanted_.resize(x.size());
    stepper_.do_step(std::ref(right_side), x, slope, t, x_new, h, estimate);
    system(t + h, x_new, slope_new);
  }

 private:
  OnEigen<Method> stepper_;
  State unwanted_;
};

class DormandPrince final : public OdeintStepper {
 public:
  using OdeintStepper::OdeintStepper;
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
  /// The quartic of Shampine (1986) from the stages.
  void interpolate(double theta, double h, const State& x, const State& slope, const State& x_new,
                   const State& slope_new, State& out) const override {
    stepper_.calc_state(theta * h, out, x, slope, 0.0, x_new, slope_new, h);
  }

 private:
  OnEigen<odeint::runge_kutta_dopri5> stepper_;
};

/// Steps of its own, each of the order that is cheapest, until the end of the step is reached.
class BulirschStoer final : public OdeintStepper {
 public:
  using OdeintStepper::OdeintStepper;
  void set_tolerances(double relative, double absolute) override {
    relative_ = relative;
    absolute_ = absolute;
  }
  std::string failure() const override {
    return failed_ ? "its own step underflows before the tolerance is met" : "";
  }
  void step(const System& system, double t, double h, const State& x, const State& slope, State& x_new,
            State& slope_new, State* /*error*/) override {
    auto right_side = odeint_system(system);
    Method method(absolute_, relative_);
    const double end = t + h, smallest = 64 * std::numeric_limits<double>::epsilon() * std::abs(h);
    double now = t, next = h;
    x_ = x;
    slope_new = slope;
    failed_ = false;
    while (now != end) {
      const bool last = std::abs(next) >= std::abs(end - now);
      double tried = last ? end - now : next;
      const auto result = method.try_step(std::ref(right_side), x_, slope_new, now, x_new, tried);
      next = tried;
      if (result == odeint::success) {
        if (last) now = end;
        x_.swap(x_new);
        system(now, x_, slope_new);
      } else if (!(std::abs(next) >= smallest)) {
        failed_ = true;
        x_new.setConstant(std::numeric_limits<double>::quiet_NaN());
        return;
      }
    }
    x_new = x_;
  }

 private:
  using Method = odeint::bulirsch_stoer<State, double, State, double, odeint::vector_space_algebra>;
  double relative_ = 1e-10, absolute_ = 1e-10;
  bool failed_ = false;
  State x_;
};

template <class Stepper>
StepperEntry entry(const Claim& claim) {
  return {claim, [claim] { return std::make_unique<Stepper>(claim); }};
}

}  // namespace

StepperEntry euler() {
  return entry<Plain<odeint::euler>>(stepper_claim("euler", "Euler (1768)", 1, 1, "a fixed number of steps"));
}

StepperEntry modified_midpoint() {
  return entry<Plain<odeint::modified_midpoint>>(
      stepper_claim("modified_midpoint", "Gragg (1965), SIAM J. Numer. Anal. 2, with two substeps", 2, 3,
                    "a fixed number of steps"));
}

StepperEntry runge_kutta_4() {
  return entry<Plain<odeint::runge_kutta4>>(
      stepper_claim("runge_kutta_4", "Kutta (1901); Hairer, Nørsett and Wanner (1993), table II.1.2", 4, 4,
                    "a fixed number of steps; a velocity with four continuous derivatives"));
}

StepperEntry cash_karp() {
  return entry<Pair<odeint::runge_kutta_cash_karp54, 4>>(
      stepper_claim("cash_karp", "Cash and Karp (1990), ACM Trans. Math. Softw. 16, 201", 5, 6,
                    "a velocity with five continuous derivatives"));
}

StepperEntry dormand_prince() {
  // The seventh stage is the first of the next step.
  return entry<DormandPrince>(stepper_claim(
      "dormand_prince", "Dormand and Prince (1980), J. Comput. Appl. Math. 6, table 2: RK5(4)7M", 5, 6,
      "a velocity with five continuous derivatives"));
}

StepperEntry fehlberg_78() {
  // Odeint carries on the solution of order 8.
  return entry<Pair<odeint::runge_kutta_fehlberg78, 7>>(
      stepper_claim("fehlberg_78", "Fehlberg (1968), NASA TR R-287, table X: RK7(8)", 8, 13,
                    "a velocity with eight continuous derivatives"));
}

StepperEntry bulirsch_stoer() {
  return entry<BulirschStoer>(stepper_claim(
      "bulirsch_stoer", "Bulirsch and Stoer (1966), Numer. Math. 8; Deuflhard (1985), SIAM Rev. 27",
      std::nullopt, 0,
      "a fixed number of steps, within which it takes its own to the tolerance; a smooth velocity"));
}

}  // namespace kolmo::ode
