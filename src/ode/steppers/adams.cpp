// Adams' methods of four steps: explicit (Bashforth), and with one correction (Moulton).

#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "list.hpp"
#include "stepper_claim.hpp"

namespace kolmo::ode {
namespace {

// x_{n+1} = x_n + h Σ_j w_j f_{n−j}: the integral of the polynomial through four slopes over the step.
constexpr std::array<double, 4> bashforth{55.0 / 24, -59.0 / 24, 37.0 / 24, -9.0 / 24};
// The same through the predicted slope and three: the first weight is that of f(t + h, predicted x).
constexpr std::array<double, 4> moulton{9.0 / 24, 19.0 / 24, -5.0 / 24, 1.0 / 24};

/// Keeps the slopes of up to three steps before; begins with steps of the classical Runge–Kutta method, so
/// that the order is 4 from the start (Odeint's own begins with order 1 unless initialize() is called, and
/// that makes three steps at once).
class Adams final : public OdeStepper {
 public:
  Adams(Claim claim, bool corrected)
      : claim_(std::move(claim)), corrected_(corrected), starter_(runge_kutta_4().make()) {}
  const Claim& claim() const override { return claim_; }
  std::optional<int> error_order() const override { return std::nullopt; }

  void step(const System& system, double t, double h, const State& x, const State& slope, State& x_new,
            State& slope_new, State* error) override {
    if (!continues(t, h, x)) known_ = 0;
    if (known_ < 3) {
      starter_->step(system, t, h, x, slope, x_new, slope_new, error);
      ++known_;
    } else {
      x_new = x + h * (bashforth[0] * slope + bashforth[1] * before_[0] + bashforth[2] * before_[1] +
                       bashforth[3] * before_[2]);
      system(t + h, x_new, slope_new);
      if (corrected_) {
        x_new = x + h * (moulton[0] * slope_new + moulton[1] * slope + moulton[2] * before_[0] +
                         moulton[3] * before_[1]);
        system(t + h, x_new, slope_new);
      }
    }
    before_[2].swap(before_[1]);
    before_[1].swap(before_[0]);
    before_[0] = slope;
    time_ = t + h;
    step_ = h;
    place_ = x_new;
  }

 private:
  /// Times of steps are rounded: by some units of their distance from 0, which may be many steps.
  bool continues(double t, double h, const State& x) const {
    if (known_ == 0 || place_.size() != x.size()) return false;
    const double rounding = 16 * std::numeric_limits<double>::epsilon() * (std::abs(t) + std::abs(h));
    return std::abs(t - time_) <= rounding && std::abs(h - step_) <= rounding && place_ == x;
  }

  Claim claim_;
  bool corrected_;
  std::unique_ptr<OdeStepper> starter_;
  std::array<State, 3> before_;  ///< slopes at t − h, t − 2h, t − 3h
  int known_ = 0;
  double time_ = 0, step_ = 0;
  State place_;
};

StepperEntry entry(const Claim& claim, bool corrected) {
  return {claim, [claim, corrected] { return std::make_unique<Adams>(claim, corrected); }};
}

}  // namespace

StepperEntry adams_bashforth_4() {
  return entry(stepper_claim("adams_bashforth_4",
                             "Bashforth and Adams (1883); Hairer, Nørsett and Wanner (1993), eq. III.1.5", 4,
                             1, "equal steps; it begins with three of runge_kutta_4"),
               false);
}

StepperEntry adams_bashforth_moulton_4() {
  return entry(stepper_claim("adams_bashforth_moulton_4",
                             "Moulton (1926); Hairer, Nørsett and Wanner (1993), eq. III.1.9, as PECE", 4, 2,
                             "equal steps; it begins with three of runge_kutta_4"),
               true);
}

}  // namespace kolmo::ode
