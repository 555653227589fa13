#pragma once
// The parts of the experiment, and the sliced sampling that two of them share.

#include "frame/plan.hpp"
#include "kolmo/measure/ode/sampler_orders.hpp"
#include "kolmo/ode/parallel_in_time/parareal.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::parallel_in_time {

struct Sizes {
  Index slices, fine_steps, starts;
};

/// Two wells from t = 1 to 0.05 in slices of uniform λ.
struct SlicedSampling {
  explicit SlicedSampling(const Sizes& sizes);
  ode::SlicePropagator coarse(const char* sampler, const process::ScoreField& field) const;
  ode::SlicePropagator fine(const process::ScoreField& field) const;
  /// The end of the serial fine run.
  Points serial() const;

  Sizes sizes;
  measure::SamplerProblem problem;
  process::MarginalScore score;
  ode::SamplingGrid slices;
  Points start;
};

/// Evaluations of a coarse step: what its claim says.
double coarse_evaluations(const char* sampler);

/// The coarse samplers, one step a slice.
inline constexpr const char* coarse_samplers[] = {"ddim", "dpm_2"};

frame::Plan linear_plan();                      // linear_part.cpp
frame::Plan sampling_plan(const Sizes& sizes);  // sampling_part.cpp
frame::Plan speed_up_plan(const Sizes& sizes);  // speed_up_part.cpp

}  // namespace kolmo::parallel_in_time
