#pragma once
// What a road's step and grid may have cost: the discretisation budget b of a certificate.

#include <optional>
#include <string>

#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::verify {

/// How the order over three runs was judged.
enum class OrderStatus {
  not_measured,  ///< only two runs were given
  as_claimed,    ///< within 0.3 of p
  wrong,         ///< not within 0.3 of p
  below_noise,   ///< the budget is under a quarter of the statistical one: the bound stands, the order does
                 ///< not matter
  unresolved,    ///< the budget matters and a difference is not 5 standard errors away from zero
};
std::string_view to_string(OrderStatus status);
/// as_claimed, below_noise, not_measured → pass; wrong → fail; unresolved → unresolved.
Verdict verdict_of(OrderStatus status);

struct Budget {
  double bound = 0;  ///< b
  double order_observed =
      std::numeric_limits<double>::quiet_NaN();  ///< log₂(|Δ_coarse|/|Δ_fine|); NaN if not measured
  OrderStatus status = OrderStatus::not_measured;
};

/// b = 2 (|Δ_fine| + z s_Δ)/(2^p − 1). Δ_fine is the difference of the two finest runs (h/2 and h/4, the
/// finest is the one reported), Δ_coarse that of h and h/2, both coupled on the same noise; p > 0 the claimed
/// order. Where Δ_coarse stands out of its noise the bound takes it into account: max(|Δ_fine|, 2^−p
/// |Δ_coarse|) in place of |Δ_fine|, so that a difference that is small by a change of sign does not make it
/// small; and the observed order (at least ¼) in place of p where it is lower. The order is judged where b >
/// ¼ statistical_budget and both |Δ| > 5 s_Δ. Deterministic roads have s_Δ of rounding's size; two
/// differences that are both exactly zero are below noise.
Budget richardson_budget(const Estimate& fine, const std::optional<Estimate>& coarse, double order, double z,
                         double statistical_budget);

/// The same for a distance: b = 2 d_fine/(2^p − 1), d_fine = d(p_{h/2}, p_{h/4}), d_coarse = d(p_h, p_{h/2}).
/// `noise` is what a distance of that size may be by noise alone (0 where runs are coupled or deterministic).
Budget distance_budget(double fine, std::optional<double> coarse, double order, double statistical_budget,
                       double noise = 0);

}  // namespace kolmo::verify
