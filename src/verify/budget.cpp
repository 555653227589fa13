#include "kolmo/verify/budget.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::verify {
namespace {

constexpr double order_tolerance = 0.3;
constexpr double resolved_at = 5;          // standard errors
constexpr double negligible_share = 0.25;  // of the statistical budget
constexpr double slowest_order = 0.25;     // that a bound is made for

double halving_factor(double order) {
  require(order > 0 && std::isfinite(order), "order", order, "must be positive and finite");
  return std::exp2(order) - 1;
}

/// The status where a coarse run exists; `resolved`: both differences stand out of the noise.
void judge_order(Budget& budget, double fine, double coarse, bool resolved, double order,
                 double statistical_budget) {
  if (resolved) budget.order_observed = std::log2(coarse / fine);
  const bool matters = budget.bound > negligible_share * statistical_budget;
  if (!matters || (fine == 0 && coarse == 0)) {
    budget.status = OrderStatus::below_noise;
  } else if (!resolved) {
    budget.status = OrderStatus::unresolved;
  } else {
    const bool near = std::abs(budget.order_observed - order) <= order_tolerance;
    budget.status = near ? OrderStatus::as_claimed : OrderStatus::wrong;
  }
}

void require_not_negative(const char* name, double value) {
  require(value >= 0 && std::isfinite(value), name, value, "must not be negative and must be finite");
}

}  // namespace

std::string_view to_string(OrderStatus status) {
  switch (status) {
    case OrderStatus::not_measured:
      return "not measured";
    case OrderStatus::as_claimed:
      return "as claimed";
    case OrderStatus::wrong:
      return "wrong";
    case OrderStatus::below_noise:
      return "below noise";
    case OrderStatus::unresolved:
      break;
  }
  return "unresolved";
}

Verdict verdict_of(OrderStatus status) {
  if (status == OrderStatus::wrong) return Verdict::fail;
  return status == OrderStatus::unresolved ? Verdict::unresolved : Verdict::pass;
}

Budget richardson_budget(const Estimate& fine, const std::optional<Estimate>& coarse, double order, double z,
                         double statistical_budget) {
  require_not_negative("z", z);
  require_not_negative("statistical_budget", statistical_budget);
  const double size = std::abs(fine.value);
  require(std::isfinite(size), "fine", fine.value, "the difference of the two finest runs must be finite");
  Budget budget;
  budget.bound = 2 * (size + z * fine.standard_error) / halving_factor(order);
  if (!coarse) return budget;
  const double coarse_size = std::abs(coarse->value);
  const bool coarse_resolved = coarse_size > resolved_at * coarse->standard_error;
  const bool resolved = size > resolved_at * fine.standard_error && coarse_resolved;
  // Slower than claimed: the error that is left is larger than p says. Faster (or a change of sign): the
  // finest difference is small by chance, and the coarser one says more.
  const double expected = coarse_resolved ? coarse_size * std::exp2(-order) : 0;
  const double slower = resolved ? std::clamp(std::log2(coarse_size / size), slowest_order, order) : order;
  budget.bound = 2 * (std::max(size, expected) + z * fine.standard_error) / halving_factor(slower);
  judge_order(budget, size, coarse_size, resolved, order, statistical_budget);
  return budget;
}

Budget distance_budget(double fine, std::optional<double> coarse, double order, double statistical_budget,
                       double noise) {
  require_not_negative("fine", fine);
  require_not_negative("statistical_budget", statistical_budget);
  require_not_negative("noise", noise);
  Budget budget;
  budget.bound = 2 * fine / halving_factor(order);
  if (!coarse) return budget;
  require_not_negative("coarse", *coarse);
  judge_order(budget, fine, *coarse, fine > noise && *coarse > noise, order, statistical_budget);
  return budget;
}

}  // namespace kolmo::verify
