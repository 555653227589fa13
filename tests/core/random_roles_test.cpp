// Streams derived by role: which there are, and that no address is shared.

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo {
namespace {

// By hand: FNV-1a of "" is its offset, so that key = m(seed + m(γ purpose + 0xcbf29ce484222325)); values from
// a separate program of the formula in the header.
TEST(RandomRoles, HaveTheDocumentedKey) {
  EXPECT_EQ(RandomStream(0).role("").seed(), 0x8932c885a3fe960eU);
  EXPECT_EQ(RandomStream(12345, 7).role("noise").seed(), 0xbe0f5c345a5f6449U);
  EXPECT_EQ(RandomStream(12345, 7).role("noise", 3).seed(), 0x3354c9180b82e2c1U);
  EXPECT_EQ(RandomStream(12345, 7).role("noise").purpose(), 7U | 1U << 31);
}

TEST(RandomRoles, AreDifferentStreams) {
  std::set<std::uint64_t> keys;
  Index count = 0;
  for (const std::uint64_t seed : {0, 1, 2}) {
    for (const std::uint32_t purpose : {0, 1, 2}) {
      for (const char* name : {"", "noise", "start", "noise/start"}) {
        for (const std::uint64_t index : {0, 1, 2, 255}) {
          keys.insert(RandomStream(seed, purpose).role(name, index).seed());
          ++count;
        }
      }
    }
  }
  EXPECT_EQ(static_cast<Index>(keys.size()), count);
  EXPECT_EQ(RandomStream(1).role("a"), RandomStream(1).role("a", 0));
  EXPECT_FALSE(RandomStream(1).role("a").role("b") == RandomStream(1).role("b").role("a"));
}

// Even a caller whose seed is a derived key draws other numbers: bit 31 of the purpose is the library's.
TEST(RandomRoles, ShareNoAddressWithStreamsOfCallers) {
  const RandomStream role = RandomStream(5, 3).role("noise");
  Points a(64, 1), b(64, 1);
  role.normals(0, 0, a);
  RandomStream(role.seed(), 3).normals(0, 0, b);
  EXPECT_FALSE((a == b).any());
  EXPECT_NO_THROW(RandomStream(1, (1U << 30) - 1));
  for (const std::uint32_t bit : {1U << 30, 1U << 31}) {
    try {
      RandomStream(1, bit | 1);
      FAIL();
    } catch (const InvalidArgument& error) {
      EXPECT_NE(std::string(error.what()).find("2^30"), std::string::npos);
    }
  }
}

// normal_pairs at (particle, number = draw 2³² + step) was `normals` at (particle, step, draw).
TEST(RandomRoles, PairsShareNoAddressWithNumbers) {
  const RandomStream stream(5, 3);
  Points z(16, 1);
  stream.normals(0, 9, z, 2);
  const std::uint64_t number = std::uint64_t{2} << 32 | 9;
  double v = 0, w = 0;
  stream.normal_pairs(0, &number, 1, &v, &w);
  EXPECT_NE(v, z(0, 0));
  EXPECT_NE(w, z(8, 0));
}

}  // namespace
}  // namespace kolmo
