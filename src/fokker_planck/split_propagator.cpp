// Lines along two split axes: ½ second axis · first axis · ½ second axis, neighbouring half steps merged.

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/memory.hpp"
#include "kolmo/core/parallel.hpp"
#include "kolmo/core/stop.hpp"
#include "propagators.hpp"
#include "sweep.hpp"

namespace kolmo::fokker_planck {
namespace {

// Below this, starting a thread costs more than it saves.
constexpr Index cells_a_task = 32768;

// The factors of all lines along one axis. Lines that do not share their rates come in bundles of 16 lanes,
// the last one filled up with copies of the last line.
class AxisFactors {
 public:
  AxisFactors(const FaceRates& rates, Index n, Index lines, double kappa_dt)
      : n_(n), shared_(rates.shared()) {
    const Index lanes = shared_ ? 1 : sweep_lanes, bundles = shared_ ? 1 : (lines + lanes - 1) / lanes;
    up_.setZero((n + 1) * lanes, bundles);
    down_.setZero((n + 1) * lanes, bundles);
    inverse_pivot_.setZero(n * lanes, bundles);
    for (Index lane = 0; lane < lanes * bundles; ++lane) {
      const Index line = std::min(lane, rates.up.cols() - 1);
      factor(rates.up.col(line) * kappa_dt, rates.down.col(line) * kappa_dt, lane % lanes, lanes,
             lane / lanes);
    }
  }

  SweepFactors bundle(Index b) const {
    const Index column = shared_ ? 0 : b;
    return {up_.col(column).data(), down_.col(column).data(), inverse_pivot_.col(column).data(), shared_};
  }

 private:
  // pivot_i = e_i + U_{i+1}, e_0 = 1, e_i = 1 + V_i e_{i−1}/pivot_{i−1}: I − K eliminated without a
  // subtraction.
  void factor(const Eigen::ArrayXd& up, const Eigen::ArrayXd& down, Index lane, Index lanes, Index column) {
    double rest = 1;
    for (Index i = 0; i < n_; ++i) {
      if (i > 0) {
        up_(i * lanes + lane, column) = up(i - 1);
        down_(i * lanes + lane, column) = down(i - 1);
        rest = 1 + down(i - 1) * rest * inverse_pivot_((i - 1) * lanes + lane, column);
      }
      inverse_pivot_(i * lanes + lane, column) = 1 / (rest + (i + 1 < n_ ? up(i) : 0));
    }
  }

  Index n_;
  bool shared_;
  Eigen::ArrayXXd up_, down_, inverse_pivot_;
};

class SplitPropagator : public Propagator {
 public:
  SplitPropagator(const Generator& generator, double kappa_dt, std::vector<ImplicitStage> stages)
      : n_{generator.grid().axis(0).cells, generator.grid().axis(1).cells},
        stages_(std::move(stages)),
        first_(generator.rates(0), n_[0], n_[1], kappa_dt),
        second_(generator.rates(1), n_[1], n_[0], kappa_dt),
        half_second_(generator.rates(1), n_[1], n_[0], kappa_dt / 2) {
    reserve_workspace();
    const Index bundles = (std::max(n_[0], n_[1]) + sweep_lanes - 1) / sweep_lanes;
    ranges_.resize(static_cast<std::size_t>(bundles));
  }

  StepReport advance(double* p, Index steps) override {
    reserve_workspace();
    StepReport report;
    sweep_axis(1, half_second_, p);
    for (Index step = 1; step <= steps; ++step) {
      throw_if_stopped();
      sweep_axis(0, first_, p);
      const SweepRange range = sweep_axis(1, step < steps ? second_ : half_second_, p);
      if (range.minimum < report.minimum) {
        report.minimum = range.minimum;
        report.minimum_step = step;
      }
      if (!std::isfinite(range.sum)) {
        report.first_not_finite = step;
        break;
      }
    }
    return report;
  }

