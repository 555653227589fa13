#pragma once
// Averages over time of functions of sampled paths, one a chain.

#include <functional>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::entropy_along_diffusion {

/// ½(a + b) φ-like sums over a step from a to b: out(i) += the part of chain i. Called in parallel.
using StepSum = std::function<void(const ConstBlock& from, const ConstBlock& to, double h, Values out)>;

/// (1/t) Σ over steps, of each chain from `start`, by drift_heun with steps of h.
Eigen::ArrayXd time_averages(const process::Process& process, const Points& start, double h, Index steps,
                             const RandomStream& stream, const StepSum& sum);

/// t times the variance of the averages, with its standard error.
Estimate variance_rate(const Eigen::ArrayXd& averages, double t);

}  // namespace kolmo::entropy_along_diffusion
