#include "kolmo/sde/drivers/adaptive.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <sstream>
#include <string>

#include "adaptive_arguments.hpp"
#include "backward_process.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "step_size_control.hpp"

namespace kolmo::sde {
namespace {

constexpr Index trials_between_stops = 4096;

/// One row of numbers that a tree fills and a scheme reads.
struct Row {
  explicit Row(Index columns) : numbers(1, columns) {}
  Eigen::Map<Eigen::ArrayXd> values() { return {numbers.data(), numbers.cols()}; }
  Points numbers;
};

/// The lattice of an interval between snapshots in the direction in which it is run: s = t, or s = −t from
/// the later time to the earlier one, where ΔW changes its sign and z and u become −z and u
/// (BackwardProcess).
class Lattice {
 public:
  Lattice(const BrownianTree& tree, bool backward) : tree_(tree), backward_(backward) {}
  Index cells() const { return tree_.cells(); }
  /// The time t of a lattice point, and the time s in which steps go up.
  double t(Index cell) const { return tree_.time(backward_ ? cells() - cell : cell); }
  double s(Index cell) const { return backward_ ? -t(cell) : t(cell); }

  void normals(Index particle, Index begin, Index end, Row& z, Row& u) const {
    if (!backward_) return tree_.normals(particle, begin, end, z.values(), u.values());
    tree_.normals(particle, cells() - end, cells() - begin, z.values(), u.values());
    z.numbers = -z.numbers;
  }

 private:
  const BrownianTree& tree_;
  bool backward_;
};

/// One block of particles, carried through all times one path at a time.
class BlockRun {
 public:
  BlockRun(const AdaptiveSimulation& simulation, const process::Process& process, Index first, Index rows,
           PathCounts* counts)
      : simulation_(simulation),
        process_(process),
        options_(simulation.options),
        first_(first),
        counts_(counts),
        positions_(rows, process.dimension()),
        steps_(static_cast<std::size_t>(rows), first_step()),
        controls_(static_cast<std::size_t>(rows)),
        z_(process.noise_dimension()),
        u_(process.noise_dimension()),
        trial_(process.dimension()),
        error_(process.dimension()),
        workspace_(process.dimension(), simulation.scheme.workspace_blocks(process)) {}

  void run(const Initial& initial, const Observer& observer) {
    initial(first_, positions_);
    check_start();
    observer(0, 0, first_, positions_);
    for (Index k = 0; k + 1 < static_cast<Index>(simulation_.times.size()); ++k) {
      const BrownianTree tree = simulation_.tree(k);
      const Lattice lattice(tree, runs_backward(simulation_));
      for (Index row = 0; row < positions_.rows(); ++row) advance(lattice, row);
      observer(k + 1, 0, first_, positions_);
    }
  }

 private:
  double first_step() const {
    const double chosen = std::ldexp(std::abs(simulation_.times[1] - simulation_.times[0]), -7);
    return std::min(options_.first_step > 0 ? options_.first_step : chosen, options_.largest_step);
  }

  /// One path through one tree. Its first step must meet the target, so that a first guess that is too long
  /// does not leave an error that later steps would not make.
  void advance(const Lattice& lattice, Index row) {
    double& h = steps_[static_cast<std::size_t>(row)];
    StepSizeControl& control = controls_[static_cast<std::size_t>(row)];
    for (Index cell = 0; cell < lattice.cells();) {
      if (++trials_ % trials_between_stops == 0) throw_if_stopped();
      const Index end = step_end(lattice, cell, h);
      const double taken = lattice.s(end) - lattice.s(cell);
      const double error = attempt(lattice, row, cell, end);
      const double limit = counts_[row].accepted == 0 ? options_.target : 1;
      if (error <= limit) {
        positions_.row(row) = trial_.numbers;
        ++counts_[row].accepted;
        // Steps are whole cells: one that may grow grows by a cell at least, or a path on a few cells would
        // stay there. One that a snapshot cut short says nothing against the one that was asked for.
        const double factor = control.accepted(options_, error);
        const double next =
            factor > 1 ? std::max(taken * factor, taken + lattice.s(1) - lattice.s(0)) : taken * factor;
        h = std::min(end == lattice.cells() ? std::max(h, next) : next, options_.largest_step);
        cell = end;
      } else {
        if (end == cell + 1) fail(lattice, row, cell, error / limit);
        ++counts_[row].rejected;
        h = taken * control.rejected(options_, error / limit);
      }
    }
  }

  /// Where a step of at most h from `cell` ends: on a multiple of 2^m cells, 2^(m + 3) ≤ h in cells < 2^(m +
  /// 4), or on the snapshot; one cell at least.
  static Index step_end(const Lattice& lattice, Index cell, double h) {
    const Index left = lattice.cells() - cell;
    const double cell_width =
        (lattice.s(lattice.cells()) - lattice.s(0)) / static_cast<double>(lattice.cells());
    const double wanted = h / cell_width;
    if (!(wanted < static_cast<double>(left))) return lattice.cells();
    const auto length = std::max<Index>(1, static_cast<Index>(wanted));
    const int bits = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(length)));
    const int aligned = std::max(0, bits - 4);
    return ((cell + length) >> aligned) << aligned;
  }

