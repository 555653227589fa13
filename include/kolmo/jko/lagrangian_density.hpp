#pragma once
// A density on the line that moves with its mass: cells of fixed mass between moving nodes.

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/statistics/law_1d.hpp"
#include "kolmo/density/density.hpp"

namespace kolmo::jko {

/// N cells [X_i, X_{i+1}] of fixed masses m_i > 0, Σ m_i = 1; nodes X_0 < … < X_N move. Seen as a law, the
/// density is ρ_i = m_i / (X_{i+1} − X_i) in each cell, and the inverse distribution function has the value
/// X_j at F_j = Σ_{i<j} m_i; seen as points, node j carries the mass w_j = (m_{j−1} + m_j)/2. Integrals
/// against ρ are taken at the nodes (the trapezoidal rule in the mass), second order in the spacing, as in
/// the energies.
class LagrangianDensity {
 public:
  /// nodes: N + 1 finite numbers, strictly increasing; masses: N positive numbers with a sum within 1e-6 of
  /// 1, which is divided out. Throws InvalidArgument otherwise.
  LagrangianDensity(Eigen::ArrayXd nodes, Eigen::ArrayXd masses);

  Index cells() const { return masses_.size(); }
  const Eigen::ArrayXd& nodes() const { return nodes_; }
  const Eigen::ArrayXd& masses() const { return masses_; }
  const Eigen::ArrayXd& node_masses() const { return node_masses_; }
  /// F_0 = 0 … F_N = 1 at the nodes.
  const Eigen::ArrayXd& cumulated() const { return cumulated_; }

  /// X_j ← X_j + u_j. Throws NumericalFailure, and changes nothing, where the nodes would lose their order.
  void displace(const Eigen::ArrayXd& displacement);

  /// Σ w_j X_j^k, 0 ≤ k ≤ 16.
  double raw_moment(int power) const;
  double mean() const { return raw_moment(1); }
  /// Σ w_j (X_j − mean)².
  double variance() const;
  /// P(X > x), the distribution function being linear between nodes.
  double probability_above(double x) const;
  /// −∫ρ log ρ = Σ m_i log((X_{i+1} − X_i)/m_i), nats.
  double entropy() const;
  /// out(i) = ρ(x_i): linear between the cells' centres, constant in the outer halves of the end cells, 0
  /// outside.
  void density(const ConstValues& x, Values out) const;
  /// The law with the distribution function F_j at X_j, linear between.
  Law1D law() const;

 private:
  Eigen::ArrayXd nodes_, masses_, node_masses_, cumulated_;
};

/// W2² between two states of the same masses: Σ w_j (X_j − Y_j)². Throws InvalidArgument where masses differ.
double w2_squared(const LagrangianDensity& a, const LagrangianDensity& b);

/// Nodes and masses for a density p: the law cut off at the points that leave `tail_mass` on either side,
/// nodes that equidistribute ½/(X_N − X_0) + ½ p^{1/3}/∫p^{1/3} (half of them even in x, for tails and gaps;
/// half where the mass is), masses by Gauss's rule of four points a cell, divided by their sum. Any smooth p
/// with samples will do. Throws InvalidArgument unless the density is one-dimensional, cells ≥ 8 and 1e-15 ≤
/// tail_mass ≤ 1e-3; also where a tail is too heavy to be cut there, or p underflows in a gap within the
/// range.
LagrangianDensity lagrangian_density(const density::Density& density, Index cells, double tail_mass = 1e-12);

}  // namespace kolmo::jko
