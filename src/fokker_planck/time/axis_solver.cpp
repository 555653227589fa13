#include "axis_solver.hpp"

#include <algorithm>

#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::fokker_planck {
namespace {

// Below this, starting a thread costs more than it saves.
constexpr Index cells_a_task = 32768;

const FaceRates& affordable(const FaceRates& rates, const LineBundles& bundles) {
  require_memory(AxisFactors::size(rates, bundles), "the factors of this generator", "take fewer cells");
  return rates;
}

}  // namespace

AxisSolver::AxisSolver(const Generator& generator, Index axis, double kappa_dt)
    : bundles_(generator.grid(), axis),
      factors_(affordable(generator.rates(axis), bundles_), bundles_, kappa_dt),
      cells_(generator.grid().cells()),
      results_(static_cast<std::size_t>(bundles_.count())) {}

AxisSolver::Losses AxisSolver::solve(double* w) {
  static const std::vector<ImplicitStage> stages{{0, 0, 1}};
  const Index count = bundles_.count(), worthwhile = std::max<Index>(1, cells_ / cells_a_task);
  const Index tasks = std::min<Index>({threads(), count, worthwhile});
  if (workspace_.cols() < tasks) workspace_.resize(2 * sweep_lanes * bundles_.cells(), tasks);
  for_each_task(tasks, [&](Index task) {
    for (Index b = count * task / tasks; b < count * (task + 1) / tasks; ++b) {
      results_[static_cast<std::size_t>(b)] =
          sweep_bundle(bundles_, factors_, b, stages, w, workspace_.col(task).data());
    }
  });
  Losses losses;
  if (!factors_.absorbs()) return losses;
  for (const BundleResult& result : results_) {
    losses.lower += result.lower;
    losses.upper += result.upper;
  }
  return losses;
}

}  // namespace kolmo::fokker_planck
