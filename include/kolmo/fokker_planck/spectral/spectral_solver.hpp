#pragma once
// Densities as sums of smooth global functions: errors that fall faster than any power of their number.

#include <functional>
#include <memory>
#include <vector>

#include "kolmo/core/claim.hpp"
#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/schedule.hpp"

namespace kolmo::fokker_planck {

/// The march of one solver's coefficients.
class SpectralPropagator {
 public:
  virtual ~SpectralPropagator() = default;
  /// What follows are `steps` equal steps from `from` to `to`.
  virtual void begin(double from, double to, Index steps) = 0;
  /// coefficients(t) become coefficients(t + Δt).
  virtual void step(double t, double* coefficients) = 0;
  /// p at the nodes.
  virtual void at_nodes(const double* coefficients, double* p) = 0;
};

/// p(x) = Σ c_n φ_n(x), and dc/dt = A(t) c from ∂p/∂t = −Σ ∂_k(f_k p) + ½ Σ ∂_k²(g_k² p). Values of p are
/// given and returned at nodes, coefficients are real numbers whose meaning is the solver's own. p ≥ 0 is not
/// kept: what is negative is reported.
class SpectralSolver {
 public:
  virtual ~SpectralSolver() = default;
  /// The order in space is infinite: beyond every power where p and the coefficients of the process are
  /// smooth.
  virtual const Claim& claim() const = 0;
  /// nodes×d.
  virtual const Points& nodes() const = 0;
  /// How many coefficients there are.
  virtual Index size() const = 0;
  /// The coefficients of the values p at the nodes. (evaluate at the nodes, or a propagator, goes back.)
  virtual void project(const double* p, double* coefficients) const = 0;
  /// out(i) = p(x_i), x points×d.
  virtual void evaluate(const Eigen::ArrayXd& coefficients, const ConstBlock& x, Values out) const = 0;
  /// ∫p.
  virtual double mass(const Eigen::ArrayXd& coefficients) const = 0;
  /// dc/dt at time t. Throws InvalidArgument where the process is not finite at a node.
  virtual Eigen::ArrayXd rate(double t, const Eigen::ArrayXd& coefficients) const = 0;
  /// Refers to this solver.
  virtual std::unique_ptr<SpectralPropagator> propagator() const = 0;
};

struct SpectralResult {
  Eigen::ArrayXd density;       ///< at the nodes, at the last time
  Eigen::ArrayXd coefficients;  ///< for SpectralSolver::evaluate
  double minimum = 0;           ///< the smallest value at a node after any step, the projected start included
  double minimum_time = 0;      ///< when it was first reached
  double mass_defect = 0;       ///< |mass at the end − mass of the projected start| / the latter
  double projection_error = 0;  ///< max|projected start − p₀| over the nodes, relative to max p₀
  Index steps = 0;
  bool nonnegative() const { return minimum >= 0; }
};

/// Sees the density at times[index], index = 0 first, at the nodes and as coefficients.
using SpectralObserver =
    std::function<void(Index index, double t, const Eigen::ArrayXd& p, const Eigen::ArrayXd& coefficients)>;

/// Projects p₀, given at the nodes, and marches it along the schedule, in the process's own time. A negative
/// density is no error but a status: look at the result's minimum. Throws InvalidArgument unless p₀ is finite
/// and ≥ 0 with a value a node and a positive one, and the schedule is valid; NumericalFailure when a density
/// leaves the finite numbers.
SpectralResult march(const SpectralSolver& solver, const Eigen::ArrayXd& p0, const Schedule& schedule,
                     const SpectralObserver& observer = {});

/// What each spectral method claims: fourier_etdrk4, fourier_ars_222, fourier_ars_443, hermite_magnus4.
const std::vector<Claim>& spectral_methods();

}  // namespace kolmo::fokker_planck
