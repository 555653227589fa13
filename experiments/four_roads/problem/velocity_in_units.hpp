#pragma once
// A velocity field in units of length and time that belong to the problem.

#include "four_roads/problem/problem.hpp"
#include "kolmo/process/score/score_field.hpp"

namespace kolmo::four_roads {

/// Powers of two (time: of four), so that nothing is rounded by them.
struct NaturalUnits {
  double length = 1, time = 1;
};

/// The length near √(Var X₀ + g² T), the standard deviation that noise alone would leave, and at most a
/// sixteenth of the domain; the time near the span T of `clock`.
NaturalUnits natural_units(const Problem& problem, const density::GaussianMixture& initial,
                           const std::vector<double>& clock);

/// dy/ds of y = x/length, s = t/time: v(t, x) time/length; ∇·v per s. So a tolerance on y and on log p, and
/// the first step that a stepper tries, mean the same in all units. The velocity must outlive it.
class VelocityInUnits : public process::VelocityField {
 public:
  VelocityInUnits(const process::VelocityField& velocity, const NaturalUnits& units)
      : velocity_(velocity), units_(units) {}
  Index dimension() const override { return velocity_.dimension(); }
  void velocity(double s, const ConstBlock& y, Block out) const override;
  void velocity_and_divergence(double s, const ConstBlock& y, Block out, Values divergence) const override;

 private:
  const process::VelocityField& velocity_;
  NaturalUnits units_;
};

}  // namespace kolmo::four_roads
