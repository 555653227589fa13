#pragma once
// Diffusion on a weighted graph: a Markov jump process with detailed balance.

#include <functional>
#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::fokker_planck {

/// An edge with weight w > 0, in 1/time.
struct Edge {
  Index from, to;
  double weight;
};

/// On vertices with potential V_i (over T), from i to j at the rate k_ij = w_ij e^{−(V_j − V_i)/2}: dp_i/dt =
/// Σ_j (k_ji p_j − k_ij p_i), at rest in π_i ∝ e^{−V_i}, with detailed balance π_i k_ij = π_j k_ji. On a line
/// of cells h wide with w = T/h² it is the square-root approximation of dX = −V' dt + √(2T) dW, of order 2.
/// Source: Lie, Fackeldey and Weber 2013; Heida 2018 (the name SQRA).
class GraphDiffusion {
 public:
  /// InvalidArgument unless there are 2 vertices or more, each potential is finite, each edge joins two of
  /// them with a positive finite weight, none twice, and all are connected.
  GraphDiffusion(Eigen::ArrayXd potential, std::vector<Edge> edges);

  Index vertices() const { return potential_.size(); }
  const std::vector<Edge>& edges() const { return edges_; }
  /// From the first vertex of an edge to the second, and back.
  double rate(std::size_t edge) const;
  double rate_back(std::size_t edge) const;
  /// π, which sums to 1.
  const Eigen::ArrayXd& stationary() const { return stationary_; }
  /// π_i k_ij: what passes an edge either way at rest.
  double exchange(std::size_t edge) const;

  /// dp/dt.
  Eigen::ArrayXd derivative(const Eigen::ArrayXd& p) const;
  /// The largest |π_i k_ij − π_j k_ji| over their sum, of the rates and π as they are stored.
  double detailed_balance_defect() const;
  /// Σ p_i log(p_i/π_i), the free energy over T above that of rest; 0 log 0 = 0.
  double free_energy(const Eigen::ArrayXd& p) const;

 private:
  Eigen::ArrayXd potential_, stationary_;
  std::vector<Edge> edges_;
  Eigen::ArrayXXd rates_;  ///< edges×2
};

/// Vertices 0, 1, … in the middles of equal cells of [lower, upper], V(x)/T at each, neighbours joined with w
/// = T/h². InvalidArgument unless lower < upper, T > 0, n ≥ 2.
GraphDiffusion line_graph(const std::function<double(double)>& potential, double temperature, double lower,
                          double upper, Index n);

/// All of its spectrum: p(t) without steps. n³ operations, 8 n² bytes.
class GraphSpectrum {
 public:
  explicit GraphSpectrum(const GraphDiffusion& graph);
  /// Of −(generator), ascending; the first is 0.
  const Eigen::ArrayXd& rates() const { return rates_; }
  double gap() const { return rates_(1); }
  /// p(t), t ≥ 0, from p(0).
  Eigen::ArrayXd density(const Eigen::ArrayXd& start, double t) const;

 private:
  Eigen::ArrayXd root_;  ///< √π
  Eigen::ArrayXd rates_;
  Eigen::MatrixXd modes_;
};

}  // namespace kolmo::fokker_planck
