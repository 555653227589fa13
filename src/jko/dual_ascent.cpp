#include "jko/dual_ascent.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::jko {
namespace {

/// (a − b)/log(a/b); 0 where one of them is (or is negative, by rounding).
double logarithmic_mean(double a, double b) {
  if (!(a > 0 && b > 0)) return 0;
  if (std::abs(a - b) < 1e-3 * a) return (a + b) / 2;  // to a part of 1e-7
  return (a - b) / std::log(a / b);
}

}  // namespace

DualAscent::DualAscent(const Grid& grid, double temperature)
    : temperature_(temperature), hessian_(grid), weight_(temperature > 0 ? grid.cells() : 0) {}

void DualAscent::direction(const NormalisedDensity& state, double tau, const Eigen::ArrayXd& to,
                           const Eigen::ArrayXd& difference, Eigen::ArrayXd& out) {
  if (!(temperature_ > 0)) {
    hessian_.solve(state.slope() / tau, state.mean_slope() / tau, to, to.maxCoeff(), difference, out);
    return;
  }
  for_each_block(to.size(), [&](Index, Index first, Index rows) {
    for (Index i = first; i < first + rows; ++i) weight_(i) = logarithmic_mean(to(i), to(i) - difference(i));
  });
  if (!(weight_.maxCoeff() > 0))
    throw NumericalFailure("JKO step on a grid with T = " + number_text(temperature_, 6) +
                           " and tau = " + number_text(tau, 6) +
                           ": no cell has mass before and after: the energy changes by many T from cell to "
                           "cell; take more cells or a "
                           "higher temperature");
  hessian_.solve_in_proportion(1 / (tau * temperature_), weight_, difference, out);
}

double DualAscent::next_length(double sigma, double gain) const {
  if (gain < 0.25) return 0.8 * sigma;
  if (gain <= 0.75) return sigma;
  return temperature_ > 0 ? std::min(1.0, 2 * sigma) : 1.25 * sigma;
}

}  // namespace kolmo::jko
