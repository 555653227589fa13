#pragma once
// Points that a reverse process ends in, and how far their law is from an exact one.

#include "guidance_and_inverse_problems/inverse_problem.hpp"
#include "kolmo/core/statistics/law_1d.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::guidance_and_inverse_problems {

/// The end of a reverse process with steps h and 2h on the same Brownian motions.
struct Ensemble {
  Points fine, coarse;
  Index steps = 0;        ///< of the fine run
  bool finite = true;     ///< whether all particles stayed finite with both
  bool resolved = false;  ///< means and variances differ by less than their noise
};

/// `particles` from `start` through `times`, from 0 to 1 and evenly between two of them; steps are doubled
/// from 64 until the two runs agree or there are most_steps.
Ensemble sampled(const process::Process& reverse, const density::Density& start,
                 const InverseProblem& problem, const RandomStream& stream, Index particles,
                 const std::vector<double>& times = {0, 1});

/// 0 where the two runs agree; else infinity, with which no check is resolved.
double unresolved(const Ensemble& ensemble);

/// The smallest deviation of a component in any direction.
double narrowest(const density::GaussianMixture& law);

/// A mixture on the line as a table whose nodes are dense wherever it has mass.
Law1D table_of(const density::GaussianMixture& line);

/// A bound of the table's error between nodes h deviations apart: h²|p′|/8 with |p′| < ¼ a deviation squared.
double table_error(const density::GaussianMixture& line);

/// One coordinate of an ensemble beside its exact law.
struct Bias {
  Estimate mean;        ///< E x − exact, in exact deviations
  Estimate deviation;   ///< deviation over the exact one
  Estimate w1;          ///< in exact deviations; its error is what chance does to it
  double w1_floor = 0;  ///< mean of W1 of that many points of the law itself, in exact deviations
  double ks = 0;
  double ks_of_steps = 0;  ///< KS distance of the runs with h and 2h
};
Bias bias_of(const Ensemble& ensemble, Index coordinate, const density::GaussianMixture& exact_line);

/// The law of one coordinate of a mixture.
density::GaussianMixture coordinate_law(const density::GaussianMixture& law, Index coordinate);

}  // namespace kolmo::guidance_and_inverse_problems