  /// Writes the step to trial_ and returns its scaled error (NaN where it is not finite).
  double attempt(const Lattice& lattice, Index row, Index cell, Index end) {
    lattice.normals(first_ + row, cell, end, z_, u_);
    Increment increment(z_.numbers, u_.numbers);
    const double begin = lattice.s(cell);
    double h = lattice.s(end) - begin;
    if (begin + h > lattice.s(end)) h = std::nextafter(h, 0.0);  // as in `simulate`
    trial_.numbers = positions_.row(row);
    try {
      simulation_.scheme.step_with_error(process_, begin, h, trial_.numbers, increment, workspace_,
                                         error_.numbers);
    } catch (const NumericalFailure&) {  // an equation that is not solved: a shorter step is
      return std::numeric_limits<double>::quiet_NaN();
    }
    double worst = 0;
    for (Index j = 0; j < positions_.cols(); ++j) {
      const double x = positions_(row, j), y = trial_.numbers(0, j);
      if (!std::isfinite(y) || !std::isfinite(error_.numbers(0, j)))
        return std::numeric_limits<double>::quiet_NaN();
      const double scale = tolerance_at(options_.absolute, j) +
                           tolerance_at(options_.relative, j) * std::max(std::abs(x), std::abs(y));
      const double error = std::abs(error_.numbers(0, j));
      if (error > 0) worst = std::max(worst, error / scale);  // no error passes a tolerance of 0 too
    }
    return worst;
  }

  void check_start() const {
    for (Index row = 0; row < positions_.rows(); ++row) {
      if (positions_.row(row).isFinite().all()) continue;
      std::ostringstream message;
      message << "particle " << first_ + row << " starts (t = " << simulation_.times.front()
              << ") at a point that is not finite: look at the initial density or data";
      throw NumericalFailure(message.str());
    }
  }

  [[noreturn]] void fail(const Lattice& lattice, Index row, Index cell, double error) const {
    std::ostringstream message;
    message << "particle " << first_ + row;
    if (std::isnan(error)) {
      message << " leaves the finite numbers, or its equation is not solved,";
    } else {
      message << " misses the tolerance " << error << " times";
    }
    message << " after t = " << lattice.t(cell) << " with the smallest step, "
            << std::abs(lattice.t(cell + 1) - lattice.t(cell)) << " (scheme "
            << simulation_.scheme.claim().name << ", process " << simulation_.process.name()
            << "): take larger tolerances, or a lattice of more than 2^" << options_.depth
            << " cells (depth); where the drift is stiff, implicit_sra";
    throw NumericalFailure(message.str());
  }

  const AdaptiveSimulation& simulation_;
  const process::Process& process_;  ///< in the time s of a Lattice
  const StepSizeOptions& options_;
  Index first_;
  PathCounts* counts_;
  Points positions_;
  std::vector<double> steps_;
  std::vector<StepSizeControl> controls_;
  Row z_, u_, trial_, error_;
  Workspace workspace_;
  Index trials_ = 0;
};

}  // namespace

BrownianTree AdaptiveSimulation::tree(Index interval) const {
  const auto k = static_cast<std::size_t>(interval);
  require(interval >= 0 && k + 1 < times.size(), "interval", static_cast<double>(interval),
          "must be that of two neighbouring times");
  if (times[k] < times[k + 1]) return {stream, times[k], times[k + 1], options.depth, interval};
  return {stream, times[k + 1], times[k], options.depth, static_cast<Index>(times.size()) - 2 - interval};
}

AdaptiveCounts simulate_adaptive(const AdaptiveSimulation& simulation, const Initial& initial,
                                 const Observer& observer) {
  validate(simulation);
  const bool backward = runs_backward(simulation);
  const BackwardProcess backwards(simulation.process);
  const process::Process& process = backward ? backwards : simulation.process;
  if (!initial) throw InvalidArgument("initial: is an empty function, must write the starting points");
  if (!observer) throw InvalidArgument("observer: is an empty function, must take the snapshots");
  AdaptiveCounts counts{.paths = std::vector<PathCounts>(static_cast<std::size_t>(simulation.particles))};
  for_each_block(simulation.particles, [&](Index, Index first, Index rows) {
    BlockRun(simulation, process, first, rows, &counts.paths[static_cast<std::size_t>(first)])
        .run(initial, observer);
  });
  for (const PathCounts& path : counts.paths) {
    counts.accepted += path.accepted;
    counts.rejected += path.rejected;
  }
  counts.drift_evaluations =
      static_cast<Index>(std::llround(simulation.scheme.claim().evaluations_per_step *
                                      static_cast<double>(counts.accepted + counts.rejected)));
  return counts;
}

AdaptiveCounts simulate_adaptive(const AdaptiveSimulation& simulation, const Points& initial,
                                 const Observer& observer) {
  require(initial.rows() == simulation.particles, "rows of the initial points",
          static_cast<double>(initial.rows()), "must be the number of particles");
  require(initial.cols() == simulation.process.dimension(), "columns of the initial points",
          static_cast<double>(initial.cols()), "must be the dimension of the process");
  return simulate_adaptive(
      simulation, [&](Index first, Block out) { out = initial.middleRows(first, out.rows()); }, observer);
}

}  // namespace kolmo::sde
