#include "four_roads/grid/grid_cells.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>

#include "four_roads/refinement.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::four_roads {
namespace {

constexpr Index fewest_on_the_line = 512;
/// A start is resolved where its deviation is that many cells of the coarsest level.
constexpr double cells_a_deviation = 2;
constexpr double counts = 0.25;  ///< of the largest effect of an axis

Index fewest_cells(const Problem& problem) {
  if (problem.dimension() == 1) return fewest_on_the_line;
  if (problem.dimension() == 3) return problem.target < 5e-3 ? 64 : 48;
  return problem.target < 5e-3 ? 256 : 128;
}

/// The largest change of a quantity between two runs, in its spread.
double largest_change(const Problem& problem, const GridRun& from, const GridRun& to) {
  double largest = 0;
  for (std::size_t i = 0; i < from.snapshots.size(); ++i) {
    const DeterministicSnapshot& a = from.snapshots[i];
    const DeterministicSnapshot& b = to.snapshots[i];
    for (const auto& [name, spread] : spreads_of(problem, a.laws, a.quantities))
      if (spread > 0)
        largest = std::max(largest, std::abs(b.quantities.at(name) - a.quantities.at(name)) / spread);
  }
  return largest;
}

}  // namespace

double narrowest_variance(const density::GaussianMixture& law, Index j) {
  double least = std::numeric_limits<double>::infinity();
  for (Index k = 0; k < law.components(); ++k) {
    const Eigen::MatrixXd c = law.covariance(k);
    least = std::min(least, law.dimension() == 1 ? c(0, 0) : 1 / c.inverse()(j, j));
  }
  return least;
}

double narrowest(const density::GaussianMixture& law, Index j) {
  return std::sqrt(narrowest_variance(law, j));
}

std::vector<Index> first_cells(const Problem& problem) {
  const auto axes = static_cast<std::size_t>(problem.dimension());
  if (problem.fokker_planck.cells > 0) return std::vector<Index>(axes, problem.fokker_planck.cells);
  // A point is spread over cells, whatever they are, or waited for.
  if (problem.dimension() > 1 && problem.point) return std::vector<Index>(axes, fewest_cells(problem));
  std::vector<Index> cells;
  for (std::size_t j = 0; j < axes; ++j) {
    const double width = problem.domain[j].upper - problem.domain[j].lower;
    const double wanted = cells_a_deviation * width / narrowest(*problem.initial, static_cast<Index>(j)) *
                          std::exp2(problem.levels - 1);
    Index count = fewest_cells(problem);
    while (static_cast<double>(count) < wanted && count < most_cells(problem) / 4) count *= 2;
    cells.push_back(count);
  }
  return cells;
}

Index most_cells(const Problem& problem) {
  return problem.dimension() == 1 ? 16384 : problem.dimension() == 2 ? 2048 : 96;
}

std::vector<Axis> with_cells(const Problem& problem, const std::vector<Index>& cells) {
  std::vector<Axis> axes = problem.domain;
  for (std::size_t j = 0; j < axes.size(); ++j) axes[j].cells = cells[j];
  return axes;
}

std::vector<bool> axes_to_refine(const RoadContext& context, const process::Process& process,
                                 const GridResolution& coarsest, const GridRun& run,
                                 const std::string& name) {
  const std::size_t axes = coarsest.axes.size();
  if (axes == 1) return {true};
  std::vector<double> effects;
  for (std::size_t j = 0; j < axes; ++j) {
    GridResolution finer = coarsest;
    finer.axes[j].cells *= 2;
    effects.push_back(largest_change(context.problem, run,
                                     run_grid(context, process, finer, name + ", axis " + number_text(j))));
  }
  const double largest = *std::max_element(effects.begin(), effects.end());
  std::vector<bool> refine;
  for (const double effect : effects) refine.push_back(!(effect < counts * largest));
  return refine;
}

}  // namespace kolmo::four_roads
