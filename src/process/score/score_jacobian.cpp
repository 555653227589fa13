#include "kolmo/process/score/score_jacobian.hpp"

#include "kolmo/core/parallel/scratch.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::process {

void score_and_jacobian(const ScoreField& field, double t, const ConstBlock& x, Block score, Block jacobian) {
  if (const auto* own = dynamic_cast<const ScoreJacobian*>(&field))
    return own->score_and_jacobian(t, x, score, jacobian);
  if (field.dimension() == 1) return field.score_and_divergence(t, x, score, jacobian.col(0));
  throw Undefined("score: its derivatives are not known one by one (process::ScoreJacobian)");
}

void score_jacobian(const density::ComponentTable& table, const ConstBlock& x, Block jacobian) {
  const Index d = x.cols();
  Scratch memory(x.rows(), d);
  auto direction = memory.points();
  for (Index k = 0; k < d; ++k) {
    direction.setZero();
    direction.col(k).setOnes();
    table.hessian_product(x, direction, jacobian.middleCols(k * d, d));
  }
}

}  // namespace kolmo::process
