#pragma once
// The energies whose Wasserstein gradient flows are computed: F[ρ] = ∫ρV + ∫U(ρ).

#include <memory>
#include <string>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/density/potential.hpp"
#include "kolmo/jko/lagrangian_density.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::jko {

/// A potential and an internal energy, the latter through its energy a unit of mass ψ(s) = s U(1/s) at
/// specific volume s = 1/ρ (entropy: −T log s; porous medium: s^{1−m}/(m−1)). ψ is convex and decreasing
/// wherever F is convex along displacements in one dimension (McCann 1997). All functions are const and
/// thread-safe.
class Energy {
 public:
  virtual ~Energy() = default;
  virtual std::string name() const = 0;
  /// V, or null where there is none.
  virtual const density::Potential* potential() const = 0;
  /// out[i] = ψ(s[i]), s > 0.
  virtual void internal_energy(const double* s, double* out, Index n) const = 0;
  /// first[i] = ψ′(s[i]), second[i] = ψ″(s[i]).
  virtual void internal_derivatives(const double* s, double* first, double* second, Index n) const = 0;
};

/// F[ρ] = ∫ρV + T ∫ρ log ρ, the free energy of dX = −∇V dt + √(2T) dW.
class FreeEnergy final : public Energy {
 public:
  /// V may be null (heat flow). Throws InvalidArgument unless V is one-dimensional and T is finite and > 0.
  FreeEnergy(std::shared_ptr<const density::Potential> potential, double temperature);
  std::string name() const override { return "free_energy"; }
  const density::Potential* potential() const override { return potential_.get(); }
  void internal_energy(const double* s, double* out, Index n) const override;
  void internal_derivatives(const double* s, double* first, double* second, Index n) const override;
  double temperature() const { return temperature_; }

 private:
  std::shared_ptr<const density::Potential> potential_;
  double temperature_;
};

/// The free energy whose gradient flow a process is. Throws InvalidArgument where gradient_structure() is
/// empty or the process is not one-dimensional.
FreeEnergy free_energy(const process::Process& process);

/// F of a Lagrangian density: Σ w_j V(X_j) + Σ m_i ψ((X_{i+1} − X_i)/m_i).
double evaluate(const Energy& energy, const LagrangianDensity& rho);

}  // namespace kolmo::jko
