// A number depends on its address alone, bit for bit.

#include <gtest/gtest.h>

#include <initializer_list>
#include <vector>

#include "core/simd_targets.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo {
namespace {

const RandomStream stream(20240510, 4);
constexpr Index rows = 5 * block_rows + 37;
constexpr double scale = 0.3, h = 0.07, untouched = -11.0;

Points whole_normals(Index n = rows, Index columns = 3) {
  Points z(n, columns);
  stream.normals(0, 9, z, 2);
  return z;
}

Points arbitrary_points() {
  Points x(rows, 3);
  RandomStream(5, 5).uniforms(0, 0, x);
  return 10 * (x - 0.5);
}

class RandomAddressing : public testing::Test {
 protected:
  void TearDown() override { set_threads(threads_before_); }

 private:
  int threads_before_ = threads();
};

TEST_F(RandomAddressing, NormalsAreEqualForEveryNumberOfThreads) {
  const Points expected = whole_normals();
  for (const int count : {1, 2, 3, 7}) {
    set_threads(count);
    Points z(rows, 3);
    for_each_block(rows,
                   [&](Index, Index first, Index n) { stream.normals(first, 9, z.middleRows(first, n), 2); });
    EXPECT_TRUE((z == expected).all()) << count;
  }
}

TEST_F(RandomAddressing, UpdatesAreEqualForEveryNumberOfThreads) {
  const Points x0 = arbitrary_points(), f = arbitrary_points() * 2;
  Points expected = x0;
  stream.add_drift_and_normals(0, 9, h, f, scale, expected);
  for (const int count : {1, 2, 3, 7}) {
    set_threads(count);
    Points x = x0;
    for_each_block(rows, [&](Index, Index first, Index n) {
      stream.add_drift_and_normals(first, 9, h, f.middleRows(first, n), scale, x.middleRows(first, n));
    });
    EXPECT_TRUE((x == expected).all()) << count;
  }
}

TEST_F(RandomAddressing, NormalsAreEqualForEveryBlockSize) {
  const Points expected = whole_normals();
  for (const Index size : {16, 48, 160, 1008, 1024, 2048, 8192}) {
    Points z(rows, 3);
    for (Index first = 0; first < rows; first += size) {
      const Index n = std::min(size, rows - first);
      stream.normals(first, 9, z.middleRows(first, n), 2);
    }
    EXPECT_TRUE((z == expected).all()) << size;
  }
}

TEST_F(RandomAddressing, ABlockOfAnyLengthHoldsTheSameNumbersAndNothingElseIsWritten) {
  const Points x0 = arbitrary_points();
  for (const auto target : test::targets()) {
    const test::OnTarget here(target);
    const Points on_target = whole_normals();
    for (Index n = 0; n <= 150; ++n) {
      Points z = Points::Constant(200, 3, untouched);
      stream.normals(1024, 9, z.topRows(n), 2);
      ASSERT_TRUE((z.topRows(n) == on_target.middleRows(1024, n)).all()) << n;
      ASSERT_TRUE((z.bottomRows(200 - n) == untouched).all()) << n;
      Points x = x0;
      stream.add_drift_and_normals(1024, 9, h, x0.topRows(n), scale, x.topRows(n), 2);
      ASSERT_TRUE((x.topRows(n) == (x0.topRows(n) + h * x0.topRows(n)) + scale * z.topRows(n)).all()) << n;
      ASSERT_TRUE((x.bottomRows(rows - n) == x0.bottomRows(rows - n)).all()) << n;
    }
  }
}

TEST_F(RandomAddressing, ColumnsAreDraws) {
  const Points expected = whole_normals();
  for (std::uint32_t j = 0; j < 3; ++j) {
    Points z(rows, 1);
    stream.normals(0, 9, z, 2 + j);
    EXPECT_TRUE((z.col(0) == expected.col(j)).all());
  }
}

TEST_F(RandomAddressing, AddNormalsIsNormalsThenAPlainMultiplyAndAdd) {
  for (const auto target : test::targets()) {
    const test::OnTarget here(target);
    const Points z = whole_normals();
    Points x = arbitrary_points(), expected = x;
    stream.add_normals(0, 9, scale, x, 2);
    for (Index k = 0; k < z.size(); ++k) expected(k) += scale * z(k);
    EXPECT_TRUE((x == expected).all()) << test::name(target);
  }
}

TEST_F(RandomAddressing, TheFusedUpdateIsDriftThenNoiseEachRounded) {
  const Points f = 3 * arbitrary_points();
  for (const auto target : test::targets()) {
    const test::OnTarget here(target);
    const Points z = whole_normals();
    Points x = arbitrary_points(), expected = x;
    stream.add_drift_and_normals(0, 9, h, f, scale, x, 2);
    for (Index k = 0; k < z.size(); ++k) {
      expected(k) += h * f(k);
      expected(k) += scale * z(k);
    }
    EXPECT_TRUE((x == expected).all()) << test::name(target);
  }
}

TEST_F(RandomAddressing, EveryPartOfTheAddressChangesTheNumbers) {
  const auto draw = [](std::uint64_t seed, std::uint32_t purpose, Index first, std::uint32_t step,
                       std::uint32_t k) {
    Points z(16, 1);
    RandomStream(seed, purpose).normals(first, step, z, k);
    return z;
  };
  const Points z = draw(1, 2, 32, 3, 4);
  for (const Points& other :
       {draw(2, 2, 32, 3, 4), draw(1 + (1ull << 32), 2, 32, 3, 4), draw(1, 3, 32, 3, 4), draw(1, 2, 48, 3, 4),
        draw(1, 2, 32, 4, 4), draw(1, 2, 32, 3, 5), draw(1, 3, 32, 2, 4), draw(1, 2, 32, 4, 3)}) {
    EXPECT_TRUE((z != other).all());
  }
}

}  // namespace
}  // namespace kolmo
