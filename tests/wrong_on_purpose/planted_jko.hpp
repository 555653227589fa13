#pragma once
// JKO steps and energies with one classical mistake each.

#include <memory>
#include <string>
#include <utility>

#include "kolmo/jko/jko_step.hpp"

namespace kolmo::wrong_on_purpose {

/// argmin { factor · W2²/(2τ) + F }: 1 is right, 2 takes the ½ of 1/(2τ) away.
class WeightedDistance final : public jko::JkoStep {
 public:
  explicit WeightedDistance(double factor)
      : factor_(factor), step_(jko::find_step("quantile").make()), claim_(step_->claim()) {
    claim_.name += "/distance times " + std::to_string(factor);
  }
  const Claim& claim() const override { return claim_; }
  jko::StepReport step(const jko::Energy& energy, double t, double tau,
                       jko::LagrangianDensity& rho) override {
    return step_->step(energy, t, tau / factor_, rho);
  }

 private:
  double factor_;
  std::unique_ptr<JkoStep> step_;
  Claim claim_;
};

/// Everything as the energy has it, but the derivatives of its internal part, which are `factor` times as
/// large.
class ScaledDerivatives final : public jko::Energy {
 public:
  ScaledDerivatives(const Energy& energy, double first, double second)
      : energy_(energy), first_(first), second_(second) {}
  std::string name() const override { return energy_.name(); }
  const density::Potential* potential() const override { return energy_.potential(); }
  void internal_energy(const double* s, double* out, Index n) const override {
    energy_.internal_energy(s, out, n);
  }
  void internal_derivatives(const double* s, double* first, double* second, Index n) const override {
    energy_.internal_derivatives(s, first, second, n);
    for (Index i = 0; i < n; ++i) {
      first[i] *= first_;
      second[i] *= second_;
    }
  }

 private:
  const Energy& energy_;
  double first_, second_;
};

}  // namespace kolmo::wrong_on_purpose
