#pragma once
// The order of convergence that errors show, with a confidence interval and a verdict.

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::verify {

/// One measured error |e| at step (or cell width) h.
struct OrderPoint {
  double h;
  double error;               ///< absolute value; must be positive
  double standard_error = 0;  ///< 0: no noise (deterministic)
  /// The error that an independent pilot run found; NaN where there was none. Whether a point is resolved is
  /// decided from the pilot, or else from the fitted model, never from `error` itself: selecting points by
  /// their own noise overstates them.
  double pilot_error = std::numeric_limits<double>::quiet_NaN();
};

struct OrderFitOptions {
  double z = 2.5758293035489004;     ///< half width of the interval in standard errors (Student's t without
                                     ///< given errors): 99 %
  double slack = 0.1;                ///< the interval is widened by this before the claim is judged
  double largest_half_width = 0.25;  ///< a wider interval decides nothing: unresolved
  double resolved_at = 5;  ///< a point counts if its pilot (model) error exceeds this many standard errors
  /// Whether a is fitted (where there are points enough); the errors decide where it is empty.
  std::optional<bool> curvature = {};
  Index fewest_for_curvature = 4;  ///< with fewer points no a is fitted
};

struct OrderFit {
  double order = 0;       ///< p
  double constant = 0;    ///< C of e = C h^p (1 + a h)
  double curvature = 0;   ///< a; 0 in the plain model
  double half_width = 0;  ///< of the confidence interval of p
  double claimed = 0;
  Index points_used = 0;
  std::vector<bool> used;       ///< which of the points, in the order in which they were given
  bool with_curvature = false;  ///< local slopes drift, so that a was fitted
  Verdict verdict = Verdict::unresolved;
  std::string note;  ///< why it is unresolved
};

/// Weighted least squares of log e = log C + p log h [+ log(1 + a h)], weights 1/s² with s =
/// standard_error/fitted error (and the mean −s²/2 of the noise of log e taken out). The interval's half
/// width is z √(Var p · max(1, χ²/ν)), ν the degrees of freedom; without given errors the residuals' scatter
/// sets the variance and z becomes Student's quantile. The curvature a enters where there are points enough
/// and it improves χ² by more than 9 (given errors), or the local slopes change monotonically (without).
/// Verdict: pass where `claimed` lies in the interval widened by `slack`, fail where it does not, unresolved
/// where fewer than 3 points are resolved or the half width exceeds `largest_half_width`. Throws
/// InvalidArgument for fewer than 3 points, h or error not positive and finite, equal h, or standard errors
/// given for some points only.
OrderFit fit_order(std::vector<OrderPoint> points, double claimed, const OrderFitOptions& options = {});

/// The fit as a check: expected = claimed, observed = order, tolerance = half width + slack.
Check order_check(const std::string& id, const OrderFit& fit, const std::string& source,
                  const OrderFitOptions& options = {});

}  // namespace kolmo::verify
