#pragma once
// Fourier series on rings and tori.

#include "kolmo/core/grid.hpp"
#include "kolmo/fokker_planck/spectral/semilinear.hpp"
#include "kolmo/fokker_planck/spectral/spectral_solver.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::fokker_planck {

/// fourier_<stepper>: what the Fourier solver claims with this stepper.
Claim fourier_claim(const SemilinearStepper& stepper);

enum class Dealiasing {
  two_thirds,  ///< modes |k| < n/3 are kept: products of two are exact (Orszag 1971)
  none,        ///< all but |k| = n/2 are kept; what a product has beyond them falls back on them. To compare
};

/// p = Σ_k c_k e^{iκ·(x − x₀)}, κ = 2π k/L, on the cell centres of a grid of 1 or 2 axes, each a ring
/// (pseudo-spectral: products at the nodes, derivatives in κ). The modes of f and g² that are not kept are
/// left out too, so that products are those of Galerkin's method. Mode 0, and with it the mass, never
/// changes.
///
/// The diagonal part Λ = −i Σ κ_k f̄_k − ½ Σ ḡ_k² κ_k² goes to the stepper, f̄_k the mean of f_k over the nodes
/// and ḡ_k² the middle of its range, both in the middle of each interval of a march; the rest is explicit. A
/// process whose coefficients do not depend on x or t is marched without an error in time by etdrk4. Where
/// diffusion is weak the explicit terms bound the step: Δt max|f − f̄| max|κ| ≤ √8 for etdrk4, which is then
/// the classical Runge–Kutta method.
class FourierSolver : public SpectralSolver {
 public:
  /// Noise scalar, diagonal or a constant matrix. Throws InvalidArgument on other noise, a grid of 3 axes or
  /// of another dimension, fewer than 4 nodes an axis, coefficients that are not finite, f or g² whose values
  /// at the two sides of an axis differ by more than 1e−8 of their largest one (at t = 0), and without
  /// KOLMO_WITH_FFTW.
  FourierSolver(std::shared_ptr<const process::Process> process, const Grid& grid,
                std::shared_ptr<const SemilinearStepper> stepper = semilinear_stepper("etdrk4"),
                Dealiasing dealiasing = Dealiasing::two_thirds);
  ~FourierSolver() override;

  const Claim& claim() const override { return claim_; }
  const Points& nodes() const override { return nodes_; }
  const Grid& grid() const { return grid_; }
  /// Real and imaginary part of each mode of FourierTransform, one after the other; 0 where not kept.
  Index size() const override;
  void project(const double* p, double* coefficients) const override;
  /// Any x: the sum is periodic.
  void evaluate(const Eigen::ArrayXd& coefficients, const ConstBlock& x, Values out) const override;
  double mass(const Eigen::ArrayXd& coefficients) const override;
  Eigen::ArrayXd rate(double t, const Eigen::ArrayXd& coefficients) const override;
  std::unique_ptr<SpectralPropagator> propagator() const override;
  /// The largest |k| along an axis that is kept.
  Index largest_mode(Index axis) const;

 private:
  Claim claim_;
  std::shared_ptr<const process::Process> process_;
  Grid grid_;
  std::shared_ptr<const SemilinearStepper> stepper_;
  Points nodes_;
  struct Modes;
  std::shared_ptr<const Modes> modes_;
  class Operator;
  class March;
};

}  // namespace kolmo::fokker_planck
