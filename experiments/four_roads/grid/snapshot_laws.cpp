// Laws of a snapshot along axes and diagonals, and its points.

#include "four_roads/grid/snapshot_summary.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "four_roads/comparison/quantities.hpp"
#include "kolmo/core/statistics/energy_distance.hpp"

namespace kolmo::four_roads {
namespace {

std::vector<double> column(const Points& x, Index j) { return {x.col(j).data(), x.col(j).data() + x.rows()}; }

std::vector<double> projected(const Points& x, const Eigen::VectorXd& direction) {
  if (x.cols() == 1) return column(x, 0);
  std::vector<double> values(static_cast<std::size_t>(x.rows()));
  for (Index i = 0; i < x.rows(); ++i) {
    double& value = values[static_cast<std::size_t>(i)] = 0;
    for (Index j = 0; j < x.cols(); ++j) value += x(i, j) * direction(j);
  }
  return values;
}

}  // namespace

void SnapshotSummary::summarise_laws() {
  for (const Projection& projection : projections(context_.problem)) {
    Law1D law = Law1D::from_samples(projected(finest(), projection.direction));
    double ks = 0, w1 = 0;
    for (const CoupledRuns& runs : refinements_) {
      if (runs.samples.size() < 2) continue;
      const auto law_on = [&](std::size_t level) {
        return Law1D::from_samples(projected(kept(runs, level), projection.direction));
      };
      const bool reported = &runs == &refinements_[0];
      const Law1D own = reported ? law : law_on(0), next = law_on(1);
      std::optional<double> coarser_ks, coarser_w1;
      if (runs.samples.size() > 2) {
        const Law1D last = law_on(2);
        coarser_ks = ks_distance(next, last);
        coarser_w1 = w1_distance(next, last);
      }
      // Levels share their noise: n KS paths stand on the other side of a point, Poisson at most, and stand
      // out of its fluctuation by five standard errors from 25 on.
      const double fluctuation = 25 / static_cast<double>(finest().rows());
      ks += verify::distance_budget(ks_distance(own, next), coarser_ks, runs.order, 0, fluctuation).bound;
      w1 += verify::distance_budget(w1_distance(own, next), coarser_w1, runs.order, 0).bound;
    }
    result_.distance_budgets["ks_" + projection.name] = ks;
    result_.distance_budgets["w1_" + projection.name] = w1;
    if (context_.problem.dimension() == 1) {
      output_.densities.push_back(binned(law, plot_axes(context_.problem)[0]));
    }
    result_.laws.emplace(projection.name, std::move(law));
  }
}

void SnapshotSummary::summarise_points() {
  const Index rows = std::min(context_.problem.energy_points, finest().rows());
  result_.points = finest().topRows(rows);
  double budget = 0;
  for (const CoupledRuns& runs : refinements_) {
    if (runs.samples.size() < 2) continue;
    const Index both = std::min({rows, kept(runs, 0).rows(), kept(runs, 1).rows()});
    const double squared = energy_distance(kept(runs, 0).topRows(both), kept(runs, 1).topRows(both));
    budget += verify::distance_budget(std::sqrt(std::max(squared, 0.0)), std::nullopt, runs.order, 0).bound;
  }
  result_.distance_budgets["energy"] = budget;
}

}  // namespace kolmo::four_roads
