#pragma once
// Drift and divergence about a place of a path, up to second derivatives.

#include <vector>

#include "kolmo/paths/path_action.hpp"

namespace kolmo::paths {

/// What an action knows of drift and divergence at one place.
struct Local {
  Eigen::VectorXd drift;
  Eigen::MatrixXd jacobian;             // J_jk = ∂f_j/∂x_k
  std::vector<Eigen::MatrixXd> second;  // of each f_j
  double divergence = 0;
  Eigen::VectorXd divergence_gradient;
  Eigen::MatrixXd divergence_second;
};

/// Drift and divergence at all shifted copies of a place at once: row 0 the place itself, then ±2δe_k, then
/// ±δe_k, then for k < l the four corners.
class Stencil {
 public:
  explicit Stencil(const PathAction& action);
  /// Everything at x; only the values where `derivatives` is false.
  void look(double t, const Eigen::VectorXd& x, bool derivatives, Local& out);

 private:
  Eigen::MatrixXd second_of(const ConstValues& v) const;
  void differentiate(double t, const Points& at, Local& out) const;

  const PathAction& action_;
  Index d_;
  Eigen::ArrayXd delta_;
  Points shifts_, drift_;
  Eigen::ArrayXd divergence_;
};

}  // namespace kolmo::paths
