#pragma once
// Weights that balance the rates of every face.

#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// log π with up_f π_f = down_f π_{f+1} at every face between two cells, its largest entry 0. Absorbing sides
/// are not asked. The ratios are summed along a maximum spanning tree of the cells (Prim 1957, a face
/// weighing the smaller of its two π) in twice the working precision: a cell is reached through cells that
/// are as probable as can be, so that what a difference of potentials loses where V is huge does not reach
/// the others. Throws InvalidArgument on negative rates, and where the ratios around a loop do not cancel but
/// for rounding (4 ε times the cells along all axes, of |log π| at the face and of `log_ratio_rounding`/ε): a
/// drift that is not a gradient.
Eigen::ArrayXd log_detailed_balance(const Generator& generator);

/// The same, and whether the ratios around every loop cancel; log_pi means nothing where they do not.
struct DetailedBalance {
  Eigen::ArrayXd log_pi;
  double circulation;  ///< the largest sum around a loop of one face and the tree, over what is rounding
  bool holds() const { return circulation <= 1; }
};
DetailedBalance detailed_balance(const Generator& generator);

}  // namespace kolmo::fokker_planck
