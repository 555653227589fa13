#pragma once
// The steps that a user's gradient flow is taken by.

#include <functional>
#include <string>

#include "kolmo/jko/grid_step.hpp"

namespace kolmo::wasserstein_flow {

struct OwnSteps {
  std::string method;
  std::function<jko::GridStepReport(Eigen::ArrayXd&)> step;  ///< replaces ρ^k by ρ^{k+1}
  std::function<double(const Eigen::ArrayXd&)> energy;
};

/// Steps of τ: by back-and-forth, or of a crowd by flows through faces, each in as many equal parts (64 at
/// most) as move it by a quarter of a cell at most where it starts.
OwnSteps own_steps(const Grid& grid, const jko::GridEnergy& energy, const Eigen::ArrayXd& start, double tau,
                   bool midpoint);

}  // namespace kolmo::wasserstein_flow
