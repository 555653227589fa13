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
  out << "| `" << claim.name << "` | " << text(claim.order(Sense::strong, Context::general)) << " / "
      << text(claim.order(Sense::strong, Context::commutative)) << " / "
      << text(claim.order(Sense::strong, Context::additive)) << " | "
      << text(claim.order(Sense::weak, Context::general)) << " / "
      << text(claim.order(Sense::weak, Context::additive)) << " | " << text(claim.order(Sense::stationary))
      << " | " << text(claim.order(Sense::time)) << " | " << claim.calculus << " | " << claim.needs << " | "
      << claim.evaluations_per_step << " | " << claim.source << " |";
  return out.str();
}

}  // namespace kolmo::measure
