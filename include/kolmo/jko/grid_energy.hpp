#pragma once
// Energies of densities on a grid: F[ρ] = ∫ U(ρ) + ∫ ρV + ½∫∫ W(x − y) ρρ.

#include <limits>
#include <memory>
#include <string>

#include "kolmo/core/grid.hpp"
#include "kolmo/jko/grid_interaction.hpp"
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
  /// The density that ρ never exceeds; infinity for none.
  virtual double ceiling() const { return std::numeric_limits<double>::infinity(); }
  /// T where U = Tρ log ρ, so that dρ/dU′ = ρ/T and no density is 0; 0 for all others.
  virtual double temperature() const { return 0; }
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
  double temperature() const override { return temperature_; }

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

/// Crowd motion: ρ ≤ c, and no other internal energy (Maury, Roudneff-Chupin and Santambrogio 2010): U = 0 on
/// [0, c], infinite above. On a grid the edge of a congested region goes through cells, and an average is
/// between 0 and c there: U = δ ρ(ρ − c)/(2c), of pressure δ(ρ/c − ½), gives the average of a cell that the
/// pressure crosses by δ. With δ = h times the greatest force the edge is a cell wide, and its place is right
/// to O(h²); F is off by at most δ/8 times the mass at the edge.
class CrowdEnergy final : public InternalEnergy {
 public:
  /// c in the unit of densities, δ (`softness`) in that of V. Throws InvalidArgument unless both are finite
  /// and > 0.
  CrowdEnergy(double ceiling, double softness);
  std::string name() const override { return "crowd"; }
  double sum(const double* rho, Index n) const override;
  double pressure(double rho) const override;
  void density(const double* p, double* rho, double* slope, Index n) const override;
  double ceiling() const override { return ceiling_; }

 private:
  double ceiling_, softness_;
};

/// F on a grid.
struct GridEnergy {
  std::shared_ptr<const InternalEnergy> internal;
  Eigen::ArrayXd potential = {};                            ///< V at the centres, one a cell; empty for none
  std::shared_ptr<const GridInteraction> interaction = {};  ///< W; null for none
};

/// The free energy whose gradient flow a process is, ∫ρV + T∫ρ log ρ, on a grid of its dimension. Throws
/// InvalidArgument where gradient_structure() is empty, the dimensions differ or V is not finite at a centre.
GridEnergy free_energy(const process::Process& process, const Grid& grid);

/// F[ρ] = h^d Σ ρ_i (V_i + ½ (W∗ρ)_i) + h^d Σ U(ρ_i); infinite where ρ exceeds a ceiling by more than 1e-9 of
/// it.
double evaluate(const GridEnergy& energy, const Grid& grid, const ConstValues& rho);

}  // namespace kolmo::jko
