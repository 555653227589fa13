#pragma once
// One block of particles of a simulation.

#include <cstdint>
#include <optional>

#include "kolmo/sde/drivers/simulate.hpp"
#include "level_normals.hpp"

namespace kolmo::sde {

/// The fine times of one interval: time(0) and time(steps) are its ends exactly.
struct Interval {
  double begin, end;
  Index steps;
  double time(Index k) const {
    if (k == steps) return end;
    return begin + static_cast<double>(k) * ((end - begin) / static_cast<double>(steps));
  }
};

/// One block of particles on all levels, carried through all times.
class BlockRun {
 public:
  BlockRun(const Simulation& simulation, Index first, Index rows);

  /// Fills `diverged`, one a level, where divergence is counted.
  void run(const Initial& initial, const Observer& observer, Index* diverged);

 private:
  Block position(int level) { return positions_.block(level, rows_); }
  void observe(Index snapshot, const Interval& interval, const Observer& observer);
  void pass(const Interval& interval);
  /// Step k of an interval on level 0; its noise is written out where coarser levels need it.
  void advance(const Interval& interval, Index k);
  /// After `done` steps of level 0: every coarser step that ends here, on the noise of its two halves.
  void climb(const Interval& interval, Index done);
  void step(int level, double begin, double end, Increment& increment);
  void check_finite(double since, double now);
  [[noreturn]] void fail(int level, double since, double now);

  const Simulation& simulation_;
  Index first_, rows_, m_;
  RandomStream noise_, crossings_, postprocessing_;
  int top_;  ///< levels in all, from that where the noise is made
  PathDetail detail_;
  std::uint32_t step_ = 0;
  Workspace positions_;
  LevelNormals normals_;
  Workspace workspace_;
  Points before_;  ///< where a step began, if there are walls
  std::optional<Walls::Scratch> wall_scratch_;
};

}  // namespace kolmo::sde
