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

/// Parts that a step of τ is taken in: those of a crowd that moves by a quarter of a cell at most where it
/// starts (64 at most), else 1.
int parts_of_step(const Grid& grid, const jko::GridEnergy& energy, const Eigen::ArrayXd& start, double tau);

/// Steps of τ in so many equal parts: by back-and-forth (one part), or of a crowd by flows through faces.
OwnSteps own_steps(const Grid& grid, const jko::GridEnergy& energy, double tau, int parts, bool midpoint);

}  // namespace kolmo::wasserstein_flow
