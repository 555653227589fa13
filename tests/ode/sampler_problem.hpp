#pragma once
// The two wells of the measures, with fewer starts and their score.

#include "kolmo/measure/ode/sampler_orders.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::ode::test {

struct SamplerProblem : measure::SamplerProblem {
  explicit SamplerProblem(double start = 0.3) : measure::SamplerProblem(measure::two_wells(start)) {
    starts = 50;
  }
  process::MarginalScore score{process, data};
};

}  // namespace kolmo::ode::test
