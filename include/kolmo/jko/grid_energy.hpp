#pragma once
// Energies of densities on a grid: F[ρ] = ∫ U(ρ) + ∫ ρV.

#include <memory>
#include <string>

#include "kolmo/core/grid.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::jko {

/// A convex internal energy U with U(0) = 0, through its derivative, the pressure U′(ρ), and the inverse of
/// that. All functions are const and thread-safe.
class InternalEnergy {
 public:
  virtual ~InternalEnergy() = default;
  virtual std::string name() const = 0;
  /// Σ U(ρ_i).
  virtual double sum(const double* rho, Index n) const = 0;
  /// U′(ρ), ρ > 0.
  virtual double pressure(double rho) const = 0;
  /// rho[i] = the density whose pressure is p[i] − 0 where there is none – and slope[i] = dρ/dp.
  virtual void density(const double* p, double* rho, double* slope, Index n) const = 0;
};

/// U = T ρ log ρ: diffusion, ρ_t = T Δρ.
class EntropyEnergy final : public InternalEnergy {
 public:
  /// Throws InvalidArgument unless T is finite and > 0.
  explicit EntropyEnergy(double temperature);
  std::string name() const override { return "entropy"; }
  double sum(const double* rho, Index n) const override;
  double pressure(double rho) const override;
  void density(const double* p, double* rho, double* slope, Index n) const override;

 private:
  double temperature_;
};

/// U = ρ^m/(m − 1), m > 1: the porous medium equation ρ_t = Δρ^m, with fronts that move at finite speed.
class PorousMediumEnergy final : public InternalEnergy {
 public:
  /// Throws InvalidArgument unless m is within (1, 20].
  explicit PorousMediumEnergy(double exponent);
  std::string name() const override { return "porous_medium"; }
  double sum(const double* rho, Index n) const override;
  double pressure(double rho) const override;
  void density(const double* p, double* rho, double* slope, Index n) const override;

 private:
  double exponent_;
};

/// F on a grid.
struct GridEnergy {
  std::shared_ptr<const InternalEnergy> internal;
  Eigen::ArrayXd potential = {};  ///< V at the centres, one a cell; empty for none
};

/// The free energy whose gradient flow a process is, ∫ρV + T∫ρ log ρ, on a grid of its dimension. Throws
/// InvalidArgument where gradient_structure() is empty, the dimensions differ or V is not finite at a centre.
GridEnergy free_energy(const process::Process& process, const Grid& grid);

/// F[ρ] = h^d Σ (U(ρ_i) + ρ_i V_i).
double evaluate(const GridEnergy& energy, const Grid& grid, const ConstValues& rho);

}  // namespace kolmo::jko
