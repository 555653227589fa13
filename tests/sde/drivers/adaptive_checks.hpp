#pragma once
// Whether adaptive paths are driven by Brownian motion, whatever they reject.

#include <cmath>
#include <string>
#include <vector>

#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/sde/drivers/adaptive.hpp"
#include "sde/test_processes.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::sde::test {

/// dX = dW.
class Wander final : public Process1D {
 public:
  std::string name() const override { return "wander"; }
  double f(double, double) const override { return 0; }
  double f_x(double, double) const override { return 0; }
  double variance_rate(double) const override { return 1; }
  double noise_variance(double s, double t) const override { return t - s; }
};

/// X + ΔW, which is exact, and calls the increment itself its error wherever it is positive: steps that go up
/// are the ones that are rejected.
class Startled final : public SdeScheme {
 public:
  const Claim& claim() const override {
    static const Claim claim = [] {
      Claim c;
      c.name = "startled";
      return c;
    }();
    return claim;
  }
  PathDetail path_detail(const process::Process&) const override { return PathDetail::space_time_area; }
  Index workspace_blocks(const process::Process&) const override { return 0; }
  void step(const process::Process&, double, double h, Block x, Increment& increment,
            Workspace&) const override {
    increment.add_to(std::sqrt(h), x);
  }
  bool estimates_error() const override { return true; }
  void step_with_error(const process::Process& process, double t, double h, Block x, Increment& increment,
                       Workspace& workspace, Block error) const override {
    error = (std::sqrt(h) * increment.materialise()).max(0);
    step(process, t, h, x, increment, workspace);
  }
};

/// Under which Startled rejects about a fifth of its steps.
inline const StepSizeOptions startling{
    .absolute = {0.3}, .relative = {0}, .target = 0.9, .factor_largest = 10};

/// Mean 0 and variance `time` of n numbers: six standard errors, those of a normal sample.
inline std::vector<verify::Check> wander_checks(const Points& x, double time) {
  const CentralMoments moments = central_moments(x.data(), x.rows());
  const auto n = static_cast<double>(x.rows());
  return {
      verify::test::compared("wander/mean", 0, moments.mean, 6 * std::sqrt(time / n)),
      verify::test::compared("wander/variance", time, moments.variance().value, 6 * time * std::sqrt(2 / n))};
}

}  // namespace kolmo::sde::test
