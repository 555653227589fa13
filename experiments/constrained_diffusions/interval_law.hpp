#pragma once
// What is known exactly of a diffusion between two reflecting walls.

#include <functional>
#include <vector>

#include "constrained_diffusions/parts.hpp"
#include "kolmo/process/equations/function_process.hpp"

namespace kolmo::constrained_diffusions {

/// dX = f(X) dt + g dW. InvalidArgument where the text is no function of x.
process::BlockFunctions process_of(const Interval& interval);

/// The largest |f| at 1001 places. InvalidArgument where the text is no function of x, or f is not finite at
/// one of them.
double largest_drift(const Interval& interval);

/// The stationary law p ∝ exp(∫ 2f/g² dx) between reflecting walls, on panels of Gauss–Legendre points.
class StationaryLaw {
 public:
  /// `drift` writes f at a block of places.
  using Drift = std::function<void(const ConstBlock& x, Block out)>;
  StationaryLaw(double lower, double upper, double noise, const Drift& drift);
  double expectation(const std::function<double(double)>& phi) const;

 private:
  std::vector<double> places_, share_, density_;
};

/// P(X_t ≤ x) of Brownian motion reflected at both walls, from the interval's start: u + (2/π) Σ_k cos(kπu₀)
/// e^{−k²π²g²t/(2L²)} sin(kπu)/k, u = (x − lower)/L. t > 0.
double reflected_distribution(const Interval& interval, double t, double x);

}  // namespace kolmo::constrained_diffusions
