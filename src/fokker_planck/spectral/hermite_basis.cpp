#include "hermite_basis.hpp"

#include <Eigen/Eigenvalues>
#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::fokker_planck {
namespace {

double root(Index n) { return std::sqrt(static_cast<double>(n)); }

}  // namespace

void hermite_functions(double y, Index count, Index stride, double* out) {
  double before = 0, here = std::exp(-y * y / 4) / std::sqrt(std::sqrt(2 * std::numbers::pi));
  for (Index n = 0; n < count; ++n) {
    out[n * stride] = here;
    const double next = (y * here - root(n) * before) / root(n + 1);
    before = here;
    here = next;
  }
}

// The eigenvalues of the Jacobi matrix (Golub, Welsch 1969), made symmetric; weights by Christoffel's
// numbers.
HermiteRule hermite_rule(Index count) {
  Eigen::VectorXd beside(count - 1);
  for (Index n = 1; n < count; ++n) beside(n - 1) = root(n);
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(Eigen::VectorXd::Zero(count), beside, Eigen::EigenvaluesOnly);
  if (solver.info() != Eigen::Success) throw NumericalFailure("Gauss–Hermite rule: nodes did not converge");
  const Eigen::ArrayXd y = solver.eigenvalues();
  HermiteRule rule{(y - y.reverse()) / 2, Eigen::ArrayXd(count)};
  Eigen::ArrayXd psi(count);
  for (Index q = 0; q < count; ++q) {
    hermite_functions(rule.nodes(q), count, 1, psi.data());
    rule.spacing(q) = 1 / chunk_dot(psi.data(), psi.data(), count);
  }
  return rule;
}

}  // namespace kolmo::fokker_planck
