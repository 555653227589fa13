#include "kolmo/fokker_planck/analysis/feynman_kac.hpp"

#include <Eigen/SparseLU>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::fokker_planck {

Eigen::ArrayXd feynman_kac(const Generator& generator, const Eigen::ArrayXd& rate,
                           const Eigen::ArrayXd& terminal, double final_time, Index steps) {
  const Index n = generator.grid().cells();
  require(rate.size() == n, "rate.size", static_cast<double>(rate.size()), "must be the number of cells");
  require(terminal.size() == n, "terminal.size", static_cast<double>(terminal.size()),
          "must be the number of cells");
  require(final_time > 0 && final_time < 1e300, "final_time", final_time, "must be positive and finite");
  require(steps >= 2, "steps", static_cast<double>(steps), "must be at least 2");
  const double dt = final_time / static_cast<double>(steps);
  Eigen::SparseMatrix<double> backward = generator.sparse().transpose();
  for (Index i = 0; i < n; ++i) backward.coeffRef(i, i) -= rate(i);
  Eigen::SparseMatrix<double> unit(n, n);
  unit.setIdentity();
  // Half steps of Euler and whole ones of Crank and Nicolson have the same matrix.
  const Eigen::SparseMatrix<double> implicit = unit - 0.5 * dt * backward,
                                    explicit_half = unit + 0.5 * dt * backward;
  Eigen::SparseLU<Eigen::SparseMatrix<double>> factor(implicit);
  if (factor.info() != Eigen::Success)
    throw NumericalFailure(
        "feynman_kac: the implicit matrix is singular: a rate far below 0? Take more steps");
  Eigen::VectorXd u = terminal.matrix();
  for (int half = 0; half < 4; ++half) u = factor.solve(u).eval();
  for (Index k = 2; k < steps; ++k) {
    throw_if_stopped();
    u = factor.solve(explicit_half * u).eval();
  }
  return u.array();
}

}  // namespace kolmo::fokker_planck
