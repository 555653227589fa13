#pragma once
// What the steps of Rößler's schemes share, whatever their tables hold.

#include "kolmo/sde/noise/increment.hpp"
#include "kolmo/sde/schemes/workspace.hpp"
#include "stage_sums.hpp"

namespace kolmo::sde {

/// A step from x at t over h, with ΔW and ΔZ; the drifts of its stages are the first blocks of the workspace.
struct StageStep {
  StageStep(const process::Process& of, double from, double length, Block at, Increment& increment,
            Workspace& blocks)
      : process_(of),
        t_(from),
        h_(length),
        x_(at),
        z_(increment.materialise()),
        u_(increment.materialise_area()),
        workspace_(blocks) {}

  Block f(std::size_t i) { return workspace_.block(static_cast<Index>(i), x_.rows()); }
  auto drifts() {
    return [this](std::size_t i) { return f(i); };
  }

  /// |error| + |h Σ_i (alpha_i − δ_i1) f_i|: how far the drift is from the first alone, beside what `error`
  /// holds of the noise. Overwrites `drift`.
  template <std::size_t n>
  void add_drift_error(std::array<double, n> alpha, Block drift, Block error) {
    drift.setZero();
    alpha[0] -= 1;
    add_stages(h_, alpha, n, drifts(), drift);
    error = error.abs() + drift.abs();
  }

  const process::Process& process_;
  double t_, h_;
  Block x_;
  ConstBlock z_, u_;
  Workspace& workspace_;
};

template <class Step>
void take(Step step) {
  step.stages();
  step.update();
}

/// The same, bit for bit, and what the step says of its error.
template <class Step>
void take_with_error(Step step, Block error) {
  step.stages();
  step.estimate(error);
  step.update();
}

}  // namespace kolmo::sde
