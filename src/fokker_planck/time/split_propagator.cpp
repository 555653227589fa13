// Lines along split axes: ½ last axis · (½ middle axis) · first axis · (½ middle axis) · ½ last axis,
// neighbouring half steps merged.

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "bundle_sweep.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "propagators.hpp"
#include "step_watch.hpp"

namespace kolmo::fokker_planck {
namespace {

// Below this, starting a thread costs more than it saves.
constexpr Index cells_a_task = 32768;

class SplitPropagator : public Propagator {
 public:
  SplitPropagator(const Generator& generator, double kappa_dt, std::vector<ImplicitStage> stages)
      : cells_(generator.grid().cells()), stages_(std::move(stages)) {
    const Index d = generator.grid().dimension();
    Index most = 0;
    for (Index axis = 0; axis < d; ++axis) {
      bundles_.emplace_back(generator.grid(), axis);
      most = std::max(most, bundles_.back().count());
      longest_ = std::max(longest_, bundles_.back().cells());
    }
    for (Index axis = 0; axis < d; ++axis) {
      const bool whole = axis == 0 || axis == d - 1;
      const LineBundles& lines = bundles_[static_cast<std::size_t>(axis)];
      if (whole) whole_[axis].emplace(generator.rates(axis), lines, kappa_dt);
      if (axis > 0) half_[axis].emplace(generator.rates(axis), lines, kappa_dt / 2);
    }
    reserve_workspace();
    bundle_results_.resize(static_cast<std::size_t>(most));
  }

  StepReport advance(double* p, Index steps) override {
    reserve_workspace();
    StepReport report;
    const Index last = static_cast<Index>(bundles_.size()) - 1;
    const double before = sum(p, cells_);
    outflow_ = {};
    sweep_axis(last, *half_[last], p);
    for (Index step = 1; step <= steps; ++step) {
      throw_if_stopped();
      for (Index axis = last - 1; axis > 0; --axis) sweep_axis(axis, *half_[axis], p);
      sweep_axis(0, *whole_[0], p);
      for (Index axis = 1; axis < last; ++axis) sweep_axis(axis, *half_[axis], p);
      const SweepRange range = sweep_axis(last, step < steps ? *whole_[last] : *half_[last], p);
      if (range.minimum < report.minimum) {
        report.minimum = range.minimum;
        report.minimum_step = step;
      }
      if (!std::isfinite(range.sum)) {
        report.first_not_finite = step;
        break;
      }
    }
    for (std::size_t axis = 0; axis < outflow_.size(); ++axis) {
      for (std::size_t side : {0, 1}) report.outflow[axis][side] = outflow_[axis][side].value();
    }
    if (report.first_not_finite == 0) keep_mass(before, total(report.outflow), p);
    return report;
  }

 private:
  /// What the steps' roundings add up to: a few ε, and a part of ε a step that is always of one sign.
  void keep_mass(double before, double lost, double* p) const {
    const double kept = sum(p, cells_), t = (before - lost - kept) / kept;
    if (kept > lost && std::abs(t) >= std::numeric_limits<double>::epsilon()) {
      for (Index i = 0; i < cells_; ++i) p[i] += t * std::abs(p[i]);
    }
    settle_mass(before, lost, p, cells_);
  }

  // One tile and one scratch array a task; a task takes a contiguous run of bundles, so that results do not
  // depend on the number of tasks.
  void reserve_workspace() {
    if (workspace_.cols() < threads()) workspace_.resize(2 * sweep_lanes * longest_, threads());
  }

  SweepRange sweep_axis(Index axis, const AxisFactors& factors, double* p) {
    const LineBundles& lines = bundles_[static_cast<std::size_t>(axis)];
    const Index bundles = lines.count(), worthwhile = std::max<Index>(1, cells_ / cells_a_task);
    const Index tasks = std::min<Index>({threads(), bundles, worthwhile});
    for_each_task(tasks, [&](Index task) {
      for (Index b = bundles * task / tasks; b < bundles * (task + 1) / tasks; ++b) {
        bundle_results_[static_cast<std::size_t>(b)] =
            sweep_bundle(lines, factors, b, stages_, p, workspace_.col(task).data());
      }
    });
    SweepRange range = bundle_results_[0].range;
    for (std::size_t b = 1; b < static_cast<std::size_t>(bundles); ++b) {
      range.minimum = std::min(range.minimum, bundle_results_[b].range.minimum);
      range.sum += bundle_results_[b].range.sum;
    }
    if (factors.absorbs()) add_outflow(static_cast<std::size_t>(axis), static_cast<std::size_t>(bundles));
    return range;
  }

  void add_outflow(std::size_t axis, std::size_t bundles) {
    for (std::size_t b = 0; b < bundles; ++b) {
      outflow_[axis][0].add(bundle_results_[b].lower);
      outflow_[axis][1].add(bundle_results_[b].upper);
    }
  }

  Index cells_, longest_ = 0;
  std::vector<ImplicitStage> stages_;
  std::vector<LineBundles> bundles_;
  std::optional<AxisFactors> whole_[3], half_[3];
  Eigen::ArrayXXd workspace_;
  std::vector<BundleResult> bundle_results_;
  std::array<std::array<CompensatedSum, 2>, 3> outflow_;
};

}  // namespace

std::unique_ptr<Propagator> prepare_split(const Generator& generator, double kappa_dt,
                                          std::vector<ImplicitStage> stages) {
  double size = 0;
  const Index d = generator.grid().dimension();
  for (Index axis = 0; axis < d; ++axis) {
    const double copies = axis > 0 && axis == d - 1 ? 2 : 1;  // the last axis has whole and half steps
    size += copies * AxisFactors::size(generator.rates(axis), LineBundles(generator.grid(), axis));
  }
  require_memory(size, "the factors of this generator", "take fewer cells");
  return std::make_unique<SplitPropagator>(generator, kappa_dt, std::move(stages));
}

}  // namespace kolmo::fokker_planck
