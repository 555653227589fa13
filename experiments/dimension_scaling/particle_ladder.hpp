#pragma once
// The road of paths with more and more of them.

#include "dimension_scaling/gaussian_problem.hpp"
#include "dimension_scaling/ladder.hpp"
#include "frame/run/progress.hpp"

namespace kolmo::dimension_scaling {

/// Root mean square error of the mean of φ over n paths, from `repeats` independent runs, relative to E φ.
/// Where the process has an exact step: one step a path, W = n, error O(W^{−½}). Else drift_heun, whose bias
/// O(Δt²) is kept in proportion to the noise, Δt ∝ n^{−¼}: W = n/Δt, error O(W^{−2/5}).
Ladder expectation_ladder(const GaussianProblem& problem, Index repeats, const Settings& settings,
                          const std::string& part, frame::Progress& progress);

/// Mean L1 error of the kernel estimate from n exact paths of one step, over `repeats` runs, with Silverman's
/// bandwidth: O(n^{−2/(4+d)}) (Devroye, Györfi 1985).
Ladder kernel_ladder(const GaussianProblem& problem, Index repeats, Index largest, const Settings& settings,
                     const std::string& part, frame::Progress& progress);

}  // namespace kolmo::dimension_scaling
