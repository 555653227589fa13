#include "four_roads/grid/carried_density.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

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

/// Where a place lies between the centres of an axis, the outermost cell aside.
struct Between {
  Index cell;  ///< the centre before it
  double share;
  bool inside;

  Between(const Axis& axis, double x) {
    const double position = (x - axis.centre(0)) / axis.width();
    const double before = std::clamp(std::floor(position), 1.0, static_cast<double>(axis.cells - 3));
    cell = static_cast<Index>(before);
    share = position - before;
    inside = position >= 0 && position <= static_cast<double>(axis.cells - 1);
  }
};

double along_x(const double* line, const Between& at) {
  const double* y = line + at.cell - 1;
  return cubic({y[0], y[1], y[2], y[3]}, at.share);
}

/// V/T at the points; 0 without a reference.
Eigen::ArrayXd exponent_at(const std::optional<process::GradientStructure>& reference, const Points& x) {
  Eigen::ArrayXd exponent = Eigen::ArrayXd::Zero(x.rows());
  if (!reference) return exponent;
  reference->potential->value(x, exponent);
  return exponent / reference->temperature;
}

/// Mean of |a| over the entries that are numbers.
struct MeanSize {
  double value = 0, share = 0;  ///< of entries that are
};

MeanSize mean_size(Eigen::ArrayXd a) {
  Index numbers = 0;
  for (Index i = 0; i < a.size(); ++i) {
    numbers += std::isfinite(a(i)) ? 1 : 0;
    a(i) = std::isfinite(a(i)) ? std::abs(a(i)) : 0;
  }
  const auto n = static_cast<double>(a.size()), counted = static_cast<double>(numbers);
  if (numbers == 0) return {};
  return {mean_estimate(a.data(), a.size()).value * n / counted, counted / n};
}

/// b of a mean |difference| from the values at the points on three levels.
template <class ValuesOfLevel>
double budget(std::size_t levels, double order, const ValuesOfLevel& values) {
  if (levels < 2) return 0;
  const Eigen::ArrayXd middle = values(1);
  const double fine = mean_size(values(0) - middle).value;
  const auto coarse = levels > 2 ? std::optional(mean_size(middle - values(2)).value) : std::nullopt;
  return verify::distance_budget(fine, coarse, order, 0).bound;
}

}  // namespace

Eigen::ArrayXd log_density_at(const CellDensity& density,
                              const std::optional<process::GradientStructure>& reference, const Points& x) {
  Eigen::ArrayXd y = exponent_at(reference, Grid(density.axes).centres()), out = exponent_at(reference, x);
  for (Index i = 0; i < y.size(); ++i)
    y(i) += density.cells(i) > 0 ? std::log(density.cells(i)) : std::nan("");
  for_each_block(x.rows(), [&](Index, Index first, Index rows) {
    for (Index i = first; i < first + rows; ++i) {
      const Between at(density.axes[0], x(i, 0));
      double value = std::nan("");
      if (density.axes.size() == 1) {
        value = at.inside ? along_x(y.data(), at) : value;
      } else if (const Between up(density.axes[1], x(i, 1)); at.inside && up.inside) {
        std::array<double, 4> lines;
        for (Index k = 0; k < 4; ++k)
          lines[static_cast<std::size_t>(k)] =
              along_x(y.data() + (up.cell - 1 + k) * density.axes[0].cells, at);
        value = cubic(lines, up.share);
      }
      out(i) = value - out(i);
    }
  });
  return out;
}

void check_carried_density(const RoadContext& context, const std::vector<CoupledRuns>& refinements,
                           const GridScores& grid, RoadOutput& output) {
  const auto reference = gradient_structure(*context.problem.intrinsic);
  for (std::size_t i = 0; i < output.result.times.size(); ++i) {
    const CellDensity& finest = grid.in_step[0][i];
    const auto error_of = [&](const CoupledRuns& runs, std::size_t level) -> Eigen::ArrayXd {
      return runs.log_densities[level][i] - log_density_at(finest, reference, runs.samples[level][i]);
    };
    const auto of_grid = [&](const std::vector<std::vector<CellDensity>>& levels, std::size_t level) {
      return log_density_at(levels[level][i], reference, refinements[0].samples[0][i]);
    };
    const MeanSize found = mean_size(error_of(refinements[0], 0));
    verify::Check check;
    check.id = verify::comparison_id(context.problem.name, output.result.name, road::fokker_planck,
                                     "log_density_error", output.result.times[i]);
    check.observed = found.value;
    for (const CoupledRuns& runs : refinements)
      check.bias_bound +=
          budget(runs.samples.size(), runs.order, [&](std::size_t k) { return error_of(runs, k); });
    check.bias_bound += budget(grid.in_step.size(), grid.order_in_time,
                               [&](std::size_t k) { return of_grid(grid.in_step, k); });
    check.bias_bound +=
        budget(grid.in_cells.size(), 2, [&](std::size_t k) { return of_grid(grid.in_cells, k); });
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
