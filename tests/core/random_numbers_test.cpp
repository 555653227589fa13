// The numbers themselves: against Random123 and a long double Box–Muller, on every instruction set.

#include "kolmo/core/random/random_stream.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/random_oracle.hpp"
#include "core/simd_targets.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo {
namespace {

using Four = std::array<std::uint32_t, 4>;

/// Philox4x32-10's known answers (Random123 1.14, examples/kat_vectors).
struct KnownAnswer {
  Four counter;
  std::array<std::uint32_t, 2> key;
  Four answer;
};
const KnownAnswer known_answers[] = {{{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
                                     {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
                                      {0xffffffff, 0xffffffff},
                                      {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
                                     {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                                      {0xa4093822, 0x299f31d0},
                                      {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}};

TEST(RandomStream, TheOracleGivesPhiloxsKnownAnswers) {
  for (const auto& known : known_answers) {
    const r123::Philox4x32::ctr_type counter{
        {known.counter[0], known.counter[1], known.counter[2], known.counter[3]}};
    const auto x = r123::Philox4x32_R<10>()(counter, {{known.key[0], known.key[1]}});
    for (unsigned k = 0; k < 4; ++k) EXPECT_EQ(x[k], known.answer[k]);
  }
}

/// The 52 bits that a uniform number was made of.
std::uint64_t bits_of(double uniform) { return static_cast<std::uint64_t>(std::ldexp(uniform, 52)); }

TEST(RandomStream, UniformsAreMadeOfPhiloxsKnownAnswers) {
  for (const auto target : test::targets()) {
    const test::OnTarget here(target);
    for (const auto& known : known_answers) {
      if (known.counter[2] >= 1U << 30) continue;  // no purpose of a caller: the oracle's answer alone
      const RandomStream stream(std::uint64_t{known.key[1]} << 32 | known.key[0], known.counter[2]);
      const Index lane = known.counter[0] % 8, first = 16 * static_cast<Index>(known.counter[0] / 8);
      Points u(16, 1);
      stream.uniforms(first, known.counter[1], u, known.counter[3]);
      constexpr std::uint64_t low = 0xfffffffffffff;
      EXPECT_EQ(bits_of(u(lane, 0)), (std::uint64_t{known.answer[0]} << 32 | known.answer[1]) & low);
      EXPECT_EQ(bits_of(u(lane + 8, 0)), (std::uint64_t{known.answer[2]} << 32 | known.answer[3]) & low);
    }
  }
}

constexpr std::uint64_t seed = 0x9d3f00a1c4e88217;
constexpr std::uint32_t purpose = 0x20000003, step = 0xfffffff0, draw = 7;

TEST(RandomStream, UniformsAreTheDocumentedOnes) {
  const RandomStream stream(seed, purpose);
  for (const auto target : test::targets()) {
    const test::OnTarget here(target);
    Points u(1024, 2);
    stream.uniforms(4096, step, u, draw);
    for (Index j = 0; j < 2; ++j) {
      for (Index i = 0; i < u.rows(); ++i) {
        const auto expected = test::uniform(seed, purpose, static_cast<std::uint64_t>(4096 + i), step,
                                            draw + static_cast<std::uint32_t>(j));
        ASSERT_EQ(static_cast<long double>(u(i, j)), expected) << test::name(target) << " " << i << " " << j;
      }
    }
  }
}

// z = √(−2 log u) · trig(π/2 y). In units of 2⁻⁵³: log 2 (one ulp), which the root halves and rounds, 2; sine
// or cosine 2; product 1; the logarithm twice that without fused multiply-add: at most 7.
TEST(RandomStream, NormalsAreTheDocumentedOnesToRounding) {
  const RandomStream stream(seed, purpose);
  for (const auto target : test::targets()) {
    const test::OnTarget here(target);
    Points z(50 * 1024, 2);
    stream.normals(160, step, z, draw);
    long double worst = 0;
    for (Index j = 0; j < 2; ++j) {
      for (Index i = 0; i < z.rows(); ++i) {
        const auto expected = test::normal(seed, purpose, static_cast<std::uint64_t>(160 + i), step,
                                           draw + static_cast<std::uint32_t>(j));
        worst = std::max(worst, std::abs(z(i, j) / expected - 1));
      }
    }
    EXPECT_LE(static_cast<double>(worst), 7 * 0x1p-53) << test::name(target);
  }
}

TEST(RandomStream, InstructionSetsWithFusedMultiplyAddGiveEqualBits) {
  Points first;
  for (const auto target : test::targets()) {
    if (!test::has_fused_multiply_add(target)) continue;
    const test::OnTarget here(target);
    Points z(20000, 1);
    RandomStream(seed, purpose).normals(0, step, z);
    if (first.size() == 0) first = z;
    EXPECT_TRUE((z == first).all()) << test::name(target);
  }
}

TEST(RandomStream, UniformsStayInTheOpenInterval) {
  Points u(1 << 20, 1);
  RandomStream(1, 1).uniforms(0, 0, u);
  EXPECT_GT(u.minCoeff(), 0);
  EXPECT_LT(u.maxCoeff(), 1);
}

TEST(RandomStream, RejectsABlockThatDoesNotStartAtAGroup) {
  const RandomStream stream(1, 1);
  Points x = Points::Zero(32, 1);
  for (const Index first : {Index{1}, Index{8}, Index{15}, Index{17}, Index{-16}}) {
    EXPECT_THROW(stream.normals(first, 0, x), InvalidArgument) << first;
    EXPECT_THROW(stream.add_normals(first, 0, 1.0, x), InvalidArgument) << first;
    EXPECT_THROW(stream.add_drift_and_normals(first, 0, 1.0, x, 1.0, x), InvalidArgument) << first;
    EXPECT_THROW(stream.uniforms(first, 0, x), InvalidArgument) << first;
  }
  EXPECT_TRUE((x == 0).all());
  try {
    stream.normals(24, 0, x);
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_STREQ(error.what(), "first = 24: must be a non-negative multiple of 16");
  }
}

TEST(RandomStream, RejectsParticlesBeyondTheCounter) {
  const RandomStream stream(1, 1);
  Points x(32, 1);
  constexpr Index particles = Index{1} << 33;
  EXPECT_NO_THROW(stream.normals(particles - 32, 0, x));
  EXPECT_THROW(stream.normals(particles - 16, 0, x), InvalidArgument);
  EXPECT_THROW(stream.normals(particles, 0, x), InvalidArgument);
}

TEST(RandomStream, RejectsADriftOfAnotherShape) {
  const RandomStream stream(1, 1);
  Points x = Points::Zero(32, 2);
  const Points fewer_rows = Points::Zero(31, 2), fewer_columns = Points::Zero(32, 1);
  EXPECT_THROW(stream.add_drift_and_normals(0, 0, 1.0, fewer_rows, 1.0, x), InvalidArgument);
  EXPECT_THROW(stream.add_drift_and_normals(0, 0, 1.0, fewer_columns, 1.0, x), InvalidArgument);
}

}  // namespace
}  // namespace kolmo
