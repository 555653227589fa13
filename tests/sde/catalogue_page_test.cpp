// The book's table of schemes says what the claims say.

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>
#include <string>

#include "kolmo/sde/sde_scheme.hpp"

namespace kolmo::sde {
namespace {

std::string text(const std::optional<double>& order) {
  if (!order) return "–";
  if (std::isinf(*order)) return "exact";
  std::ostringstream out;
  out << *order;
  return out.str();
}

std::string row(const Claim& claim) {
  std::ostringstream out;
  out << "| `" << claim.name << "` | " << text(claim.order_strong_commutative) << " / "
      << text(claim.order_strong_additive) << " | " << text(claim.order_weak_general) << " / "
      << text(claim.order_weak_additive) << " | " << text(claim.order_time) << " | " << claim.calculus
      << " | " << claim.needs << " | " << claim.evaluations_per_step << " | " << claim.source << " |";
  return out.str();
}

TEST(CataloguePage, HoldsTheRowOfEveryScheme) {
  std::ifstream file(KOLMO_SCHEMES_PAGE);
  ASSERT_TRUE(file.good()) << KOLMO_SCHEMES_PAGE;
  std::ostringstream page;
  page << file.rdbuf();
  for (const SdeScheme* scheme : schemes()) {
    EXPECT_NE(page.str().find(row(scheme->claim())), std::string::npos)
        << "docs/methods/sde_schemes.md lacks\n"
        << row(scheme->claim());
  }
}

}  // namespace
}  // namespace kolmo::sde
