#pragma once
// How fast a problem changes: at the start, and where its law lives later.

#include "four_roads/problem/problem.hpp"

namespace kolmo::four_roads {

struct TimeScales {
  /// The shortest time in which the initial law changes by itself: 1/max of the stiffness |∂f/∂x|, of |f|/σ
  /// and of D/σ², D = ½ g², over places within 4.5 deviations σ of each component's mean and inside the
  /// domain; at most the whole span.
  double start;
  /// 1/max |∂f/∂x| where the law lives later: for a gradient flow where V is within 6 T of its lowest value,
  /// or as high as the components' means but no more than 12 T; else at the means.
  double steady;
  /// 1/max(−V″) over the domain where V is within 30 T of its lowest value (in the plane of the smaller
  /// eigenvalue of ∇²V); infinite where V is convex there.
  double concave;
};

TimeScales time_scales(const Problem& problem);

}  // namespace kolmo::four_roads
