#include "detailed_balance.hpp"

#include <cmath>

#include "cell_rates.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::fokker_planck {
namespace {

void require_no_circulation(double defect, double allowed) {
  require(std::abs(defect) <= allowed, "circulation of the generator", defect,
          "must vanish: detailed balance needs a drift that is a gradient");
}

// Along the axis, on lines where all higher axes are in their first cell.
void integrate(const Generator& generator, Index axis, Eigen::ArrayXd& log_pi) {
  const Grid& grid = generator.grid();
  const FaceRates& r = generator.rates(axis);
  const Index stride = stride_along(grid, axis);
  for (Index line = 0; line < stride; ++line) {
    for (Index f = 0; f + 1 < grid.axis(axis).cells; ++f) {
      log_pi(line + (f + 1) * stride) = log_pi(line + f * stride) - r.log_ratio(f, r.shared() ? 0 : line);
    }
  }
}

void check(const Generator& generator, Index axis, const Eigen::ArrayXd& log_pi, double allowed) {
  const Grid& grid = generator.grid();
  const FaceRates& r = generator.rates(axis);
  const Index stride = stride_along(grid, axis), n = grid.axis(axis).cells;
  for (Index line = 0; line < lines_along(grid, axis); ++line) {
    const Index column = r.shared() ? 0 : line, first = first_cell(grid, axis, line);
    for (Index f = 0; f + 1 < n; ++f) {
      const double rise = log_pi(first + (f + 1) * stride) - log_pi(first + f * stride);
      require_no_circulation(rise + r.log_ratio(f, column), allowed);
    }
    if (r.wrap.size() == 0) continue;
    const double rise = log_pi(first) - log_pi(first + (n - 1) * stride);
    require_no_circulation(rise + std::log(r.wrap(1, column) / r.wrap(0, column)), allowed);
  }
}

}  // namespace

Eigen::ArrayXd log_detailed_balance(const Generator& generator) {
  if (generator.has_negative_rates()) throw InvalidArgument("generator: must have no negative rates");
  const Index axes = generator.grid().dimension();
  Eigen::ArrayXd log_pi = Eigen::ArrayXd::Zero(generator.grid().cells());
  for (Index k = 0; k < axes; ++k) integrate(generator, k, log_pi);
  const double allowed = 1e-10 * (1 + log_pi.abs().maxCoeff());
  for (Index k = 0; k < axes; ++k) check(generator, k, log_pi, allowed);
  if (axes == 1) return log_pi;
  // What else two cells exchange.
  for_each_pair(generator, [&](Index i, Index j, double up, double down) {
    if (up > 0 && down > 0) require_no_circulation(log_pi(j) - log_pi(i) + std::log(down / up), allowed);
  });
  return log_pi;
}

}  // namespace kolmo::fokker_planck
