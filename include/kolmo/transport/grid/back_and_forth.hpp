#pragma once
// W2 between densities on a grid, with its map, by the back-and-forth method.

#include <vector>

#include "kolmo/core/grid.hpp"
#include "kolmo/transport/status.hpp"

namespace kolmo::transport {

struct BackAndForthPlan {
  Index iterations = 200;   ///< at most; one is a step of φ and a step of ψ
  double tolerance = 1e-6;  ///< of GridTransport::residual
};

/// What one iteration left.
struct BackAndForthRecord {
  double dual;      ///< J
  double residual;  ///< as GridTransport's, of the forward half step
  double gap;       ///< cost of the map − J, at the beginning of the iteration
  double step;      ///< σ times the greatest density
};

/// W2² between densities μ and ν of mass 1 on one grid, and what proves it.
struct GridTransport {
  /// Potentials: φ of ν, ψ = φᶜ (between centres) of μ; J = ∫φ dν + ∫ψ dμ. μ to ν is x − ∇ψ, back is x − ∇φ.
  Eigen::ArrayXd phi, psi;
  Points map;       ///< T at the centres, from μ to ν; cells×d
  Points inverse;   ///< from ν to μ
  double dual = 0;  ///< J: ½W2² to O(h²) where it is converged
  /// ∫φ dν + ∫φᶜ dμ with the infimum on centres: no more than ½W2² of the masses put into the centres (by
  /// weak duality, converged or not).
  double lower_bound = 0;
  double cost = 0;  ///< ∫ ½|x − T|² dμ: at least ½W2²(μ, T♯μ)
  double gap = 0;   ///< cost − J; tends to 0 with the residual and the grid, of either sign until then
  /// ⟨r, (−Δ)⁻¹ r⟩ / (J max(μ, ν)) with r = ν − T♯μ: about what the next step still adds to J, as a part of
  /// it.
  double residual = 0;
  double residual_h1 = 0;                     ///< ⟨r, (−Δ)⁻¹ r⟩ itself: a mass² length^{2−d}
  double mismatch = 0;                        ///< ∫|T♯μ − ν|
  double wall_mass_mu = 0, wall_mass_nu = 0;  ///< mass in the cells at the walls
  Status status = Status::budget;
  Index iterations = 0;
  std::vector<BackAndForthRecord> history;

  double w2_squared() const { return 2 * dual; }
};

/// The maximum of J over φ by steps φ ← φ + σ(−Δ)⁻¹(ν − T♯μ), T = x − ∇φᶜ, in turn with the same for ψ = φᶜ
/// (Jacobs and Léger 2020, algorithm 3): where μ is thin one of the two is well conditioned where the other
/// is not. σ begins at 4/max(μ, ν), grows by a quarter where the gain was above ¾ of σ⟨r, (−Δ)⁻¹r⟩, falls by
/// a fifth where it was below ¼ (Armijo and Goldstein), and is left alone where that product is below 1e-13
/// J, as the gain is rounding there.
///
/// The transforms take their infimum between centres: on centres the map jumps from centre to centre, T♯μ is
/// off by O(1) from cell to cell and the residual stops at that. Thin places need many iterations; vacuum in
/// μ or ν is allowed, and the potentials there are not unique.
///
/// One to three axes. Cost an iteration: 4 cosine transforms, 2 c-transforms, 2 push-forwards. Throws
/// InvalidArgument for densities that checked_density refuses, iterations < 1 or a tolerance outside (0, 1).
GridTransport back_and_forth(const Grid& grid, const ConstValues& mu, const ConstValues& nu,
                             const BackAndForthPlan& plan = {});

}  // namespace kolmo::transport
