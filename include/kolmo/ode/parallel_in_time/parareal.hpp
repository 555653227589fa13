#pragma once
// Time itself cut into slices that are computed at once.

#include <functional>
#include <vector>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/ode/samplers/sampler.hpp"

namespace kolmo::ode {

/// Carries places x from the beginning of slice number `slice` to its end, in place. Called in parallel for
/// different slices.
using SlicePropagator = std::function<void(Index slice, Points& x)>;

/// Sees the places at the ends of all slices after an iteration; 0 is the coarse run that both methods begin
/// with.
using IterationObserver = std::function<void(Index iteration, const std::vector<Points>& ends)>;

struct ParallelInTimeOptions {
  /// Ends as soon as no place at any slice's end moves farther than this in an iteration. ≥ 0.
  double tolerance = 1e-10;
  /// Iterations that are allowed; after as many as there are slices the result is that of the serial fine
  /// run.
  Index most_iterations = 1'000'000;
};

/// What a parallel run gave.
struct ParallelInTimeReport {
  std::vector<Points> ends;     ///< one a slice; the last is the result
  std::vector<double> changes;  ///< the largest of each iteration
  Index iterations = 0;
  bool converged = false;  ///< whether the last change is within the tolerance
};

/// Parareal (Lions, Maday and Turinici 2001): U_{n+1} ← F(U_n old) + (G(U_n new) − G(U_n old)), F fine and in
/// parallel over slices, G coarse and one after the other. After k iterations the first k slices are those of
/// the serial fine run bit for bit, and are left alone. slices ≥ 1 (else InvalidArgument); NumericalFailure,
/// with slice, iteration and what to try, where a place is not finite.
ParallelInTimeReport parareal(const SlicePropagator& coarse, const SlicePropagator& fine, Index slices,
                              const Points& start, const ParallelInTimeOptions& options = {},
                              const IterationObserver& observer = {});

/// Multiple shooting (Bellen and Zennaro 1989): Newton's iteration for U_{n+1} = F(U_n), U_{n+1} ← F(U_n old)
/// + F′(U_n old) (U_n new − U_n old), F′ of every particle from 2d fine runs beside the first by central
/// differences. It converges quadratically, where Parareal's rate is the coarse error. Errors as parareal's.
ParallelInTimeReport multiple_shooting(const SlicePropagator& coarse, const SlicePropagator& fine,
                                       Index slices, const Points& start,
                                       const ParallelInTimeOptions& options = {},
                                       const IterationObserver& observer = {});

/// `steps` steps of a sampler in each slice of a grid, uniform in λ. `score` must outlive it.
SlicePropagator slice_sampler(const SamplerEntry& sampler, const SamplingGrid& slices, Index steps,
                              const process::ScoreField& score);

/// How many times fewer evaluations one after the other Parareal needs than the serial fine run, N F/(N G +
/// Σ_{j=1}^k [F + (N − j) G]), for N slices, k iterations and F, G evaluations a slice.
double parareal_speed_up(Index slices, Index iterations, double fine, double coarse);

}  // namespace kolmo::ode
