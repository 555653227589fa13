#pragma once
// Linear systems of the backward equation.

#include <vector>

#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// out(i) r_i = Σ_j rate(i→j) r_j + d_i for the chain of a generator that is stopped at absorbing sides and
/// in held cells: Gaussian elimination in which the pivot is the sum of the rates that lead on to cells not
/// yet eliminated and of what is stopped, never a difference (Grassmann, Taksar, Heyman 1985).
class Elimination {
 public:
  /// held(i) ≠ 0: paths stop in cell i. Throws InvalidArgument on negative rates, a chain that does not fit
  /// into memory, and cells whose paths are never stopped.
  Elimination(const Generator& generator, const Eigen::Array<bool, Eigen::Dynamic, 1>& held);

  /// u with −Lᵀ u = source outside the held cells and u = 0 on them; source ≥ 0, source on held cells is not
  /// read.
  Eigen::ArrayXd solve(const Eigen::ArrayXd& source) const;

 private:
  double& rate(Index from, Index to) { return rates_(band_ + to - from, from); }
  double rate(Index from, Index to) const { return rates_(band_ + to - from, from); }
  void fill(const Generator& generator);
  void eliminate();

  Index band_ = 0;
  std::vector<Index> place_;  ///< of each cell in the order of elimination
  Eigen::Array<bool, Eigen::Dynamic, 1> held_;
  Eigen::ArrayXXd
      rates_;  ///< column: from; row: to − from + band. Entries towards eliminated cells: rate/out
  Eigen::ArrayXd stopped_, inverse_out_;
};

}  // namespace kolmo::fokker_planck
