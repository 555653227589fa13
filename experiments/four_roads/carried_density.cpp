#include "four_roads/carried_density.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/statistics/moments.hpp"

namespace kolmo::four_roads {
namespace {

/// Particles in places where a density is not resolved say nothing; more than this share of them is too many.
constexpr double most_unresolved = 1e-3;

/// The cubic through y at −1, 0, 1, 2 (Newton's form).
double cubic(const std::array<double, 4>& y, double s) {
  const double first = y[1] - y[0], second = y[2] - 2 * y[1] + y[0],
               third = y[3] - 3 * y[2] + 3 * y[1] - y[0];
  const double u = s + 1;
  return y[0] + u * (first + (u - 1) / 2 * (second + (u - 2) / 3 * third));
}

/// Mean of |a − b| over the entries that are numbers in both.
struct MeanDifference {
  double value = 0, share = 0;  ///< of entries that are
};

MeanDifference mean_difference(const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) {
  Eigen::ArrayXd difference = (a - b).abs();
  Index numbers = 0;
  for (Index i = 0; i < difference.size(); ++i) {
    if (std::isfinite(difference(i))) {
      ++numbers;
    } else {
      difference(i) = 0;
    }
  }
  const auto n = static_cast<double>(difference.size()), counted = static_cast<double>(numbers);
  if (numbers == 0) return {};
  return {mean_estimate(difference.data(), difference.size()).value * n / counted, counted / n};
}

}  // namespace

Eigen::ArrayXd log_density_at(const LineDensity& density, const Points& x) {
  const Axis& axis = density.axis;
  Eigen::ArrayXd log_p(axis.cells), out(x.rows());
  for (Index i = 0; i < axis.cells; ++i)
    log_p(i) = density.cells(i) > 0 ? std::log(density.cells(i)) : std::nan("");
  for_each_block(x.rows(), [&](Index, Index first, Index rows) {
    for (Index i = first; i < first + rows; ++i) {
      const double position = (x(i, 0) - axis.centre(0)) / axis.width();
      const double cell = std::clamp(std::floor(position), 1.0, static_cast<double>(axis.cells - 3));
      const auto j = static_cast<Index>(cell);
      const bool inside = position >= 0 && position <= static_cast<double>(axis.cells - 1);
      out(i) = inside ? cubic({log_p(j - 1), log_p(j), log_p(j + 1), log_p(j + 2)}, position - cell)
                      : std::nan("");
    }
  });
  return out;
}

void check_carried_density(const RoadContext& context, const std::vector<CoupledRuns>& refinements,
                           const GridScores& grid, RoadOutput& output) {
  const auto factor = [](double order) { return 2 / (std::exp2(order) - 1); };
  for (std::size_t i = 0; i < output.result.times.size(); ++i) {
    const LineDensity& finest = grid.finest[i];
    const Points& places = refinements[0].samples[0][i];
    const Eigen::ArrayXd of_grid = log_density_at(finest, places);
    const Eigen::ArrayXd& carried = refinements[0].log_densities[0][i];
    const MeanDifference found = mean_difference(carried, of_grid);
    verify::Check check;
    check.id = verify::comparison_id(context.problem.name, output.result.name, road::fokker_planck,
                                     "log_density_error", output.result.times[i]);
    check.observed = found.value;
    for (const CoupledRuns& runs : refinements) {
      if (runs.samples.size() < 2) continue;
      const Eigen::ArrayXd other = runs.log_densities[1][i] - log_density_at(finest, runs.samples[1][i]);
      check.bias_bound += factor(runs.order) * mean_difference(carried - of_grid, other).value;
    }
    check.bias_bound += factor(grid.order_in_time) *
                        mean_difference(of_grid, log_density_at(grid.longer_steps[i], places)).value;
    check.bias_bound +=
        factor(2) * mean_difference(of_grid, log_density_at(grid.wider_cells[i], places)).value;
    check.tolerance = check.bias_bound;
    check.spread = 1;
    check.depends_on = "the grid's density";
    check.source = "the grid's density";
    verify::give_verdict(check);
    if (found.share < 1 - most_unresolved) {
      check.verdict = verify::Verdict::unresolved;
      check.note = "the grid does not resolve its density where some of the particles are: take more cells";
    }
    output.checks.push_back(std::move(check));
  }
}

}  // namespace kolmo::four_roads
