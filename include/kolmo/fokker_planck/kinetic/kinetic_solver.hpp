#pragma once
// The kinetic (position–velocity) Fokker–Planck equation, whose noise acts on momenta alone.

#include <memory>
#include <string>
#include <vector>

#include "kolmo/density/potential.hpp"
#include "kolmo/fokker_planck/kinetic/kinetic_transport.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"

namespace kolmo::fokker_planck {

struct KineticSettings {
  /// Of the position: no_flux reflects, (q, p) → (q, −p) at the walls; periodic is a ring. Nothing passes the
  /// sides of the momentum.
  Boundary position_sides = Boundary::no_flux;
  std::string transport = "shift_5";
};

/// ∂_t ρ = −p ∂_q ρ + ∂_p((V′(q) + γp) ρ) + γT ∂_p² ρ on a (q, p) grid, axis 0 the position. A step is
///   e^{½Δt B} e^{½Δt A} e^{Δt O} e^{½Δt A} e^{½Δt B},   A = −p ∂_q,   B = V′ ∂_p,   O = γ ∂_p(p + T ∂_p),
/// so that without errors in space its densities are the laws of sde::Baoab. A and B move every line of cells
/// by its own distance, O is the exact exponential of the Scharfetter–Gummel generator in p: it keeps
/// e^{−p²/2T} exactly and p ≥ 0. Order 2 in Δt; 2 in h_p where γ > 0, that of the transport in h_q. Σρ is
/// kept to rounding; ρ ≥ 0 with a positive transport. Values are those at centres. γ = 0 is Liouville's
/// equation. Source: Strang (1968); Leimkuhler, Matthews (2013).
class KineticSolver {
 public:
  /// Throws InvalidArgument unless the process has a kinetic structure with one position, the grid has two
  /// axes, position_sides is no_flux or periodic, V′ is finite on the grid (and closes on a ring), the
  /// transport is known; unless the axis of p is symmetric about 0 where walls reflect; where more than 1e−8
  /// of N(0, T) lies beyond the axis of p (γ > 0); and for a grid that does not fit into memory.
  KineticSolver(const process::Process& process, const Grid& grid, const KineticSettings& settings = {});

  /// Orders 2 and 2, or 2 and that of the transport where γ = 0.
  const Claim& claim() const { return claim_; }
  const Grid& grid() const { return grid_; }
  const process::KineticStructure& structure() const { return structure_; }
  const KineticTransport& transport() const { return *transport_; }
  bool periodic() const { return periodic_; }
  /// V′ at the centres of the axis of q.
  const Eigen::ArrayXd& slopes() const { return slopes_; }

  /// The stationary density, ∝ e^{−(V(q) + p²/2)/T} at the cells' centres and normalised on the grid. Throws
  /// InvalidArgument on a ring round which V does not return to its value.
  Eigen::ArrayXd gibbs() const;

  /// Steps of Δt > 0, for densities of any sign. A step costs about 4 (stencil + 8) N + 2 N n_p operations, N
  /// = n_q n_p. Throws InvalidArgument on another Δt.
  std::unique_ptr<Propagator> prepare(double dt) const;

  /// As march (march.hpp) does with a generator.
  MarchResult march(const Eigen::ArrayXd& p0, const Schedule& schedule,
                    const SnapshotObserver& observer = {}) const;

 private:
  void check_position_axis();
  void check_momentum_axis() const;

  process::KineticStructure structure_;
  Grid grid_;
  bool periodic_;
  const KineticTransport* transport_;
  Claim claim_;
  Eigen::ArrayXd slopes_;
};

/// ⟨p(0) p(kΔt)⟩, k = 0 … steps, in the stationary state: Σ p e^{kΔtL}(p ρ_∞) over the grid, ρ_∞ = gibbs().
/// Error O(Δt² + h_p²). Throws InvalidArgument as prepare and gibbs do, on steps < 0, and on a transport that
/// is positive: p ρ_∞ has both signs.
Eigen::ArrayXd velocity_autocorrelation(const KineticSolver& solver, double dt, Index steps);

}  // namespace kolmo::fokker_planck
