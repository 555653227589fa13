#pragma once
// Any explicit Runge–Kutta method from its coefficients.

#include <vector>

#include "kolmo/ode/ode_stepper.hpp"

namespace kolmo::ode {

/// k_i = f(t + c_i h, x + h Σ_{j<i} a_ij k_j), x_new = x + h Σ b_i k_i. The last stage may be the slope at
/// the end, which is then not computed twice.
struct ExplicitTableau {
  std::vector<double> c;               ///< one a stage, c[0] = 0
  std::vector<std::vector<double>> a;  ///< row i holds the i coefficients below the diagonal
  std::vector<double> b;
  /// Weights of the error estimate, one a stage and one for the slope at the end; empty: none.
  std::vector<double> error;
  /// Those of a second, cruder estimate e₃: the estimate is then e₅ |e₅|/√(e₅² + (e₃/10)²), of order 2·5 − 3
  /// (Hairer, Nørsett and Wanner 1993, section II.10, entry by entry).
  std::vector<double> error_crude = {};
};

class ExplicitRungeKutta final : public OdeStepper {
 public:
  /// Throws InvalidArgument unless the sizes fit, Σ b = 1 and Σ_j a_ij = c_i to 1e-14, and the weights of
  /// errors sum to 0.
  ExplicitRungeKutta(Claim claim, ExplicitTableau tableau, std::optional<int> error_order);
  const Claim& claim() const override { return claim_; }
  std::optional<int> error_order() const override { return error_order_; }
  void step(const System& system, double t, double h, const State& x, const State& slope, State& x_new,
            State& slope_new, State* error) override;

 private:
  void combine(const std::vector<double>& weights, const State& slope, const State& slope_new,
               State& out) const;

  Claim claim_;
  ExplicitTableau tableau_;
  std::optional<int> error_order_;
  std::vector<State> k_;  ///< k_[0] is not used: it is `slope`
  State crude_;
};

}  // namespace kolmo::ode
