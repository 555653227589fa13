#include "kolmo/core/linear/cubic_b_spline.hpp"

#include <algorithm>

#include "kolmo/core/linear/tridiagonal.hpp"

namespace kolmo {
namespace {

// c_{i−1} + 4c_i + c_{i+1} = 6y_i. With c_{−1} = 3c₀ − 3c₁ + c₂ and row 1 the first row becomes c₀ − c₁ = y₀
// − y₁, and the last one likewise.
TridiagonalSolver interpolation(Index n) {
  Eigen::ArrayXd diagonal = Eigen::ArrayXd::Constant(n, 4), lower = Eigen::ArrayXd::Ones(n - 1),
                 upper = lower;
  diagonal(0) = diagonal(n - 1) = 1;
  upper(0) = lower(n - 2) = -1;
  return {lower, diagonal, upper};
}

void coefficients_of_line(const TridiagonalSolver& solver, const double* y, Index stride, Index n,
                          double* work, double* c) {
  for (Index i = 1; i + 1 < n; ++i) work[i] = 6 * y[i * stride];
  work[0] = y[0] - y[stride];
  work[n - 1] = y[(n - 1) * stride] - y[(n - 2) * stride];
  solver.solve(work, work);
  for (Index i = 0; i < n; ++i) c[(i + 1) * stride] = work[i];
  c[0] = 3 * work[0] - 3 * work[1] + work[2];
  c[(n + 1) * stride] = 3 * work[n - 1] - 3 * work[n - 2] + work[n - 3];
}

}  // namespace

Eigen::ArrayXd spline_coefficients(const Eigen::ArrayXd& values, const std::vector<Index>& sizes) {
  Eigen::ArrayXd current = values;
  Index stride = 1;
  for (const Index n : sizes) {
    const Index blocks = current.size() / (stride * n);
    Eigen::ArrayXd next(blocks * stride * (n + 2)), work(n);
    const TridiagonalSolver solver = interpolation(n);
    for (Index block = 0; block < blocks; ++block) {
      for (Index k = 0; k < stride; ++k) {
        coefficients_of_line(solver, current.data() + block * stride * n + k, stride, n, work.data(),
                             next.data() + block * stride * (n + 2) + k);
      }
    }
    current.swap(next);
    stride *= n + 2;
  }
  return current;
}

SplinePlace::SplinePlace(double position, Index n, double inverse_width) {
  const double last = static_cast<double>(n - 2);
  // NaN goes to piece 0 and stays NaN in ξ.
  piece = static_cast<Index>(position > 0 ? std::min(position, last) : 0.0);
  const double x = position - static_cast<double>(piece), y = 1 - x;
  value[0] = y * y * y / 6;
  value[1] = (4 + 3 * x * x * (x - 2)) / 6;
  value[2] = (4 + 3 * y * y * (y - 2)) / 6;
  value[3] = x * x * x / 6;
  slope[0] = -y * y / 2 * inverse_width;
  slope[1] = x * (1.5 * x - 2) * inverse_width;
  slope[2] = -y * (1.5 * y - 2) * inverse_width;
  slope[3] = x * x / 2 * inverse_width;
  const double square = inverse_width * inverse_width;
  curvature[0] = y * square;
  curvature[1] = (3 * x - 2) * square;
  curvature[2] = (3 * y - 2) * square;
  curvature[3] = x * square;
}

}  // namespace kolmo
