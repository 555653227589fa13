#pragma once
// Time steps of equations whose stiff part is diagonal.

#include <complex>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kolmo/core/claim.hpp"
#include "kolmo/core/parallel/block.hpp"

namespace kolmo::fokker_planck {

/// dc/dt = Λ c + N(t, c), Λ diagonal with Re Λ ≤ 0.
struct SemilinearSystem {
  Eigen::ArrayXcd linear;  ///< Λ, in 1/time
  /// out = N(t, c), arrays of Λ's size; writes every entry of out, keeps c.
  std::function<void(double t, const Eigen::ArrayXcd& c, Eigen::ArrayXcd& out)> remainder;
};

/// One stepper for one system and one Δt, its coefficients computed and its workspace allocated.
class SemilinearPropagator {
 public:
  virtual ~SemilinearPropagator() = default;
  /// c(t) becomes c(t + Δt).
  virtual void step(double t, Eigen::ArrayXcd& c) = 0;
};

/// A family member. Its claim's order in time is that for smooth solutions on a ring.
class SemilinearStepper {
 public:
  virtual ~SemilinearStepper() = default;
  virtual const Claim& claim() const = 0;
  /// Throws InvalidArgument unless Δt > 0 is finite and Re Λ ≤ 0 is finite.
  virtual std::unique_ptr<SemilinearPropagator> prepare(const SemilinearSystem& system, double dt) const = 0;
};

/// Every one there is: etdrk4, ars_222, ars_443.
const std::vector<std::shared_ptr<const SemilinearStepper>>& semilinear_steppers();
/// The one of that name; throws InvalidArgument listing the names.
std::shared_ptr<const SemilinearStepper> semilinear_stepper(const std::string& name);

}  // namespace kolmo::fokker_planck
