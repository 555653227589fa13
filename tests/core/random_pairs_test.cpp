// Pairs of normal numbers at scattered addresses.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/random_oracle.hpp"
#include "core/simd_targets.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo {
namespace {

constexpr std::uint64_t seed = 0x9d3f00a1c4e88217;
constexpr std::uint32_t purpose = 0x20000003, word = purpose | 1U << 30, particle = 0xfedcba98;

std::vector<std::uint64_t> scattered(Index n) {
  std::vector<std::uint64_t> numbers;
  for (std::uint64_t k = 0; k < static_cast<std::uint64_t>(n); ++k)
    numbers.push_back(k * k * 0x9e3779b97f4a7c15 + (k << 37));
  return numbers;
}

// The tolerance is that of NormalsAreTheDocumentedOnesToRounding. Particle 8(p/16) + p mod 8 of `normals` has
// the word p here: test::words is asked for the particle whose word is ours.
TEST(NormalPairs, AreThoseOfTheDocumentedCounterToRounding) {
  const auto numbers = scattered(20001);
  const auto of_word = std::uint64_t{16} * (particle / 8) + particle % 8;
  std::vector<double> v(numbers.size()), w(numbers.size());
  for (const auto target : test::targets()) {
    const test::OnTarget here(target);
    RandomStream(seed, purpose).normal_pairs(particle, numbers.data(), 20001, v.data(), w.data());
    double worst = 0;
    for (std::size_t k = 0; k < numbers.size(); ++k) {
      const auto low = static_cast<std::uint32_t>(numbers[k]);
      const auto high = static_cast<std::uint32_t>(numbers[k] >> 32);
      const long double first = test::normal(seed, word, of_word, low, high);
      const long double second = test::normal(seed, word, of_word + 8, low, high);
      worst = std::max({worst, static_cast<double>(std::abs(v[k] / first - 1)),
                        static_cast<double>(std::abs(w[k] / second - 1))});
    }
    EXPECT_LE(worst, 7 * 0x1p-53) << test::name(target);
  }
}

TEST(NormalPairs, DependOnTheirAddressAloneAndWriteNothingElse) {
  const auto numbers = scattered(40);
  for (const auto target : test::targets()) {
    const test::OnTarget here(target);
    std::vector<double> v(40), w(40);
    RandomStream(seed, purpose).normal_pairs(particle, numbers.data(), 40, v.data(), w.data());
    for (Index first = 0; first < 40; ++first) {
      for (Index n = 0; n <= 40 - first; ++n) {
        std::vector<double> a(42, -11.0), b(42, -11.0);
        RandomStream(seed, purpose)
            .normal_pairs(particle, numbers.data() + first, n, a.data() + 1, b.data() + 1);
        for (Index k = 0; k < 42; ++k) {
          const bool inside = k >= 1 && k <= n;
          ASSERT_EQ(a[static_cast<std::size_t>(k)],
                    inside ? v[static_cast<std::size_t>(first + k - 1)] : -11.0);
          ASSERT_EQ(b[static_cast<std::size_t>(k)],
                    inside ? w[static_cast<std::size_t>(first + k - 1)] : -11.0);
        }
      }
    }
  }
}

}  // namespace
}  // namespace kolmo
