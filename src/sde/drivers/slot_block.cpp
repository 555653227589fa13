#include "slot_block.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/noise/brownian_bridge.hpp"
#include "kolmo/sde/noise/step_variance.hpp"
#include "one_number.hpp"
#include "sde/noise/block_kernels.hpp"

namespace kolmo::sde {
namespace {

constexpr Index steps_between_checks = 8;
constexpr Index most_steps = std::numeric_limits<std::uint32_t>::max();

/// Draws of the stream of crossings: for each wall the crossing, the normal and the root of its time.
constexpr std::uint32_t draws_per_wall = 3;

/// The paths of up to block_rows slots.
class BlockOfSlots {
 public:
  BlockOfSlots(const FirstPassage& problem, Index first, Index rows, Exits& exits)
      : problem_(problem),
        exits_(exits),
        first_(first),
        rows_(rows),
        dimension_(problem.process.dimension()),
        noise_(noise_of(problem.stream)),
        crossings_(crossings_of(problem.stream)),
        bridge_(problem.correction != BridgeCorrection::none),
        detail_(problem.scheme.path_detail(problem.process)),
        horizon_(horizon_steps(problem)),
        positions_(dimension_, 2),
        normals_(problem.process.noise_dimension(), 3),
        workspace_(dimension_, problem.scheme.workspace_blocks(problem.process)),
        variance_(rows),
        weight_(problem.control ? rows : 0),
        sum_(Eigen::ArrayXd::Zero(problem.control ? rows : 0)),
        variance_scratch_(rows, dimension_),
        out_(static_cast<std::size_t>(rows), 0),
        lower_(rows),
        upper_(rows),
        begin_(static_cast<std::size_t>(rows), 0),
        path_(static_cast<std::size_t>(rows)) {
    for (Index i = 0; i < rows; ++i) path_[at(i)] = (first + i) * problem.paths_per_slot;
    if (problem.mirrors != nullptr) mirrors_.emplace(rows, dimension_);
  }

  /// Steps that the block took.
  Index run() {
    for (Index j = 0; j < dimension_; ++j) x().col(j).setConstant(problem_.start(j));
    for (Index i = 0; i < rows_; ++i) busy_ += path_[at(i)] < end_of(i) ? 1 : 0;
    deadline_ = horizon_ ? *horizon_ : most_steps;
    while (busy_ > 0) {
      advance();
      leave();
      ++step_;
      if (step_ == deadline_) meet_deadline();
      if (step_ % steps_between_checks == 0) {
        if (!all_finite(x())) fail(row_that_left());
        throw_if_stopped();
      }
    }
    return step_;
  }

  /// Paths of this block that were censored.
  Index censored() const { return censored_; }

 private:
  static std::size_t at(Index i) { return static_cast<std::size_t>(i); }
  Block x() { return positions_.block(0, rows_); }
  Block before() { return positions_.block(1, rows_); }
  double* before_column() { return before().col(problem_.coordinate).data(); }
  double* x_column() { return x().col(problem_.coordinate).data(); }
  double time() const { return problem_.paths_per_slot > 1 ? 0 : static_cast<double>(step_) * problem_.step; }
  auto draw_step() const { return static_cast<std::uint32_t>(step_); }

  /// One past the last path of slot i.
  Index end_of(Index i) const { return std::min((first_ + i + 1) * problem_.paths_per_slot, problem_.paths); }

  void advance() {
    before() = x();
    IncrementBlocks scratch{normals_.block(0, rows_)};
    if (detail_ != PathDetail::increment) scratch.area_normals.emplace(normals_.block(1, rows_));
    if (detail_ == PathDetail::space_time_time_area)
      scratch.time_area_normals.emplace(normals_.block(2, rows_));
    Increment increment(noise_, first_, draw_step(), problem_.step, scratch);
    const double t = time();
    if (bridge_ || problem_.control)
      step_variance(problem_.process, t, problem_.step, before(), problem_.coordinate, variance_scratch_,
                    variance_);
    if (problem_.control) {
      problem_.control(before(), weight_);
      sum_ += weight_ * variance_.sqrt() * increment.materialise().col(problem_.coordinate);
    }
    problem_.scheme.step(problem_.process, t, problem_.step, x(), increment, workspace_);
    if (mirrors_)
      problem_.mirrors->apply(problem_.process, {t, problem_.step, first_, draw_step(), 0, crossings_},
                              before(), x(), *mirrors_);
  }

  bool find(double wall, WallCrossings& crossings, std::uint32_t draw) {
    if (!bridge_) return crossings.at_end(wall, before_column(), x_column(), rows_);
    return crossings.draw(wall, before_column(), x_column(), variance_.data(), rows_, crossings_, first_,
                          draw_step(), draw);
  }

  void leave() {
    const bool above = find(problem_.upper, upper_, 0);
    const bool below = find(problem_.lower, lower_, draws_per_wall);
    if (!above && !below) return;
    for (Index i = 0; i < rows_; ++i) {
      if (upper_.met(i) || lower_.met(i)) leave(i);
    }
  }

