#include "kolmo/sde/drivers/level_sampler.hpp"

#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::sde {
namespace {

/// φ of a block's fine path, until its coarse path comes along: `simulate` shows the levels of a block one
/// after the other on one thread.
struct FineValues {
  Index first = -1;
  std::array<double, block_rows> phi{};
};

FineValues& fine_values() {
  thread_local FineValues values;
  return values;
}

struct BlockMoments {
  RunningMoments difference, fine;
};

/// What `observer` makes of a block at the end time.
void observe(const SdeLevels& levels, bool coupled, int simulated, Index first, const ConstBlock& x,
             BlockMoments& moments) {
  FineValues& fine = fine_values();
  if (simulated == 0) {
    fine.first = first;
    levels.phi(x, Eigen::Map<Eigen::ArrayXd>(fine.phi.data(), x.rows()));
    moments.fine = RunningMoments(fine.phi.data(), x.rows());
    if (!coupled) moments.difference = moments.fine;
    return;
  }
  if (fine.first != first) throw std::logic_error("multilevel: the coarse path came without its fine one");
  std::array<double, block_rows> difference{};
  levels.phi(x, Eigen::Map<Eigen::ArrayXd>(difference.data(), x.rows()));
  for (std::size_t i = 0; i < static_cast<std::size_t>(x.rows()); ++i) {
    difference[i] = fine.phi[i] - difference[i];
  }
  moments.difference = RunningMoments(difference.data(), x.rows());
}

LevelSamples sample(const SdeLevels& levels, int level, int round, Index samples) {
  require(level >= 0 && level < most_multilevel_levels, "level", level, "must be between 0 and 31");
  require(round >= 0 && round < most_multilevel_rounds, "round", round, "must be between 0 and 255");
  require(samples >= 1, "samples", static_cast<double>(samples), "must be at least 1");
  const auto number = static_cast<std::uint64_t>(round) +
                      static_cast<std::uint64_t>(level) * std::uint64_t{most_multilevel_rounds};
  const RandomStream stream = levels.stream.role("round", number), start = start_of(stream);
  const bool coupled = level > 0;
  std::vector<BlockMoments> blocks(static_cast<std::size_t>(block_count(samples)));
  const SimulationCounts counts = simulate(
      Simulation{.process = levels.process,
                 .scheme = levels.scheme,
                 .schedule = {{levels.begin, levels.end}, {levels.base_steps << level}},
                 .particles = samples,
                 .stream = stream,
                 .levels = coupled ? 2 : 1,
                 .walls = levels.walls},
      [&](Index first, Block out) { levels.initial(start, first, out); },
      [&](Index snapshot, int simulated, Index first, const ConstBlock& x) {
        if (snapshot == 0) return;
        observe(levels, coupled, simulated, first, x, blocks[static_cast<std::size_t>(first / block_rows)]);
      });
  LevelSamples result{{}, {}, counts.particle_steps, counts.drift_evaluations};
  for (const BlockMoments& block : blocks) {
    result.difference.merge(block.difference);
    result.fine.merge(block.fine);
  }
  return result;
}

}  // namespace

void LevelSamples::merge(const LevelSamples& other) {
  difference.merge(other.difference);
  fine.merge(other.fine);
  particle_steps += other.particle_steps;
  drift_evaluations += other.drift_evaluations;
}

LevelSampler level_sampler(const SdeLevels& levels) {
  require(levels.base_steps >= 1, "base_steps", static_cast<double>(levels.base_steps), "must be at least 1");
  if (!levels.initial || !levels.phi) {
    throw InvalidArgument("SdeLevels: initial and phi must be functions");
  }
  return [levels](int level, int round, Index samples) {
    const std::string where = "multilevel, level " + number_text(level) + ": ";
    LevelSamples result;
    try {
      result = sample(levels, level, round, samples);
    } catch (const NumericalFailure& failure) {
      throw NumericalFailure(where + failure.what() + " (more base_steps make the coarsest paths stable)");
    }
    if (!result.difference.finite() || !result.fine.finite()) {
      throw NumericalFailure(where + "phi or its fourth moment leaves the finite numbers (scheme " +
                             levels.scheme.claim().name + "): more base_steps, or a phi that grows slower");
    }
    return result;
  };
}

}  // namespace kolmo::sde
