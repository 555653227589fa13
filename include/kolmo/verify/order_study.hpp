#pragma once
// One measured order: errors at several steps, the fit, and the verdict on the claim.

#include <string>
#include <vector>

#include "kolmo/core/claim.hpp"
#include "kolmo/verify/order_fit.hpp"

namespace kolmo::verify {

/// An interval of a noise-free or strong order that is wider than this decides nothing.
inline constexpr double widest_half_width = 0.05;

/// The errors of one scheme on one problem in one sense.
struct OrderStudy {
  std::string name;       ///< "strong_milstein"
  std::string long_name;  ///< what the error is
  std::string scheme;
  std::string source;  ///< of the claim
  std::vector<OrderPoint> points;
  OrderFit fit;
  double evaluations_per_unit_time = 0;  ///< drift evaluations times h
  /// Where the scheme is exact, errors are rounding and have no order: they stay below this bound. 0 else.
  double exact_below = 0;
};

/// What a scheme's errors are said to be.
struct StudyLabels {
  std::string name, long_name;
};

/// A study without noise: errors are good to rounding. Where `claimed` is infinite, or all errors lie below
/// `rounding`, the scheme is exact and the study says so.
OrderStudy noise_free_study(const StudyLabels& labels, const Claim& claim, double claimed,
                            std::vector<OrderPoint> points, double rounding = 1e-12);

/// "<part>/<study>": the order against the claim, or the largest error against the bound of an exact scheme.
Check check_of(const OrderStudy& study, const std::string& part);

}  // namespace kolmo::verify
