#include "kolmo/verify/budget.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"

namespace kolmo::verify {
namespace {

constexpr double resolved_at = 5;          // standard errors
constexpr double negligible_share = 0.25;  // of the statistical budget
constexpr double slowest_order = 0.25;     // that a bound is made for
constexpr double widest_interval = 0.5;    // half width in which an order is still judged

double halving_factor(double order) {
  require(order > 0, "order", order, "must be positive");
  return std::exp2(order) - 1;
}

/// |Δ| and what noise may be in it: z s_Δ; `clear`: it stands out of the noise.
struct Difference {
  double size, noise;
  bool clear;
};

/// 2 (|Δ| + noise)/(2^p − 1), from the larger difference and the lower order that the coarse one shows.
double bound_of(const Difference& fine, const Difference& coarse, double order) {
  // Slower than claimed: the error that is left is larger than p says. Faster (or a change of sign): the
  // finest difference is small by chance, and the coarser one says more.
  const double expected = coarse.clear ? coarse.size * std::exp2(-order) : 0;
  const double slower = fine.clear && coarse.clear
                            ? std::clamp(std::log2(coarse.size / fine.size), slowest_order, order)
                            : order;
  return 2 * (std::max(fine.size, expected) + fine.noise) / halving_factor(slower);
}

OrderStatus status_of(const Budget& budget, bool clear, double order) {
  if (!clear || budget.order_half_width > widest_interval) return OrderStatus::unresolved;
  const double allowed = order_tolerance + budget.order_half_width;
  if (budget.order_observed < order - allowed) return OrderStatus::slower;
  return budget.order_observed > order + allowed ? OrderStatus::faster : OrderStatus::as_claimed;
}

/// Order, interval and status where a coarse run exists.
void judge_order(Budget& budget, const Difference& fine, const Difference& coarse, double order,
                 double statistical_budget) {
  const bool clear = fine.clear && coarse.clear;
  if (clear) {
    budget.order_observed = std::log2(coarse.size / fine.size);
    budget.order_half_width =
        std::hypot(fine.noise / fine.size, coarse.noise / coarse.size) / std::numbers::ln2;
  }
  const bool matters = budget.bound > negligible_share * statistical_budget;
  const bool nothing = fine.size == 0 && coarse.size == 0;
  budget.status = !matters || nothing ? OrderStatus::below_noise : status_of(budget, clear, order);
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
    case OrderStatus::slower:
      return "slower than claimed";
    case OrderStatus::below_noise:
      return "below noise";
    case OrderStatus::faster:
      return "faster than claimed";
    case OrderStatus::unresolved:
      break;
  }
  return "unresolved";
}

Verdict verdict_of(OrderStatus status) {
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
  if (!coarse || std::isinf(order)) return budget;
  const auto difference = [z](const Estimate& delta) {
    const double absolute = std::abs(delta.value);
    return Difference{absolute, z * delta.standard_error, absolute > resolved_at * delta.standard_error};
  };
  budget.bound = bound_of(difference(fine), difference(*coarse), order);
  judge_order(budget, difference(fine), difference(*coarse), order, statistical_budget);
  return budget;
}

Budget distance_budget(double fine, std::optional<double> coarse, double order, double statistical_budget,
                       double noise) {
  require_not_negative("fine", fine);
  require_not_negative("statistical_budget", statistical_budget);
  require_not_negative("noise", noise);
  Budget budget;
  budget.bound = 2 * fine / halving_factor(order);
  if (!coarse || std::isinf(order)) return budget;
  require_not_negative("coarse", *coarse);
  const Difference near{fine, 0, fine > noise}, far{*coarse, 0, *coarse > noise};
  budget.bound = bound_of(near, far, order);
  judge_order(budget, near, far, order, statistical_budget);
  return budget;
}

}  // namespace kolmo::verify
