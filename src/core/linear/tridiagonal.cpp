#include "kolmo/core/linear/tridiagonal.hpp"

#include <cmath>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo {
namespace {

// Two independent chains; std::fma halves the latency of each link (one instruction from x86-64-v3 on).
KOLMO_VECTORISED void solve_twisted(const double* inverse_pivot, const double* towards, const double* away,
                                    double meeting, Index n, const double* d, double* x) {
  const Index half = n / 2;
  double z = inverse_pivot[0] * d[0];
  double y = inverse_pivot[n - 1] * d[n - 1];
  x[0] = z;
  x[n - 1] = y;
  for (Index i = 1, k = n - 2; i < half; ++i, --k) {
    z = std::fma(towards[i], z, inverse_pivot[i] * d[i]);
    y = std::fma(towards[k], y, inverse_pivot[k] * d[k]);
    x[i] = z;
    x[k] = y;
  }
  if (n - half > half) y = std::fma(towards[half], y, inverse_pivot[half] * d[half]);
  y = meeting * std::fma(away[half], z, y);
  x[half] = y;
  z = std::fma(away[half - 1], y, z);
  x[half - 1] = z;
  for (Index i = half - 2, k = half + 1; i >= 0; --i, ++k) {
    z = std::fma(away[i], z, x[i]);
    y = std::fma(away[k], y, x[k]);
    x[i] = z;
    x[k] = y;
  }
  if (n - half > half) x[n - 1] = std::fma(away[n - 1], y, x[n - 1]);
}

}  // namespace

TridiagonalSolver::TridiagonalSolver(const Eigen::ArrayXd& lower, const Eigen::ArrayXd& diagonal,
                                     const Eigen::ArrayXd& upper) {
  const Index n = diagonal.size();
  require(n >= 2, "size of diagonal", static_cast<double>(n), "must be at least 2");
  require(lower.size() == n - 1, "size of lower", static_cast<double>(lower.size()),
          "must be that of diagonal − 1");
  require(upper.size() == n - 1, "size of upper", static_cast<double>(upper.size()),
          "must be that of diagonal − 1");
  const Index half = n / 2;
  inverse_pivot_.resize(n);
  towards_.setZero(n);
  away_.setZero(n);
  for (Index i = 0; i < half; ++i) {
    const double pivot = i == 0 ? diagonal(0) : diagonal(i) + lower(i - 1) * away_(i - 1);
    inverse_pivot_(i) = 1 / pivot;
    if (i > 0) towards_(i) = -lower(i - 1) / pivot;
    away_(i) = -upper(i) / pivot;
  }
  for (Index i = n - 1; i >= half; --i) {
    const double pivot = i == n - 1 ? diagonal(i) : diagonal(i) + upper(i) * away_(i + 1);
    inverse_pivot_(i) = 1 / pivot;
    if (i < n - 1) towards_(i) = -upper(i) / pivot;
    away_(i) = -lower(i - 1) / pivot;
  }
  meeting_ = 1 / (1 - away_(half) * away_(half - 1));
  check_pivots();
}

TridiagonalSolver TridiagonalSolver::unit_column_sums(const Eigen::ArrayXd& up, const Eigen::ArrayXd& down,
                                                      double first_leak, double last_leak) {
  const Index n = up.size() + 1;
  require(n >= 2, "size of up", static_cast<double>(up.size()), "must be at least 1");
  require(down.size() == n - 1, "size of down", static_cast<double>(down.size()), "must be that of up");
  require((up >= 0).all() && up.isFinite().all(), "smallest entry of up", up.minCoeff(),
          "all must be finite and ≥ 0");
  require((down >= 0).all() && down.isFinite().all(), "smallest entry of down", down.minCoeff(),
          "all must be finite and ≥ 0");
  require(first_leak >= 0 && std::isfinite(first_leak), "first_leak", first_leak, "must be finite and ≥ 0");
  require(last_leak >= 0 && std::isfinite(last_leak), "last_leak", last_leak, "must be finite and ≥ 0");
  TridiagonalSolver solver;
  const Index half = n / 2;
  solver.inverse_pivot_.resize(n);
  solver.towards_.setZero(n);
  solver.away_.setZero(n);
  // What stays of a pivot besides the entry that leads away: e_i = 1 + down_{i−1} e_{i−1}/pivot_{i−1},
  // pivot_i = e_i + up_i.
  double rest = 1 + first_leak, rest_top = rest;
  for (Index i = 0; i < half; ++i) {
    if (i > 0) rest = 1 + down(i - 1) * rest * solver.inverse_pivot_(i - 1);
    solver.inverse_pivot_(i) = 1 / (rest + up(i));
    if (i > 0) solver.towards_(i) = up(i - 1) * solver.inverse_pivot_(i);
    solver.away_(i) = down(i) * solver.inverse_pivot_(i);
    rest_top = rest;
  }
  rest = 1 + last_leak;
  for (Index i = n - 1; i >= half; --i) {
    if (i < n - 1) rest = 1 + up(i) * rest * solver.inverse_pivot_(i + 1);
    solver.inverse_pivot_(i) = 1 / (rest + down(i - 1));
    if (i < n - 1) solver.towards_(i) = down(i) * solver.inverse_pivot_(i);
    solver.away_(i) = up(i - 1) * solver.inverse_pivot_(i);
  }
  // 1 − away_half away_{half−1} = (e e' + e down + e' up)/(pivot pivot') without the subtraction.
  const double u = up(half - 1), v = down(half - 1);
  solver.meeting_ = (rest_top + u) * (rest + v) / (rest_top * rest + rest_top * v + rest * u);
  solver.check_pivots();
  return solver;
}

void TridiagonalSolver::check_pivots() const {
  for (Index i = 0; i < size(); ++i) {
    if (!std::isfinite(inverse_pivot_(i)) || !std::isfinite(away_(i))) {
      throw NumericalFailure("tridiagonal factorisation: the pivot of row " + number_text(i) +
                             " is zero or not finite; the matrix must be diagonally dominant");
    }
  }
  if (!std::isfinite(meeting_)) throw NumericalFailure("tridiagonal factorisation: the matrix is singular");
}

void TridiagonalSolver::solve(const double* d, double* x) const {
  solve_twisted(inverse_pivot_.data(), towards_.data(), away_.data(), meeting_, size(), d, x);
}

}  // namespace kolmo
