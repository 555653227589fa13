#pragma once
// What every part of a run needs beside its problem.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/sde/drivers/first_passage.hpp"
#include "kolmo/sde/drivers/walls.hpp"

namespace kolmo::first_passage {

/// Mistakes planted on purpose: what stands in for the library's own. Empty: nothing planted.
struct PlantedErrors {
  std::function<sde::Exits(const sde::FirstPassage&)> exits;
  std::function<std::unique_ptr<sde::Walls>(std::vector<sde::WalledInterval>)> walls;
};

struct Settings {
  std::uint64_t seed = 0;
  double z = 4;  ///< standard errors that a check allows: z_quantile of the run's statistical checks
  PlantedErrors planted;

  /// A stream for one use, "<part>/<use>".
  RandomStream stream(const std::string& use) const;
  sde::Exits exits(const sde::FirstPassage& problem) const;
  std::unique_ptr<sde::Walls> walls(std::vector<sde::WalledInterval> intervals) const;
};

}  // namespace kolmo::first_passage
