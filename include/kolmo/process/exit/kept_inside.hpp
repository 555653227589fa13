#pragma once
// Processes that live on one side of a natural boundary, such as x = 0 of growth, for schemes that would step
// across it.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kolmo/process/process.hpp"

namespace kolmo::process {

/// A place that x_j does not go beyond: drift or noise are no numbers there (log x, √x), and the noise of x_j
/// vanishes.
struct NaturalBoundary {
  Index coordinate;
  double place;
  bool above;       ///< it lies above the process, not below
  double exponent;  ///< p of a noise ∝ |x_j − place|^p: 1 of growth, ½ of Cox–Ingersoll–Ross
  double feller;    ///< 2 |f_j|/|∂_j Σ_k G_jk²| at the place where p < 0.9: reached where it is below 1
};

/// Seen from `inside` along each coordinate, the others staying, at time t: where drift or noise stop being
/// finite, to a floating-point number, if the noise of the coordinate has fallen there to less than 1e−3 of
/// what it is inside.
std::vector<NaturalBoundary> natural_boundaries(const Process& process, double t,
                                                const Eigen::VectorXd& inside);

/// A process in coordinates of its own, y, in which no step leaves the inside.
struct KeptInside {
  std::shared_ptr<const Process> process;  ///< of y
  std::string name;  ///< "logarithm of the distance of x from 0", "full truncation of v at 0"; empty: y = x
  /// Weak order that Euler's steps keep: 1, or the least of `feller` and 1 where a boundary is reached.
  double order_weak = 1;
  std::function<void(Block)> to_paths;    ///< x → y, in place; null: y = x
  std::function<void(Block)> from_paths;  ///< y → x

  double to_paths_at(Index coordinate, double x) const;  ///< y_j of x_j
};

/// Where p ≥ 0.9, with u = x_j − place and s its sign, y = s log |u|, which grows with x_j:
///   dY_j = s (f_j/u − ½ Σ_k G_jk²/u²) dt + s Σ_k G_jk/u dW_k;
/// else full truncation (Lord, Koekkoek and van Dijk 2010): coefficients at x_j clipped to the inside, which
/// paths may leave without noise. The process as it is where it has no such boundary. `names` are those of
/// the coordinates, for `name`.
KeptInside keep_inside(std::shared_ptr<const Process> process, double t, const Eigen::VectorXd& inside,
                       const std::vector<std::string>& names);

}  // namespace kolmo::process
