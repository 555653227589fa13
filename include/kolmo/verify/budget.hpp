#pragma once
// What a road's step and grid may have cost: the discretisation budget b of a certificate.

#include <optional>
#include <string>

#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::verify {

/// What an observed order may differ by from the claimed one beyond its noise: see richardson_budget.
inline constexpr double order_tolerance = 0.3;

/// How the order over three runs was judged.
enum class OrderStatus {
  not_measured,  ///< only two runs were given, or the claimed order is infinite
  as_claimed,    ///< p lies in the interval of the observed order widened by 0.3
  slower,        ///< the whole interval lies below p − 0.3: the bound follows the observed order
  below_noise,   ///< the budget is under a quarter of the statistical one: the bound stands, the order does
                 ///< not matter
  unresolved,    ///< the budget matters and noise leaves the order open (see richardson_budget)
  faster,        ///< the whole interval lies above p + 0.3: the bound is the claimed order's, which is larger
};
std::string_view to_string(OrderStatus status);
/// unresolved → unresolved, all others pass. An order that is slower than claimed over three runs is no wrong
/// number: the bound follows it, and where that makes it too wide for a comparison to say anything, the
/// comparison is unresolved. Whether the scheme is at fault or steps that are too long for its claim, three
/// runs cannot tell.
Verdict verdict_of(OrderStatus status);

struct Budget {
  double bound = 0;  ///< b
  double order_observed =
      std::numeric_limits<double>::quiet_NaN();  ///< log₂(|Δ_coarse|/|Δ_fine|); NaN if not measured
  double order_half_width = std::numeric_limits<double>::quiet_NaN();  ///< of its interval by noise, z
                                                                       ///< standard errors; NaN likewise
  OrderStatus status = OrderStatus::not_measured;
};

/// b = 2 (|Δ_fine| + z s_Δ)/(2^p − 1). Δ_fine is the difference of the two finest runs (h/2 and h/4, the
/// finest is the one reported), Δ_coarse that of h and h/2, both coupled on the same noise; p > 0 the claimed
/// order; ∞ for an exact method, whose bound is 0. Where Δ_coarse stands out of its noise the bound takes it
/// into account: max(|Δ_fine|, 2^−p |Δ_coarse|) in place of |Δ_fine|, so that a difference that is small by a
/// change of sign does not make it small; and the observed order (at least ¼) in place of p where it is
/// lower.
///
/// The observed order has the standard error √((s_coarse/Δ_coarse)² + (s_fine/Δ_fine)²)/ln 2 (two differences
/// that are each 5 s from zero leave ± 0.41), and z of those are its half width. It matters where b > ¼
/// statistical_budget, and is judged there if both |Δ| > 5 s_Δ and the half width is at most ½, so that an
/// order that is wrong by one is always told from p; elsewhere it is unresolved. The slack of 0.3 is for the
/// next term of the error: with e = C h^p (1 + a h), p = 1, the observed order is log₂((1 + 3ah/2)/(1 +
/// 3ah/4)) above 1, that is 0.3 for ah = 0.42 at the coarsest step, a tenth of the finest step's error, far
/// within the factor 2 of b. Deterministic roads have s_Δ of rounding's size; two differences that are both
/// exactly zero are below noise.
///
/// Neither bound nor status changes when values, errors and budgets are multiplied by one number.
Budget richardson_budget(const Estimate& fine, const std::optional<Estimate>& coarse, double order, double z,
                         double statistical_budget);

/// The same for a distance: d_fine = d(p_{h/2}, p_{h/4}), d_coarse = d(p_h, p_{h/2}), z s_Δ replaced by 0.
/// `noise` is what a distance of that size may be by noise alone (0 where runs are coupled or deterministic).
Budget distance_budget(double fine, std::optional<double> coarse, double order, double statistical_budget,
                       double noise = 0);

}  // namespace kolmo::verify
