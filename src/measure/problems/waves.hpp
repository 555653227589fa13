#pragma once
// Sines and cosines of many angles by the vector kernel.

#include <algorithm>
#include <array>
#include <numbers>

#include "kolmo/core/simd/simd_math.hpp"

namespace kolmo::measure {

inline constexpr Index waves_at_once = 64;

/// visit(i, sin angle(i), cos angle(i)) for i = 0 … n − 1. The error is a few ε (1 + |angle|), that of
/// angle/π included; libm's functions take eight times as long. Nothing is allocated.
template <class Angle, class Visit>
void for_each_wave(Index n, Angle angle, Visit visit) {
  std::array<double, waves_at_once> turns, sine, cosine;
  for (Index first = 0; first < n; first += waves_at_once) {
    const Index count = std::min(waves_at_once, n - first);
    for (Index k = 0; k < count; ++k)
      turns[static_cast<std::size_t>(k)] = angle(first + k) * std::numbers::inv_pi;
    sincospi(turns.data(), sine.data(), cosine.data(), count);
    for (Index k = 0; k < count; ++k)
      visit(first + k, sine[static_cast<std::size_t>(k)], cosine[static_cast<std::size_t>(k)]);
  }
}

}  // namespace kolmo::measure
