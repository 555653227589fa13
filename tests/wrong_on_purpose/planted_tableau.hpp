#pragma once
// The pair of Dormand and Prince with its coefficients open.

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "kolmo/ode/ode_stepper.hpp"

namespace kolmo::wrong_on_purpose {

/// Dormand and Prince (1980), table 2, RK5(4)7M: the weights of the solution are the last row of a.
struct Tableau {
  std::array<double, 7> c{0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1};
  std::array<std::array<double, 6>, 7> a{
      {{},
       {1.0 / 5},
       {3.0 / 40, 9.0 / 40},
       {44.0 / 45, -56.0 / 15, 32.0 / 9},
       {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
       {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
       {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}}};
  /// Weights of the solution of order 4.
  std::array<double, 7> embedded{5179.0 / 57600, 0,       7571.0 / 16695, 393.0 / 640, -92097.0 / 339200,
                                 187.0 / 2100,   1.0 / 40};
  bool hands_on_last_stage = true;  ///< else the sixth stage passes for the slope at the end of the step
};

/// An explicit pair whose last stage is the first of the next step.
class OpenDormandPrince final : public ode::OdeStepper {
 public:
  explicit OpenDormandPrince(const Tableau& tableau) : tableau_(tableau) {}
  const Claim& claim() const override { return ode::find_stepper("dormand_prince").claim; }
  std::optional<int> error_order() const override { return 4; }
  void step(const ode::System& system, double t, double h, const ode::State& x, const ode::State& slope,
            ode::State& x_new, ode::State& slope_new, ode::State* error) override {
    std::array<ode::State, 7> k;
    k.fill(slope);
    for (std::size_t i = 1; i < 7; ++i) {
      x_new = x;
      for (std::size_t j = 0; j < i; ++j) x_new += h * tableau_.a[i][j] * k[j];
      system(t + tableau_.c[i] * h, x_new, k[i]);
    }
    slope_new = tableau_.hands_on_last_stage ? k[6] : k[5];
    if (error == nullptr) return;
    error->setZero();
    for (std::size_t j = 0; j < 7; ++j) {
      *error += h * ((j < 6 ? tableau_.a[6][j] : 0) - tableau_.embedded[j]) * k[j];
    }
  }

 private:
  Tableau tableau_;
};

/// As the catalogue lists dormand_prince, with the name of the mistake.
inline ode::StepperEntry listed(const Tableau& tableau, const std::string& mistake = "open tableau") {
  ode::StepperEntry entry = ode::find_stepper("dormand_prince");
  entry.claim.name += "/" + mistake;
  entry.make = [tableau] { return std::make_unique<OpenDormandPrince>(tableau); };
  return entry;
}

}  // namespace kolmo::wrong_on_purpose
