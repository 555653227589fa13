#include "kolmo/measure/sde/scheme_table.hpp"

#include <cmath>
#include <optional>
#include <sstream>

namespace kolmo::measure {
namespace {

std::string text(const std::optional<double>& order) {
  if (!order) return "–";
  if (std::isinf(*order)) return "exact";
  std::ostringstream out;
  out << *order;
  return out.str();
}

}  // namespace

std::string catalogue_head() {
  return "| scheme | strong: general / commutative / additive | weak: general / additive | stationary | g = "
         "0 | calculus "
         "| needs | cost | source |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |";
}

std::string catalogue_row(const Claim& claim) {
  std::ostringstream out;
  out << "| `" << claim.name << "` | " << text(claim.order_strong_general) << " / "
      << text(claim.order_strong_commutative) << " / " << text(claim.order_strong_additive) << " | "
      << text(claim.order_weak_general) << " / " << text(claim.order_weak_additive) << " | "
      << text(claim.order_stationary) << " | " << text(claim.order_time) << " | " << claim.calculus << " | "
      << claim.needs << " | " << claim.evaluations_per_step << " | " << claim.source << " |";
  return out.str();
}

}  // namespace kolmo::measure
