// The book's table of time steppers says what the claims say.

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>
#include <string>

#include "kolmo/fokker_planck/time/time_stepper.hpp"

namespace kolmo::fokker_planck {
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
  out << "| `" << claim.name << "` | " << text(claim.order(Sense::time, Context::line)) << " | "
      << text(claim.order(Sense::time, Context::axes)) << " | "
      << text(claim.order(Sense::time, Context::mixed)) << " | " << claim.evaluations_per_step << " | "
      << claim.needs << " | " << claim.source << " |";
  return out.str();
}

TEST(SteppersPage, HoldsTheRowOfEveryStepper) {
  std::ifstream file(KOLMO_STEPPERS_PAGE);
  ASSERT_TRUE(file.good()) << KOLMO_STEPPERS_PAGE;
  std::ostringstream page;
  page << file.rdbuf();
  for (const auto& s : steppers()) {
    EXPECT_NE(page.str().find(row(s->claim())), std::string::npos)
        << "docs/methods/fokker_planck_time_steppers.md lacks\n"
        << row(s->claim());
  }
}

}  // namespace
}  // namespace kolmo::fokker_planck
