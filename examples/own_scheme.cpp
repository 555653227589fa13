// A scheme of one's own, Euler–Maruyama with its drift at the middle of the step, and the orders it has.
#include <cmath>
#include <iostream>

#include "kolmo/kolmo.hpp"

using namespace kolmo;

class MidpointDrift : public sde::SdeScheme {
 public:
  const Claim& claim() const override { return claim_; }
  Index workspace_blocks(const process::Process&) const override { return 2; }
  void step(const process::Process& process, double t, double h, Block x, sde::Increment& increment,
            sde::Workspace& workspace) const override {
    Block f = workspace.block(0, x.rows()), middle = workspace.block(1, x.rows());
    process.drift(t, x, f);
    middle = x + 0.5 * h * f;
    process.drift(t + 0.5 * h, middle, f);
    increment.add_with_drift(h, f, std::sqrt(process.noise_variance(t, t + h)), x);
  }

 private:
  Claim claim_{"midpoint_drift", "Runge 1895", {{Sense::time, 2}, {Sense::weak, Context::additive, 1}}};
};

int main() {
  const MidpointDrift scheme;
  const measure::Periodic process;  // nonlinear, non-autonomous, with additive noise that depends on time
  const auto space = measure::WeakSpace::of_dimension(1);
  const Eigen::ArrayXd exact = measure::exact_expectation(process, space);
  const std::vector<Index> steps = measure::step_counts(16, 128);
  for (const auto& study : {measure::weak_study(scheme, process, space, exact, steps),
                            measure::deterministic_study(scheme, steps)}) {
    const verify::Check check = verify::check_of(study, "");
    std::cout << study.name << ": claimed " << check.expected << ", measured " << check.observed << " within "
              << check.tolerance << ", " << verify::to_string(check.verdict) << "\n";
  }
}
