#include "four_roads/grid/snapshot_summary.hpp"

#include <algorithm>

#include "four_roads/comparison/quantities.hpp"
#include "four_roads/level_records.hpp"
#include "four_roads/paths/survivors.hpp"
#include "four_roads/problem/walls.hpp"

namespace kolmo::four_roads {
namespace {

constexpr Index ensemble_rows = 2000;  ///< particles of a snapshot that are written to the file

}  // namespace

SnapshotSummary::SnapshotSummary(const RoadContext& context, const std::vector<CoupledRuns>& refinements,
                                 std::size_t snapshot, RoadOutput& output)
    : context_(context),
      refinements_(refinements),
      snapshot_(snapshot),
      time_(output.result.times[snapshot]),
      output_(output),
      absorbs_(absorbs(context.problem)) {
  if (absorbs_) keep_survivors();
}

void SnapshotSummary::run() {
  if (absorbs_) summarise_survival();
  summarise_expectations();
  summarise_covariances();
  const bool carries_density = !refinements_[0].log_densities.empty();
  if (carries_density) summarise_entropy_from_density();
  summarise_laws();
  if (!carries_density && context_.problem.dimension() == 1) summarise_entropy_from_spacings();
  if (compares_points(context_.problem)) summarise_points();
  if (context_.problem.dimension() > 1)
    output_.densities.push_back(binned(finest(), plot_axes(context_.problem)));
  summarise_free_energy();
  output_.ensembles.push_back(finest().topRows(std::min(ensemble_rows, finest().rows())));
  output_.result.snapshots.push_back(std::move(result_));
}

void SnapshotSummary::keep_survivors() {
  for (const CoupledRuns& runs : refinements_) {
    alive_.emplace_back();
    survivors_.emplace_back();
    for (std::size_t level = 0; level < runs.samples.size(); ++level) {
      alive_.back().push_back(alive(context_.problem, samples(runs, level)));
      survivors_.back().push_back(survivors(samples(runs, level), alive_.back().back()));
    }
  }
}

void SnapshotSummary::record(const std::string& name, const Estimate& estimate, const OnLevel& value,
                             const Difference& difference, double extra_budget) {
  double budget = extra_budget;
  for (const CoupledRuns& runs : refinements_) {
    std::vector<double> values;
    std::vector<Estimate> differences;
    for (std::size_t level = 0; level < runs.samples.size(); ++level) {
      values.push_back(level == 0 && &runs == &refinements_[0] ? estimate.value : value(runs, level));
      if (level > 0) differences.push_back(difference(runs, level - 1, level));
    }
    budget += record_levels(context_, name, time_, runs.refinement, values, differences, runs.order,
                            context_.z() * estimate.standard_error, output_);
  }
  result_.quantities[name] = {estimate.value, estimate.standard_error, budget};
}

void SnapshotSummary::record_conditional(const std::string& name, const ValuesOnLevel& phi,
                                         const Widened& widened, double extra_budget) {
  const auto mean = [&](const CoupledRuns& runs, std::size_t level) {
    return conditional_mean(phi(runs, level), weights(runs, level));
  };
  record(
      name, widened(estimate(mean(refinements_[0], 0))),
      [&](const CoupledRuns& runs, std::size_t level) { return mean(runs, level).value; },
      [&](const CoupledRuns& runs, std::size_t fine, std::size_t coarse) {
        return widened(difference(mean(runs, fine), mean(runs, coarse)));
      },
      extra_budget);
}

}  // namespace kolmo::four_roads
