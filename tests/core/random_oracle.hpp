#pragma once
// RandomStream as it is documented, written down again in the plainest way on Random123's Philox.

#include <Random123/philox.h>

#include <cmath>
#include <cstdint>
#include <numbers>

namespace kolmo::test {

struct Words {
  std::uint64_t first, second;
};

inline Words words(std::uint64_t seed, std::uint32_t purpose, std::uint64_t particle, std::uint32_t step,
                   std::uint32_t draw) {
  const r123::Philox4x32::key_type key{
      {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}};
  const auto counter = static_cast<std::uint32_t>(8 * (particle / 16) + particle % 8);
  const auto x = r123::Philox4x32_R<10>()({{counter, step, purpose, draw}}, key);
  return {std::uint64_t{x[0]} << 32 | x[1], std::uint64_t{x[2]} << 32 | x[3]};
}

/// (k + ½) 2⁻⁵², k the 52 lowest bits; exact in long double.
inline long double fraction(std::uint64_t word) {
  return (static_cast<long double>(word & 0xfffffffffffff) + 0.5L) * 0x1p-52L;
}

inline long double uniform(std::uint64_t seed, std::uint32_t purpose, std::uint64_t particle,
                           std::uint32_t step, std::uint32_t draw) {
  const auto w = words(seed, purpose, particle, step, draw);
  return fraction(particle % 16 < 8 ? w.first : w.second);
}

inline long double normal(std::uint64_t seed, std::uint32_t purpose, std::uint64_t particle,
                          std::uint32_t step, std::uint32_t draw) {
  const auto w = words(seed, purpose, particle, step, draw);
  const long double radius = std::sqrt(-2 * std::log(fraction(w.first)));
  const long double y = fraction(w.second) - 0x1p-53L - 0.5L, angle = std::numbers::pi_v<long double> / 2 * y;
  const long double cosine = (w.second >> 63 ? -1 : 1) * radius * std::cos(angle),
                    sine = radius * std::sin(angle);
  const bool exchanged = (w.second >> 62 & 1) != 0, second = particle % 16 >= 8;
  return exchanged == second ? cosine : sine;
}

}  // namespace kolmo::test
