#pragma once
// Scores whose derivatives are known one by one.

#include "kolmo/density/component_table.hpp"
#include "kolmo/process/score/score_field.hpp"

namespace kolmo::process {

/// ∂s_j/∂x_k, which flows of processes ask for whose noise is not the same in every direction: an interface
/// that a score inherits beside ScoreField.
class ScoreJacobian {
 public:
  virtual ~ScoreJacobian() = default;
  /// score(i, ·) = s(t, x_i), jacobian(i, k d + j) = ∂s_j/∂x_k(t, x_i), rows×d².
  virtual void score_and_jacobian(double t, const ConstBlock& x, Block score, Block jacobian) const = 0;
};

/// The same of any score; on the line the divergence is the Jacobian. Throws Undefined where a score of more
/// than one dimension does not have it.
void score_and_jacobian(const ScoreField& field, double t, const ConstBlock& x, Block score, Block jacobian);

/// jacobian(i, k d + j) = ∂s_j/∂x_k(x_i) of the mixture in the table: what a score makes one of that has one.
void score_jacobian(const density::ComponentTable& table, const ConstBlock& x, Block jacobian);

}  // namespace kolmo::process
