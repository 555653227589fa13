#pragma once
// What a method says about itself, as data: tests and catalogues iterate over it.

#include <optional>
#include <string>

namespace kolmo {

/// Orders that a method claims. An empty order claims nothing; infinity says exact. A claim that is too low
/// is as wrong as one too high.
struct Claim {
  std::string name;    ///< as chosen in a configuration: "euler_maruyama"
  std::string source;  ///< author, year, equation
  std::optional<double> order_time =
      {};  ///< in the time step (deterministic methods; SDE schemes: with g = 0)
  std::optional<double> order_space = {};  ///< in the cell width (discretisations)
  std::optional<double> order_strong_general = {}, order_strong_commutative = {}, order_strong_additive = {};
  /// Where noise drives momenta alone and positions are their integrals (underdamped Langevin dynamics);
  /// empty: that of additive noise.
  std::optional<double> order_strong_kinetic = {};
  std::optional<double> order_weak_general = {}, order_weak_additive = {};
  std::optional<double> order_stationary = {};  ///< weak, of the stationary law (SDE schemes)
  std::string calculus = {};                    ///< "Itô" or "Stratonovich" for SDE schemes
  std::string needs = {};                       ///< what it needs of the noise or the operator
  double evaluations_per_step = 1;              ///< drift (or right-hand side, or solve) evaluations a step
  /// Of time steppers on grids of more than one axis: in the time step, without and with mixed derivatives.
  std::optional<double> order_time_axes = {}, order_time_mixed = {};
};

}  // namespace kolmo
