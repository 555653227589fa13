#pragma once
// The operations that samplers are put together from.

#include <vector>

#include "kolmo/ode/samplers/sampler_tables.hpp"

namespace kolmo::ode {

/// E_0 = the evaluation at the place itself.
SamplingOperation evaluation(const ClockNode& node);

/// From one node to another by weights of ∫_0^end over steps of h: on x/α for noise, y = (α′/α) x − σ′ h Σ w
/// E; on x/σ for denoised, y = (σ′/σ) x + α′ h Σ w E. To the data: y = D, by the weight of E_0 alone.
SamplingOperation exponential(Prediction prediction, const ClockNode& from, const ClockNode& to, double h,
                              const std::vector<double>& weights);

/// DDIM's step, to the data too.
SamplingOperation ddim_step(Prediction prediction, const ClockNode& from, const ClockNode& to);

/// Appends the stages of a single step; what it evaluates beside the start is forgotten.
void append_single_step(const SingleStepTable& table, const LogSnrClock& clock, const ClockNode& from,
                        const ClockNode& to, std::vector<SamplingOperation>& step);

/// z of the moments: +h for noise, −h for denoised.
inline double exponent(Prediction prediction, double h) { return prediction == Prediction::noise ? h : -h; }

}  // namespace kolmo::ode
