#pragma once
// Inpainting by replacement: a sampler of the whole whose known coordinates are put back after every step.

#include <vector>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/process/score/score_field.hpp"

namespace kolmo::sampling {

/// Process and score must outlive the call.
struct ReplacementPlan {
  const process::Process& process;   ///< linear, x_t | x_s ~ N(c + a(x_s − c), v I)
  const process::ScoreField& score;  ///< of the whole, which knows nothing of what is known
  std::vector<double> times;         ///< T = times[0] > times[1] > … > times.back() ≥ 0
  std::vector<Index> known;          ///< coordinates, distinct
  Eigen::VectorXd value;             ///< theirs, at time 0
  Index resamplings = 1;             ///< of each step: 1 is plain replacement, more is RePaint
};

/// Carries the rows of x from the law at T to times.back(), step by step from t to s < t:
///   x ← E[x_s | x_t] + √(v_ts v_s/v_t) z,  E[x_s | x_t] = c + (x_t − c + v_ts s(t, x_t))/a_ts exactly
/// (ancestral sampling, exact for data at a point; without noise where s = 0), then x_known ← c + a_s
/// (value − c) + √v_s z' with fresh noise. With r resamplings this is done r times, going forward again from
/// s to t by the exact kernel in between. Known coordinates then have their right law at every time, but the
/// others were drawn beside other values of them than those that they stand beside now: the law of the others
/// is not the conditional one however short the steps are, and comes nearer as r grows. Source: Song et al.
/// 2021, appendix I.2; Lugmayr et al. 2022, algorithm 1 (RePaint).
///
/// Throws InvalidArgument where times do not fall, are fewer than two or not in [0, ∞), the process has no
/// exact kernel, a coordinate is not there or named twice, or none is left, and for resamplings < 1.
void replacement(const ReplacementPlan& plan, const RandomStream& stream, Points& x);

}  // namespace kolmo::sampling
