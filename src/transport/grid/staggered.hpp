#pragma once
// Vector fields on a box of cells, at the centres and on the faces.

#include <array>
#include <vector>

#include "kolmo/core/grid.hpp"

namespace kolmo::transport {

/// A component along each axis, cell by cell; all of the box's cells.
using Centred = std::vector<Eigen::ArrayXd>;
/// The component along axis k on the faces across k: n_k + 1 layers of them.
using Staggered = std::vector<Eigen::ArrayXd>;

/// Operations line by line; lines beside each other go together, and groups of them in parallel.
class StaggeredBox {
 public:
  explicit StaggeredBox(const Grid& grid);

  const Grid& grid() const { return grid_; }
  Index axes() const { return grid_.dimension(); }
  Index faces(Index axis) const { return grid_.cells() / cells(axis) * (cells(axis) + 1); }
  Index cells(Index axis) const { return grid_.axis(axis).cells; }
  /// Numbers of a layer across the last axis.
  Index layer() const { return grid_.cells() / cells(axes() - 1); }

  /// out ← Σ_k (u_k(face + 1) − u_k(face))/h_k.
  void divergence(const Staggered& u, Eigen::ArrayXd& out) const;
  /// u_k += (p(cell) − p(cell − 1))/h_k on the inner faces.
  void add_gradient(const Eigen::ArrayXd& p, Staggered& u) const;
  /// Centres ← means of the two faces.
  void means(const Staggered& u, Centred& out) const;
  /// The nearest pair (u, its means) to (u, v): (1 + IᵀI)u = u₀ + Iᵀv₀ with I the means.
  void nearest_pair(Staggered& u, Centred& v) const;
  /// The smallest change of q so that the means of neighbours in q_k are the gradient of p on inner faces.
  void match_gradient(const Eigen::ArrayXd& p, Centred& q) const;

 private:
  template <class Body>
  void lines(Index axis, const Body& body) const;

  Grid grid_;
  struct Elimination {
    Eigen::ArrayXd inverse_pivot;  ///< of a symmetric tridiagonal matrix with the off-diagonal ¼
  };
  std::vector<Elimination> pair_, inner_;  ///< of 1 + IᵀI and of IIᵀ between inner faces, one an axis
};

}  // namespace kolmo::transport