  void leave(Index i) {
    const double end = x_column()[i];
    if (!std::isfinite(end)) fail(i);
    if (out_[at(i)] == 0) record(i);
    if (!problem_.follow) {
      finish(i, step_ + 1);
    } else if (end <= problem_.lower || end >= problem_.upper) {
      record_uncorrected(i, static_cast<double>(step_ + 1 - begin_[at(i)]) * problem_.step);
      finish(i, step_ + 1);
    } else {
      out_[at(i)] = 1;
    }
  }

  bool is_recorded(Index i) const { return path_[at(i)] < end_of(i); }

  void record(Index i) {
    const double up = upper_.met(i) ? fraction(i, problem_.upper, 0) : 2;
    const double down = lower_.met(i) ? fraction(i, problem_.lower, draws_per_wall) : 2;
    bool above = up < down;
    if (up == down) above = probability(i, problem_.upper) >= probability(i, problem_.lower);
    const Index steps = step_ - begin_[at(i)];
    record(i, (static_cast<double>(steps) + std::min(up, down)) * problem_.step, above ? 1 : -1, steps);
  }

  void record(Index i, double time, int side, Index steps) {
    if (!is_recorded(i)) return;
    const Index path = path_[at(i)];
    exits_.time(path) = time;
    exits_.side[at(path)] = static_cast<std::int8_t>(side);
    exits_.step(path) = steps;
    if (problem_.control) exits_.control(path) = sum_(i);
    if (side == 0) ++censored_;
  }

  void record_uncorrected(Index i, double time) {
    if (!is_recorded(i)) return;
    exits_.uncorrected(path_[at(i)]) = time;
    if (problem_.control) exits_.uncorrected_control(path_[at(i)]) = sum_(i);
  }

  double probability(Index i, double wall) {
    return crossing_probability(wall, before_column()[i], x_column()[i], bridge_ ? variance_(i) : 0);
  }

  /// When in this step row i meets the wall.
  double fraction(Index i, double wall, std::uint32_t draw) {
    if (problem_.correction == BridgeCorrection::none) return 1;
    if (problem_.correction == BridgeCorrection::midpoint) return 0.5;
    const double n = number_.normal(crossings_, first_ + i, draw_step(), draw + 1);
    const double u = number_.uniform(crossings_, first_ + i, draw_step(), draw + 2);
    return crossing_fraction(std::abs(wall - before_column()[i]), std::abs(wall - x_column()[i]),
                             variance_(i), n, u);
  }

  /// Row i's path is over; the next one begins with step `next`. A slot that has finished goes on without
  /// being recorded.
  void finish(Index i, Index next) {
    if (is_recorded(i) && ++path_[at(i)] == end_of(i)) --busy_;
    begin_[at(i)] = next;
    out_[at(i)] = 0;
    if (problem_.control) sum_(i) = 0;
    for (Index j = 0; j < dimension_; ++j) x()(i, j) = problem_.start(j);
  }

  /// Censors the paths whose horizon has come, and finds when the next one comes.
  void meet_deadline() {
    if (!horizon_ || step_ >= most_steps) {
      throw NumericalFailure("paths of slots from " + number_text(first_) +
                             " on are inside after 2^32 steps: take fewer paths a slot, or a horizon");
    }
    deadline_ = most_steps;
    for (Index i = 0; i < rows_; ++i) {
      if (begin_[at(i)] + *horizon_ == step_) {
        if (out_[at(i)] == 0) record(i, problem_.horizon, 0, *horizon_);
        if (problem_.follow) record_uncorrected(i, problem_.horizon);
        finish(i, step_);
      }
      deadline_ = std::min(deadline_, begin_[at(i)] + *horizon_);
    }
  }

  Index row_that_left() {
    Index i = 0;
    while (x().row(i).isFinite().all()) ++i;
    return i;
  }

  [[noreturn]] void fail(Index i) {
    std::ostringstream message;
    message << "path " << path_[at(i)] << " (slot " << first_ + i << ") left the finite numbers before t = "
            << static_cast<double>(step_ + 1 - begin_[at(i)]) * problem_.step << " (scheme "
            << problem_.scheme.claim().name << ", process " << problem_.process.name()
            << "): take smaller steps, or a tamed or implicit scheme";
    throw NumericalFailure(message.str());
  }

  const FirstPassage& problem_;
  Exits& exits_;
  Index first_, rows_, dimension_;
  RandomStream noise_, crossings_;
  bool bridge_;
  PathDetail detail_;
  std::optional<Index> horizon_;
  Workspace positions_, normals_, workspace_;
  Eigen::ArrayXd variance_, weight_, sum_;  ///< g²h; φ; Σ φ g ΔW
  StepVarianceScratch variance_scratch_;
  std::optional<Walls::Scratch> mirrors_;
  std::vector<std::uint8_t> out_;  ///< followed: whether the path has left by a bridge
  WallCrossings lower_, upper_;
  OneNumber number_;
  std::vector<Index> begin_, path_;  ///< of each row: the path's first step, and the path
  Index step_ = 0, busy_ = 0, censored_ = 0, deadline_ = 0;
};

}  // namespace

SlotCounts run_slots(const FirstPassage& problem, Index first, Index rows, Exits& exits) {
  BlockOfSlots block(problem, first, rows, exits);
  const Index steps = block.run();
  return {steps, block.censored()};
}

}  // namespace kolmo::sde
