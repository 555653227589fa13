#include "kolmo/core/linear/ring_solver.hpp"

#include <gtest/gtest.h>

#include <Eigen/LU>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/linear/tridiagonal.hpp"

namespace kolmo {
namespace {

// Rates over six decades.
Eigen::ArrayXd rates(Index n, double seed) {
  Eigen::ArrayXd r(n);
  for (Index i = 0; i < n; ++i) r(i) = std::pow(10.0, 3 * std::sin(seed + 2.3 * static_cast<double>(i)));
  return r;
}

Eigen::MatrixXd exchange(const Eigen::ArrayXd& up, const Eigen::ArrayXd& down) {
  const Index n = up.size() + 1;
  Eigen::MatrixXd a = Eigen::MatrixXd::Identity(n, n);
  for (Index i = 0; i + 1 < n; ++i) {
    a(i, i) += up(i);
    a(i + 1, i) -= up(i);
    a(i + 1, i + 1) += down(i);
    a(i, i + 1) -= down(i);
  }
  return a;
}

TEST(RingSolver, SolvesRingsOfEverySize) {
  for (const Index n : {2, 3, 4, 5, 8, 33, 100}) {
    const Eigen::ArrayXd up = rates(n - 1, 1), down = rates(n - 1, 2);
    const double wrap_up = 7, wrap_down = 0.2;
    Eigen::MatrixXd a = exchange(up, down);
    a(n - 1, n - 1) += wrap_up;
    a(0, n - 1) -= wrap_up;
    a(0, 0) += wrap_down;
    a(n - 1, 0) -= wrap_down;
    const Eigen::VectorXd d = Eigen::VectorXd::Random(n).array() + 1.5;
    Eigen::VectorXd x = d;
    RingSolver(up, down, wrap_up, wrap_down).solve(x.data(), x.data());  // in place
    // ‖A‖ ≤ 4·10³, the solution ≤ 2.5 n.
    EXPECT_LE((a * x - d).lpNorm<Eigen::Infinity>(), 1e-13 * 4e3 * static_cast<double>(n)) << n;
    EXPECT_NEAR(x.sum() / d.sum(), 1, 1e-12) << n;
  }
}

// A point source on a ring of slow exchange: x falls by 10⁻⁶ a cell to either side. Every entry keeps its
// relative accuracy against the product of its factors.
TEST(RingSolver, KeepsTheRelativeAccuracyOfTinyEntries) {
  const Index n = 80;
  const Eigen::ArrayXd slow = Eigen::ArrayXd::Constant(n - 1, 1e-6);
  Eigen::ArrayXd d = Eigen::ArrayXd::Zero(n), x(n);
  d(10) = 1;
  RingSolver(slow, slow, 1e-6, 1e-6).solve(d.data(), x.data());
  // (1 + 2ε) x_i − ε x_{i−1} − ε x_{i+1} = 0: x ∝ r^a + r^(n − a), a = |i − 10|, r = (1 + 2ε − √(1 +
  // 4ε))/(2ε).
  const double e = 1e-6, r = 2 * e / (1 + 2 * e + std::sqrt(1 + 4 * e));
  for (Index i = 0; i < n; ++i) {
    const double away = std::abs(static_cast<double>(i) - 10), around = static_cast<double>(n) - away;
    const double expected = (std::pow(r, away) + std::pow(r, around)) / std::sqrt(1 + 4 * e);
    EXPECT_NEAR(x(i) / expected, 1, 1e-13) << i;
  }
}

TEST(RingSolver, RefusesWrongSizesAndRatesThatAreNotFinite) {
  const Eigen::ArrayXd three = Eigen::ArrayXd::Ones(3), two = Eigen::ArrayXd::Ones(2);
  EXPECT_THROW(RingSolver(three, two, 1, 1), InvalidArgument);
  EXPECT_THROW(RingSolver(Eigen::ArrayXd(0), Eigen::ArrayXd(0), 1, 1), InvalidArgument);
  EXPECT_THROW(RingSolver(three, three * std::nan(""), 1, 1), NumericalFailure);
}

TEST(TridiagonalSolver, SolvesExchangesWithLeaks) {
  for (const Index n : {2, 3, 4, 7, 50}) {
    const Eigen::ArrayXd up = rates(n - 1, 1), down = rates(n - 1, 2);
    Eigen::MatrixXd a = exchange(up, down);
    a(0, 0) += 3;
    a(n - 1, n - 1) += 0.5;
    const Eigen::VectorXd d = Eigen::VectorXd::Random(n).array() + 1.5;
    Eigen::VectorXd x(n);
    TridiagonalSolver::unit_column_sums(up, down, 3, 0.5).solve(d.data(), x.data());
    EXPECT_LE((a * x - d).lpNorm<Eigen::Infinity>(), 1e-13 * 4e3 * static_cast<double>(n)) << n;
    EXPECT_NEAR((x.sum() + 3 * x(0) + 0.5 * x(n - 1)) / d.sum(), 1, 1e-12) << n;
  }
  EXPECT_THROW(TridiagonalSolver::unit_column_sums(rates(3, 1), rates(3, 2), -1, 0), InvalidArgument);
}

}  // namespace
}  // namespace kolmo
