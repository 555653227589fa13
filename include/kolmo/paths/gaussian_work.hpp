#pragma once
// Work done on a harmonic well that is dragged or stiffened, without sampling.

#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::paths {

/// U(x) = ½ stiffness (x − centre)², in units of the temperature.
struct HarmonicWell {
  double stiffness, centre;
};

/// How x moves once a level's energy stands: by the exact transition of dX = −U′ dt + √2 dW over a step h,
/// which leaves e^{−U} invariant, or by one step of Euler and Maruyama, which does not.
enum class HarmonicMove { exact, euler_maruyama };

/// x from e^{−U_0}; for k = 1 … K: the energy jumps at fixed x, W ← W + U_k(x) − U_{k−1}(x), and x moves on
/// level k.
struct HarmonicSwitching {
  std::vector<HarmonicWell> wells;
  double step = 0;  ///< h
  HarmonicMove move = HarmonicMove::exact;

  /// The same from the last well to the first.
  HarmonicSwitching reversed() const;
};

/// E e^{−qW}: one Gaussian integral a level, of e^{−½ a x² + b x + c}; infinity where one diverges. With
/// exact moves E e^{−W} = √(k_0/k_K) whatever h and K are (Jarzynski 1997). Throws InvalidArgument unless
/// there are two wells or more, stiffnesses and h > 0, all finite.
double exponential_work_moment(const HarmonicSwitching& switching, double q = 1);

/// The normal law of W where no stiffness changes.
struct NormalWork {
  double mean, variance;
  /// log of its density at w.
  double log_density(double w) const;
};

/// W is then linear in the Gaussian path: means and covariances of (x, W) level by level. Throws
/// InvalidArgument as above, and where two stiffnesses differ.
NormalWork normal_work(const HarmonicSwitching& switching);

}  // namespace kolmo::paths
