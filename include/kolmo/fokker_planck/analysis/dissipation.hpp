#pragma once
// How fast densities on grids come to rest.

#include <vector>

#include "kolmo/fokker_planck/operator/generator.hpp"
#include "kolmo/fokker_planck/time/march.hpp"

namespace kolmo::fokker_planck {

/// I(p‖q) = ∫ p |∇ log(p/q)|² = 4 ∫ q |∇√(p/q)|², by Σ over faces of 4 (√(p₁ρ) − √(p₀/ρ))²/h², ρ = √(q₀/q₁);
/// error O(h²). Infinite where q = 0 < p. Throws InvalidArgument as relative_entropy does.
double relative_fisher_information(const Grid& grid, const Eigen::ArrayXd& p, const Eigen::ArrayXd& q);

/// Σ_f (a − b) log(a/b) v ≥ 0 over the faces, a = up_f p_f and b = down_f p_{f+1} (Schnakenberg 1976), in
/// nats/time. With detailed balance it is −d/dt KL(p_t‖π) of dp/dt = L p exactly, and tends to D I(p‖π) as h
/// → 0 (D = g²/2; the temperature of a gradient flow, whose free energy falls at T times this rate). Infinite
/// where one of a, b alone is 0. Throws InvalidArgument on p < 0, absorbing sides and negative rates.
double entropy_production(const Generator& generator, const Eigen::ArrayXd& p);

/// One line a time of what a march to rest does.
struct RelaxationRow {
  double time;
  double entropy;                      ///< −∫ p log p
  double relative_entropy;             ///< KL(p‖π)
  double fisher_information;           ///< ∫ p |∇ log p|²
  double relative_fisher_information;  ///< I(p‖π)
  double entropy_production;           ///< Σ (a − b) log(a/b) v
};

/// Watches a march on its way to the stationary density π of a generator with detailed balance: give every
/// time of interest, every step if need be, as one of march's times. The free energy is T KL + const.
class RelaxationRecorder {
 public:
  /// Throws InvalidArgument as stationary_density does.
  explicit RelaxationRecorder(const Generator& generator);
  /// To pass to march; refers to this object. Negative densities throw InvalidArgument.
  SnapshotObserver observer();
  const std::vector<RelaxationRow>& rows() const { return rows_; }
  const Eigen::ArrayXd& stationary() const { return stationary_; }

 private:
  Generator generator_;
  Eigen::ArrayXd stationary_;
  std::vector<RelaxationRow> rows_;
};

}  // namespace kolmo::fokker_planck
