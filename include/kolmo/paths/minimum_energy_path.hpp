#pragma once
// Ways over the passes of a potential, and the places where its gradient vanishes.

#include <vector>

#include "kolmo/density/potential.hpp"

namespace kolmo::paths {

/// A place with ∇V = 0.
struct StationaryPlace {
  Eigen::VectorXd place;
  double value;                ///< V
  Eigen::VectorXd curvatures;  ///< eigenvalues of the Hessian, rising, in V/length²
  Index negative() const { return (curvatures.array() < 0).count(); }  ///< 0 at a minimum, 1 at a saddle
};

/// Newton's iteration for ∇V = 0 from `start`, the Hessian by differences of the gradient of order 4 over
/// 2⁻¹⁰ `length`: to a place of whatever kind. No step is longer than a tenth of `length`; settled where one
/// is below 10⁻¹¹ of it. `length` > 0 is how far x moves before V changes as a whole. Throws InvalidArgument
/// on sizes that do not fit, NumericalFailure where it has not settled in 200 steps or V is not finite.
StationaryPlace stationary_place(const density::Potential& potential, const Eigen::VectorXd& start,
                                 double length);

/// The minimum downhill from `start`: the same with H + σ for H where that is not positive definite, steps
/// halved until V falls.
StationaryPlace minimum_downhill(const density::Potential& potential, const Eigen::VectorXd& start,
                                 double length);

/// A curve from one minimum to another along which ∇V has no part across it: what transitions follow as the
/// temperature goes to 0, either way.
struct MinimumEnergyPath {
  Points curve;                         ///< (M + 1)×d at equal arcs
  Eigen::ArrayXd value;                 ///< V along it
  std::vector<StationaryPlace> minima;  ///< its ends, and what lies between, in order
  std::vector<StationaryPlace> passes;  ///< one between each two of them
  Index iterations;
  /// The highest of the passes.
  const StationaryPlace& highest() const;
};

/// How far it is taken.
struct StringMethod {
  const density::Potential& potential;  ///< must outlive the call
  Index most_iterations = 50000;
  /// Settled where no place moves by more than this part of the curve's length in the time 1/max|H|.
  double tolerance = 1e-7;
};

/// From the curve `start` ((M + 1)×d, M ≥ 8), whose ends fall to the minima downhill of them: every place a
/// step along ẏ = −∇V (Runge and Kutta), then all moved to equal arcs, until they rest; minima and passes
/// by Newton from where V is least and largest along the curve. A local answer: of several ways the one that
/// `start` lies near. The curve has errors of order 2 in 1/M, minima and passes those of Newton. Throws
/// InvalidArgument on sizes that do not fit or where both ends fall to one place, NumericalFailure where V is
/// not finite, the curve has not settled, or what Newton finds between two minima is no saddle. Source: E,
/// Ren and Vanden-Eijnden (2007), J. Chem. Phys. 126, 164103.
MinimumEnergyPath minimum_energy_path(const StringMethod& problem, const Points& start);

}  // namespace kolmo::paths
