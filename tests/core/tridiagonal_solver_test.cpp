#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/linear/tridiagonal.hpp"

namespace kolmo {
namespace {

struct System {
  Eigen::ArrayXd lower, diagonal, upper, rhs;
};

// Diagonally dominant, with entries of both signs that differ from row to row.
System dominant_system(Index n) {
  System s{Eigen::ArrayXd(n - 1), Eigen::ArrayXd(n), Eigen::ArrayXd(n - 1), Eigen::ArrayXd(n)};
  for (Index i = 0; i < n; ++i) {
    const double x = static_cast<double>(i);
    s.diagonal(i) = 4 + std::sin(3 * x);
    s.rhs(i) = std::cos(1.7 * x) + 0.3;
    if (i + 1 < n) {
      s.lower(i) = 1.3 * std::cos(2 * x + 1);
      s.upper(i) = 1.4 * std::sin(5 * x + 2);
    }
  }
  return s;
}

double residual(const System& s, const Eigen::ArrayXd& x) {
  const Index n = x.size();
  double worst = 0;
  for (Index i = 0; i < n; ++i) {
    double r = s.diagonal(i) * x(i) - s.rhs(i);
    if (i > 0) r += s.lower(i - 1) * x(i - 1);
    if (i + 1 < n) r += s.upper(i) * x(i + 1);
    worst = std::max(worst, std::abs(r));
  }
  return worst;
}

TEST(TridiagonalSolver, SolvesSystemsOfEverySizeToRounding) {
  for (const Index n : {2, 3, 4, 5, 6, 7, 8, 17, 100, 1023, 1024}) {
    const System s = dominant_system(n);
    const TridiagonalSolver solver(s.lower, s.diagonal, s.upper);
    Eigen::ArrayXd x(n);
    solver.solve(s.rhs.data(), x.data());
    // Entries of A and d are below 6, those of x below 1: a few roundings a row.
    EXPECT_LE(residual(s, x), 1e-14) << "n = " << n;
  }
}

TEST(TridiagonalSolver, SolvesInPlace) {
  const System s = dominant_system(33);
  const TridiagonalSolver solver(s.lower, s.diagonal, s.upper);
  Eigen::ArrayXd x(33), y = s.rhs;
  solver.solve(s.rhs.data(), x.data());
  solver.solve(y.data(), y.data());
  EXPECT_TRUE((x == y).all());
}

// I − K with unit column sums in long double by plain elimination, as the oracle.
std::vector<long double> thomas(const Eigen::ArrayXd& up, const Eigen::ArrayXd& down,
                                const Eigen::ArrayXd& d) {
  const std::size_t n = static_cast<std::size_t>(d.size());
  std::vector<long double> rest(n), pivot(n), x(n);
  for (std::size_t i = 0; i < n; ++i) {
    const Index k = static_cast<Index>(i);
    rest[i] = i == 0 ? 1.0L : 1.0L + down(k - 1) * rest[i - 1] / pivot[i - 1];
    pivot[i] = rest[i] + (i + 1 < n ? static_cast<long double>(up(k)) : 0.0L);
    x[i] = (d(k) + (i > 0 ? up(k - 1) * x[i - 1] : 0.0L)) / pivot[i];
  }
  for (std::size_t i = n - 1; i-- > 0;) x[i] += down(static_cast<Index>(i)) * x[i + 1] / pivot[i];
  return x;
}

TEST(TridiagonalSolver, KeepsRelativeAccuracyOfEveryEntryWhereColumnsSumToOne) {
  const Index n = 401;
  for (const double strength : {1e-3, 1.0, 1e6}) {
    Eigen::ArrayXd up(n - 1), down(n - 1), d = Eigen::ArrayXd::Zero(n);
    for (Index i = 0; i + 1 < n; ++i) {
      up(i) = strength * (1 + 0.5 * std::sin(static_cast<double>(i)));
      down(i) = strength * (1 + 0.5 * std::cos(2 * static_cast<double>(i)));
    }
    d(0) = 1;  // at 1e-3 the solution falls below 1e-300 before the other end
    const TridiagonalSolver solver = TridiagonalSolver::unit_column_sums(up, down);
    Eigen::ArrayXd x(n);
    solver.solve(d.data(), x.data());
    const std::vector<long double> exact = thomas(up, down, d);
    for (Index i = 0; i < n; ++i) {
      const double expected = static_cast<double>(exact[static_cast<std::size_t>(i)]);
      if (expected < 1e-290) break;
      // 10 roundings a link along a chain of i links.
      EXPECT_NEAR(x(i) / expected, 1, 1e-15 * (10 + 10 * static_cast<double>(i))) << strength << " " << i;
    }
  }
}

TEST(TridiagonalSolver, RefusesWrongSizesAndSingularMatrices) {
  const Eigen::ArrayXd one = Eigen::ArrayXd::Ones(1), two = Eigen::ArrayXd::Ones(2),
                       three = Eigen::ArrayXd::Ones(3);
  EXPECT_THROW(TridiagonalSolver(two, two, one), InvalidArgument);
  EXPECT_THROW(TridiagonalSolver(one, two, two), InvalidArgument);
  EXPECT_THROW(TridiagonalSolver(one, two, one), NumericalFailure);  // all ones: singular
  EXPECT_THROW(TridiagonalSolver::unit_column_sums(two, three), InvalidArgument);
  EXPECT_THROW(TridiagonalSolver::unit_column_sums(-two, two), InvalidArgument);
}

}  // namespace
}  // namespace kolmo
