#include "kolmo/measure/sde/stability_limit.hpp"

#include <cmath>

#include "kolmo/measure/sde/affine_moments.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"

namespace kolmo::measure {
namespace {

double taylor(int order, double z) {
  double sum = 1, term = 1;
  for (int k = 1; k <= order; ++k) {
    term *= -z / k;
    sum += term;
  }
  return sum;
}

bool stable(const sde::SdeScheme& scheme, double step) {
  return std::abs(amplification(scheme, step).value()) <= 1 + 1e-12;
}

}  // namespace

std::optional<double> amplification(const sde::SdeScheme& scheme, double step) {
  const process::OrnsteinUhlenbeck process(1, 0, 1, 1);
  if (!scheme.can_step(process)) return std::nullopt;
  const auto map = affine_step(scheme, process, 0, step);
  return map ? std::optional(map->scale(0, 0)) : std::nullopt;
}

std::optional<double> stability_limit(const sde::SdeScheme& scheme) {
  if (!amplification(scheme, 0.1)) return std::nullopt;
  double inside = 0, outside = 0;
  for (double step = 1.0 / 16; step <= longest_step; step *= 1.0 + 1.0 / 64) {
    outside = step;
    if (!stable(scheme, step)) break;
    inside = step;
  }
  if (inside == outside) return longest_step;
  while (outside - inside > stability_tolerance) {
    const double middle = 0.5 * (inside + outside);
    (stable(scheme, middle) ? inside : outside) = middle;
  }
  return inside;
}

double stability_limit_expected(const sde::SdeScheme& scheme) {
  const double order = scheme.claim().order(Sense::time).value();
  if (order > 3) return longest_step;
  for (const double z : {0.3, 1.1, 1.7}) {
    if (std::abs(amplification(scheme, z).value() - taylor(static_cast<int>(order), z)) > 1e-9) {
      return longest_step;
    }
  }
  return order < 3 ? 2 : 2.5127453266183286;
}

verify::Check stability_check(const sde::SdeScheme& scheme) {
  const double expected = stability_limit_expected(scheme);
  return verify::value_check(expected, stability_limit(scheme).value(), 4 * stability_tolerance,
                             "Hairer and Wanner 1996, section IV.2",
                             expected == longest_step ? "stable for every step" : "");
}

}  // namespace kolmo::measure