 private:
  // One tile and one scratch array a task; a task takes a contiguous run of bundles, so that results do not
  // depend on the number of tasks.
  void reserve_workspace() {
    if (workspace_.cols() < threads()) workspace_.resize(2 * sweep_lanes * std::max(n_[0], n_[1]), threads());
  }

  SweepRange sweep_axis(Index axis, const AxisFactors& factors, double* p) {
    const Index lines = n_[1 - axis], bundles = (lines + sweep_lanes - 1) / sweep_lanes;
    const Index worthwhile = std::max<Index>(1, n_[0] * n_[1] / cells_a_task);
    const Index tasks = std::min<Index>({threads(), bundles, worthwhile});
    for_each_task(tasks, [&](Index task) {
      for (Index b = bundles * task / tasks; b < bundles * (task + 1) / tasks; ++b) {
        ranges_[static_cast<std::size_t>(b)] =
            sweep_bundle(axis, factors.bundle(b), b, p, workspace_.col(task).data());
      }
    });
    SweepRange range = ranges_[0];
    for (Index b = 1; b < bundles; ++b) {
      range.minimum = std::min(range.minimum, ranges_[static_cast<std::size_t>(b)].minimum);
      range.sum += ranges_[static_cast<std::size_t>(b)].sum;
    }
    return range;
  }

  SweepRange sweep_bundle(Index axis, const SweepFactors& factors, Index bundle, double* p,
                          double* workspace) const {
    const Index n = n_[axis], first = bundle * sweep_lanes,
                lanes = std::min(sweep_lanes, n_[1 - axis] - first);
    double* tile = workspace;
    double* scratch = workspace + n * sweep_lanes;
    if (axis == 1 && lanes == sweep_lanes) return sweep_stages(factors, n, p + first, n_[0], scratch);
    double* lines = p + (axis == 0 ? first * n_[0] : first);
    const Index between_lines = axis == 0 ? n_[0] : 1, along = axis == 0 ? 1 : n_[0];
    if (axis == 0 && lanes == sweep_lanes) {
      gather_tile(lines, n_[0], n, tile);
      const SweepRange range = sweep_stages(factors, n, tile, sweep_lanes, scratch);
      scatter_tile(tile, n_[0], n, lines);
      return range;
    }
    // An incomplete bundle: the free lanes repeat its last line.
    for (Index i = 0; i < n; ++i) {
      for (Index l = 0; l < sweep_lanes; ++l) {
        tile[i * sweep_lanes + l] = lines[std::min(l, lanes - 1) * between_lines + i * along];
      }
    }
    const SweepRange range = sweep_stages(factors, n, tile, sweep_lanes, scratch);
    for (Index i = 0; i < n; ++i) {
      for (Index l = 0; l < lanes; ++l) lines[l * between_lines + i * along] = tile[i * sweep_lanes + l];
    }
    return range;
  }

  SweepRange sweep_stages(const SweepFactors& factors, Index n, double* p, Index stride,
                          double* scratch) const {
    SweepRange range{};
    for (const ImplicitStage& stage : stages_) range = sweep(factors, stage, n, p, stride, scratch);
    return range;
  }

  Index n_[2];
  std::vector<ImplicitStage> stages_;
  AxisFactors first_, second_, half_second_;
  Eigen::ArrayXXd workspace_;
  std::vector<SweepRange> ranges_;
};

}  // namespace

std::unique_ptr<Propagator> prepare_split(const Generator& generator, double kappa_dt,
                                          std::vector<ImplicitStage> stages) {
  const double cells = static_cast<double>(generator.grid().cells());
  require_memory(
      (generator.rates(0).shared() ? 0 : 3 * cells) + (generator.rates(1).shared() ? 0 : 6 * cells),
      "the factors of this generator", "take fewer cells");
  return std::make_unique<SplitPropagator>(generator, kappa_dt, std::move(stages));
}

}  // namespace kolmo::fokker_planck
