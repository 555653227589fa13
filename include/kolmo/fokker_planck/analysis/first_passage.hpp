#pragma once
// When and where a process first meets the absorbing sides of a domain.

#include "kolmo/fokker_planck/time/march.hpp"

namespace kolmo::fokker_planck {

/// The law of the first exit through absorbing sides, one row a time. A side's column is 2 axis + (0 lower,
/// 1 upper); columns of sides that do not absorb hold 0.
struct FirstPassage {
  std::vector<double> times;
  Eigen::ArrayXXd density;  ///< of the exit time and side, 1/time: the flux through the side at that time
  Eigen::ArrayXXd exits;    ///< P(exit through the side by then): the sum of the steps' own outflows
  Eigen::ArrayXd survival;  ///< P(no exit by then)
  MarchResult march;        ///< its mass_defect is |survival + Σ exits − 1| at the last time
};

/// Marches p₀ as march() does and reads the flux through every absorbing side at each of the times. Order 2
/// in h and in Δt with a stepper of order 2. p₀ is normalised on the grid. Throws as march() does, and
/// InvalidArgument where no side absorbs.
FirstPassage first_passage_density(const Generator& generator, const TimeStepper& stepper,
                                   const Eigen::ArrayXd& p0, const Schedule& schedule);

}  // namespace kolmo::fokker_planck
