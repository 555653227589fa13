#pragma once
// The control variate from the linear part of a process in one dimension.

#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "kolmo/sde/drivers/variance_reduction.hpp"

namespace kolmo::sde {

/// dY = (f(t, c) + f_x(t, c)(Y − c)) dt + (g(t, c) + g_x(t, c)(Y − c)) dW: f and g of a process with scalar
/// or diagonal noise replaced by their tangents at c.
class LinearPart final : public process::Process, public process::ConstantCoefficients {
 public:
  /// `whole` must outlive it; one dimension, scalar or diagonal noise, c finite (else InvalidArgument).
  LinearPart(const process::Process& whole, double centre);
  std::string name() const override { return "linear_part_of_" + whole_.name(); }
  Index dimension() const override { return 1; }
  std::optional<bool> constant_coefficients() const override {
    return process::constant_coefficients(whole_);
  }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  process::NoiseKind noise_kind() const override { return whole_.noise_kind(); }
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override;
  void diffusion_derivative(double t, const ConstBlock& x, Block out) const override;
  double diffusion(double t) const override { return whole_.diffusion(t); }
  double noise_variance(double s, double t) const override { return whole_.noise_variance(s, t); }

 private:
  const process::Process& whole_;
  double centre_;
};

/// E Y and E Y² of a one-dimensional law.
struct FirstMoments {
  double mean = 0, second = 0;
};

/// E Y_N and E Y_N² of what the *scheme* makes of a linear process after all steps of the schedule, from
/// those of the start: one step is Y ← R(z, u) Y + c(z, u), whose moments over the normal numbers z and u are
/// exact by Gauss–Hermite quadrature with five nodes (polynomials up to degree nine; three for three-point
/// numbers). A control with these means adds no discretisation bias of its own. Throws InvalidArgument where
/// a step is not linear in Y (a tamed scheme, a process that is not linear), the scheme cannot step the
/// process or observes something else than its chain, or the dimension is not 1.
FirstMoments linear_moments(const process::Process& linear, const SdeScheme& scheme, const Schedule& schedule,
                            const FirstMoments& start);

/// E φ(X_N) with the controls Y_N and Y_N² of the linear part at `centre`, run by the same scheme on the same
/// noise from the same points, whose first moments are `start`. Costs two runs.
ControlVariate linear_control(const Simulation& simulation, const Initial& initial, const FirstMoments& start,
                              double centre, const Functional& phi);

}  // namespace kolmo::sde
