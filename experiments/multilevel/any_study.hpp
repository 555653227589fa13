#pragma once
// The runs of one problem: trials, estimates to an accuracy, plain Monte Carlo.

#include <memory>
#include <string>

#include "frame/run/progress.hpp"
#include "kolmo/sde/drivers/walls.hpp"
#include "multilevel/any_problem.hpp"
#include "multilevel/rung.hpp"
#include "multilevel/settings.hpp"

namespace kolmo::multilevel {

/// Runs of the first accuracy where a value is expected.
inline constexpr int most_repeats = 10;

class AnyStudy {
 public:
  AnyStudy(const AnyProblem& problem, const Settings& settings, frame::Progress& progress);

  /// The least power of 2 from which on a correction has less than half of the variance of what it corrects.
  /// NumericalFailure, with what the last trial said, where no number of steps has.
  Index find_base_steps() const;
  /// Standard deviation of φ, by 4096 paths. NumericalFailure where it is 0.
  double spread(Index base_steps) const;
  /// `runs` independent estimates to an accuracy.
  Rung rung(int number, double accuracy, Index base_steps, int runs) const;
  /// As many steps as the finest level of `like` took, half of its accuracy's square for noise.
  Estimate plain(const Rung& like, Index base_steps, double variance) const;

 private:
  sde::LevelSampler sampler(const std::string& use, int number, Index base_steps) const;

  const AnyProblem& problem_;
  const Settings& settings_;
  frame::Progress& progress_;
  std::unique_ptr<const sde::Walls> walls_;  ///< null: none
};

}  // namespace kolmo::multilevel
