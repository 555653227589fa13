#pragma once
// Expectations over a standard normal number without sampling.

#include <Eigen/Eigenvalues>
#include <cmath>

#include "kolmo/sde/sde_scheme.hpp"

namespace kolmo::sde::test {

/// Σ w_q p(ξ_q) = E p(Z) for polynomials p up to degree 2n − 1 (Golub and Welsch 1969).
struct GaussHermite {
  Eigen::ArrayXd nodes, weights;

  explicit GaussHermite(Index n) {
    Eigen::VectorXd off_diagonal(n - 1);
    for (Index k = 1; k < n; ++k) off_diagonal(k - 1) = std::sqrt(static_cast<double>(k));
    Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
    solver.computeFromTridiagonal(Eigen::VectorXd::Zero(n), off_diagonal);
    nodes = solver.eigenvalues().array();
    weights = solver.eigenvectors().row(0).transpose().array().square();
  }
};

/// One step of the scheme from every x with the normal numbers z = ξ and u = η.
inline Points stepped(const SdeScheme& scheme, const process::Process& process, double t, double h,
                      const Points& x, double xi, double eta = 0) {
  Points y = x;
  Points z = Points::Constant(x.rows(), x.cols(), xi), u = Points::Constant(x.rows(), x.cols(), eta);
  Workspace workspace(x.cols(), scheme.workspace_blocks(process));
  const bool area = scheme.path_detail(process) != PathDetail::increment;
  Increment increment = area ? Increment(Block(z), Block(u)) : Increment(Block(z));
  scheme.step(process, t, h, y, increment, workspace);
  return y;
}

/// All normal numbers that a step of the scheme depends on, with their weights: `visit(ξ, η, weight)`.
template <class Visit>
void for_each_node(const SdeScheme& scheme, const process::Process& process, Index nodes, Index area_nodes,
                   Visit visit) {
  if (scheme.quadrature_nodes() > 0) nodes = scheme.quadrature_nodes();
  const GaussHermite rule(nodes), area(scheme.path_detail(process) != PathDetail::increment ? area_nodes : 1);
  for (Index q = 0; q < rule.nodes.size(); ++q) {
    for (Index r = 0; r < area.nodes.size(); ++r) {
      visit(rule.nodes(q), area.nodes(r), rule.weights(q) * area.weights(r));
    }
  }
}

}  // namespace kolmo::sde::test
