#include "four_roads/grid/grid_plane.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "four_roads/comparison/quantities.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/fokker_planck/score/grid_sampler.hpp"

namespace kolmo::four_roads {
namespace {

namespace fp = fokker_planck;

/// The share of each of the grid's cells in each bin of the picture, divided by the bin's width.
Eigen::MatrixXd overlaps(const Axis& cells, const Axis& bins) {
  Eigen::MatrixXd share = Eigen::MatrixXd::Zero(bins.cells, cells.cells);
  for (Index i = 0; i < bins.cells; ++i) {
    for (Index j = 0; j < cells.cells; ++j) {
      const double overlap =
          std::min(bins.face(i + 1), cells.face(j + 1)) - std::max(bins.face(i), cells.face(j));
      share(i, j) = std::max(overlap, 0.0) / bins.width();
    }
  }
  return share;
}

}  // namespace

Eigen::ArrayXXd planar_picture(const Grid& grid, const Eigen::ArrayXd& p, const std::vector<Axis>& axes) {
  const Eigen::Map<const Eigen::MatrixXd> density(p.data(), grid.axis(0).cells, grid.axis(1).cells);
  return overlaps(grid.axis(0), axes[0]) * density * overlaps(grid.axis(1), axes[1]).transpose();
}

double energy_from_projections(const std::map<std::string, Law1D>& a, const std::map<std::string, Law1D>& b) {
  double total = 0;
  for (const auto& [name, law] : a) total += ks_distance(law, b.at(name)) * w1_distance(law, b.at(name));
  return std::sqrt(std::numbers::pi * total / static_cast<double>(a.size()));
}

Grid plane_of(const Grid& grid) { return grid.dimension() < 3 ? grid : Grid({grid.axis(0), grid.axis(1)}); }

Eigen::ArrayXd in_the_plane(const Grid& grid, const Eigen::ArrayXd& p) {
  if (grid.dimension() < 3) return p;
  const Index rows = grid.axis(0).cells * grid.axis(1).cells;
  const Eigen::Map<const Eigen::ArrayXXd> columns(p.data(), rows, p.size() / rows);
  return columns.rowwise().sum() * grid.axis(2).width();
}

void add_planar_parts(const RoadContext& context, const std::vector<Axis>& axes, const GridRun& run,
                      const GridRun* coarser, const GridRun* slower, RoadOutput& output) {
  const Grid grid(axes);
  for (std::size_t i = 0; i < run.snapshots.size(); ++i) {
    output.densities.push_back(
        planar_picture(plane_of(grid), in_the_plane(grid, run.densities[i]), plot_axes(context.problem)));
    if (!compares_points(context.problem)) continue;
    verify::RoadSnapshot& snapshot = output.result.snapshots[i];
    const RandomStream stream = context.stream("fokker_planck/points/" + number_text(i));
    snapshot.points = fp::GridSampler(grid, run.densities[i]).sample(stream, context.problem.energy_points);
    double budget = 0;
    for (const GridRun* other : {coarser, slower}) {
      if (other == nullptr) continue;
      const double distance = energy_from_projections(run.snapshots[i].laws, other->snapshots[i].laws);
      budget += verify::distance_budget(distance, std::nullopt, 2, 0).bound;
    }
    snapshot.distance_budgets["energy"] = budget;
  }
}

}  // namespace kolmo::four_roads
