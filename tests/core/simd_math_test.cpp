#include "kolmo/core/simd/simd_math.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

#include "core/simd_targets.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double smallest = std::numeric_limits<double>::denorm_min();
constexpr double smallest_normal = std::numeric_limits<double>::min();
constexpr double largest = std::numeric_limits<double>::max();

using Function = void (*)(const double*, double*, Index);

std::vector<double> values_of(Function function, const std::vector<double>& x) {
  std::vector<double> y(x.size());
  function(x.data(), y.data(), static_cast<Index>(x.size()));
  return y;
}

/// |computed − exact| in units of the last place of a double at `exact`. The oracle's own error is below
/// 0.001 of it.
double ulps(double computed, long double exact) {
  if (static_cast<long double>(computed) == exact) return 0;
  int exponent = 0;
  std::frexp(exact, &exponent);
  return static_cast<double>(std::abs(computed - exact) / std::ldexp(1.0L, std::max(exponent - 53, -1074)));
}

std::vector<double> uniform_numbers(double lower, double upper, int n) {
  std::mt19937_64 generator(20240501);
  std::uniform_real_distribution<double> uniform(lower, upper);
  std::vector<double> x(static_cast<std::size_t>(n));
  for (auto& value : x) value = uniform(generator);
  return x;
}

/// Positive doubles with uniform bits: every exponent, subnormal numbers too.
std::vector<double> any_positive_numbers(int n) {
  std::mt19937_64 generator(20240502);
  std::vector<double> x;
  while (x.size() < static_cast<std::size_t>(n)) {
    const auto value = std::bit_cast<double>(generator() >> 1);
    if (std::isfinite(value) && value > 0) x.push_back(value);
  }
  for (int k = 0; k < 1000; ++k) x.push_back(smallest * std::ldexp(1.0 + k, k % 40));
  return x;
}

void append(std::vector<double>& to, const std::vector<double>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

/// The claimed bounds: 1 ulp with fused multiply-add, 2 without (where the products round on their own).
double bound(std::int64_t target) { return test::has_fused_multiply_add(target) ? 1.0 : 2.0; }

void expect_close(Function function, long double (*exact)(long double), const std::vector<double>& x) {
  for (const auto target : test::targets()) {
    const test::OnTarget here(target);
    const auto y = values_of(function, x);
    double worst = 0, where = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (const double error = ulps(y[i], exact(x[i])); !(error <= worst)) {
        worst = error;
        where = x[i];
      }
    }
    EXPECT_LE(worst, bound(target)) << test::name(target) << " at " << where;
    testing::Test::RecordProperty("ulp_" + test::name(target), std::to_string(worst));
  }
}

TEST(SimdMath, ExpIsWithinOneUlpOverTheWholeRange) {
  auto x = uniform_numbers(-745.2, 709.7827, 200000);
  append(x, uniform_numbers(-1, 1, 100000));
  append(x, uniform_numbers(-745.2, -707, 50000));
  append(x, uniform_numbers(-1e-10, 1e-10, 1000));
  append(x, {0.0, -0.0, smallest, -smallest, 709.782712893384, -745.1332191019411, std::numbers::ln2 / 2});
  expect_close(
      &kolmo::exp, [](long double v) { return std::exp(v); }, x);
}

TEST(SimdMath, LogIsWithinOneUlpOverTheWholeRange) {
  auto x = any_positive_numbers(200000);
  append(x, uniform_numbers(0.5, 2, 200000));
  append(x, uniform_numbers(1 - 1e-9, 1 + 1e-9, 2000));
  append(x, {1.0, smallest, smallest_normal, largest, std::numbers::sqrt2, std::numbers::sqrt2 / 2,
             1 - 0x1p-53, 1 + 0x1p-52});
  expect_close(
      &kolmo::log, [](long double v) { return std::log(v); }, x);
}

TEST(SimdMath, ExpAtTheEdges) {
  for (const auto target : test::targets()) {
    const test::OnTarget here(target);
    SCOPED_TRACE(test::name(target));
    const auto y = values_of(&kolmo::exp, {0.0, -0.0, infinity, -infinity, nan, 709.79, 1e300, -745.14,
                                           -1e300, largest, -largest, 709.78, -745.13, -745.0});
    const std::vector<double> expected{1, 1, infinity, 0, nan, infinity, infinity, 0, 0, infinity, 0};
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (std::isnan(expected[i])) {
        EXPECT_TRUE(std::isnan(y[i]));
      } else {
        EXPECT_EQ(y[i], expected[i]) << i;
        EXPECT_FALSE(std::signbit(y[i])) << i;
      }
    }
    EXPECT_TRUE(std::isfinite(y[11]));
    EXPECT_EQ(y[12], smallest);
    EXPECT_EQ(y[13], std::exp(-745.0));
  }
}

TEST(SimdMath, LogAtTheEdges) {
  for (const auto target : test::targets()) {
    const test::OnTarget here(target);
    SCOPED_TRACE(test::name(target));
    const auto y = values_of(&kolmo::log, {0.0, -0.0, infinity, 1.0, -1.0, -infinity, nan, -smallest});
    EXPECT_EQ(y[0], -infinity);
    EXPECT_EQ(y[1], -infinity);
    EXPECT_EQ(y[2], infinity);
    EXPECT_EQ(y[3], 0.0);
    for (std::size_t i = 4; i < y.size(); ++i) EXPECT_TRUE(std::isnan(y[i])) << i;
  }
}

/// sin(π x) and cos(π x): x is reduced to |y| ≤ ¼ exactly before π comes in.
std::pair<long double, long double> exact_sincospi(double x) {
  const long double reduced = std::remainder(static_cast<long double>(x), 2.0L);
  const auto quadrant = static_cast<int>(std::nearbyint(2 * reduced));
  const long double angle = std::numbers::pi_v<long double> * (reduced - quadrant / 2.0L);
  const long double s = std::sin(angle), c = std::cos(angle);
  switch ((quadrant + 4) % 4) {
    case 0:
      return {s, c};
    case 1:
      return {c, -s};
    case 2:
      return {-s, -c};
    default:
      return {-c, s};
  }
}

TEST(SimdMath, SineAndCosineOfPiXAreWithinTwoUlps) {
  auto x = uniform_numbers(-3, 3, 200000);
  append(x, uniform_numbers(-1e6, 1e6, 50000));
  append(x, uniform_numbers(-1e-8, 1e-8, 1000));
  append(x, {1e17, -1e300, 4503599627370497.5, 0x1p52 + 1, 1e-300});
  for (const auto target : test::targets()) {
    const test::OnTarget here(target);
    std::vector<double> s(x.size()), c(x.size());
    sincospi(x.data(), s.data(), c.data(), static_cast<Index>(x.size()));
    double worst = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const auto [exact_sine, exact_cosine] = exact_sincospi(x[i]);
      worst = std::max({worst, ulps(s[i], exact_sine), ulps(c[i], exact_cosine)});
    }
    EXPECT_LE(worst, 2.0) << test::name(target);
  }
}

TEST(SimdMath, SineAndCosineOfPiXAreExactAtQuarterTurns) {
  const std::vector<double> x{0, 0.5, 1, 1.5, 2, -0.5, -1, -1.5, 1001, 1000.5, infinity, nan};
  const std::vector<double> sine{0, 1, 0, -1, 0, -1, 0, 1, 0, 1}, cosine{1, 0, -1, 0, 1, 0, -1, 0, -1, 0};
  for (const auto target : test::targets()) {
    const test::OnTarget here(target);
    SCOPED_TRACE(test::name(target));
    std::vector<double> s(x.size()), c(x.size());
    sincospi(x.data(), s.data(), c.data(), static_cast<Index>(x.size()));
    for (std::size_t i = 0; i < sine.size(); ++i) {
      EXPECT_EQ(s[i], sine[i]) << x[i];
      EXPECT_EQ(c[i], cosine[i]) << x[i];
    }
    for (std::size_t i = sine.size(); i < x.size(); ++i) EXPECT_TRUE(std::isnan(s[i]) && std::isnan(c[i]));
  }
}

void expect_within(double limit, Function function, long double (*exact)(long double),
                   const std::vector<double>& x) {
  for (const auto target : test::targets()) {
    const test::OnTarget here(target);
    const auto y = values_of(function, x);
    for (std::size_t i = 0; i < x.size(); ++i)
      ASSERT_LE(ulps(y[i], exact(x[i])), limit) << test::name(target) << " at " << x[i];
  }
}

// Near a multiple of π/2 the oracle in 64 bits of mantissa is itself off by 2^-64 |x|/|sin x|: the places are
// random.
TEST(SimdMath, SineAndCosineAreWithinThreeUlps) {
  auto x = uniform_numbers(-4, 4, 100000);
  append(x, uniform_numbers(-1e5, 1e5, 50000));
  append(x, uniform_numbers(-1e-8, 1e-8, 1000));
  append(x, {0.0, 1e6, -1e15, std::numbers::pi / 4, -std::numbers::pi / 4});
  expect_within(
      3, &kolmo::sin, [](long double v) { return std::sin(v); }, x);
  expect_within(
      3, &kolmo::cos, [](long double v) { return std::cos(v); }, x);
  const auto edges = values_of(&kolmo::sin, {infinity, nan, -0.0});
  EXPECT_TRUE(std::isnan(edges[0]) && std::isnan(edges[1]) && edges[2] == 0);
}

TEST(SimdMath, TanhIsWithinThreeUlps) {
  auto x = uniform_numbers(-1, 1, 100000);
  append(x, uniform_numbers(-25, 25, 50000));
  append(x, uniform_numbers(-1e-8, 1e-8, 1000));
  append(x, {0.0, 0.625, -0.625, 1e300, -1e300, infinity, -infinity});
  expect_within(
      3, &kolmo::tanh, [](long double v) { return std::tanh(v); }, x);
  EXPECT_TRUE(std::isnan(values_of(&kolmo::tanh, {nan})[0]));
}

bool same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

TEST(SimdMath, AnElementHasTheSameBitsWhereverItStands) {
  const auto x = uniform_numbers(0.001, 700, 100);
  for (const auto target : test::targets()) {
    const test::OnTarget here(target);
    for (const Function function : {&kolmo::exp, &kolmo::log, &kolmo::sin, &kolmo::cos, &kolmo::tanh}) {
      const auto whole = values_of(function, x);
      for (std::size_t first = 0; first < 20; ++first) {
        for (std::size_t n = 0; n <= 40; ++n) {
          std::vector<double> y(n + 1, -7.0);
          function(x.data() + first, y.data(), static_cast<Index>(n));
          for (std::size_t i = 0; i < n; ++i) ASSERT_TRUE(same_bits(y[i], whole[first + i]));
          ASSERT_EQ(y[n], -7.0) << "wrote beyond the end";
        }
      }
    }
  }
}

TEST(SimdMath, WorksInPlace) {
  const auto x = uniform_numbers(0.001, 700, 37);
  for (const Function function : {&kolmo::exp, &kolmo::log, &kolmo::sin, &kolmo::cos, &kolmo::tanh}) {
    const auto expected = values_of(function, x);
    auto y = x;
    function(y.data(), y.data(), static_cast<Index>(y.size()));
    EXPECT_EQ(y, expected);
  }
}

TEST(SimdMath, InstructionSetsWithFusedMultiplyAddGiveEqualBits) {
  auto x = uniform_numbers(-745, 709, 20000);
  append(x, any_positive_numbers(20000));
  std::vector<double> first_exp, first_log;
  for (const auto target : test::targets()) {
    if (!test::has_fused_multiply_add(target)) continue;
    const test::OnTarget here(target);
    const auto e = values_of(&kolmo::exp, x), l = values_of(&kolmo::log, x);
    if (first_exp.empty()) {
      first_exp = e;
      first_log = l;
    }
    for (std::size_t i = 0; i < x.size(); ++i) {
      ASSERT_TRUE(same_bits(e[i], first_exp[i]) || std::isnan(e[i])) << test::name(target) << " exp " << x[i];
      ASSERT_TRUE(same_bits(l[i], first_log[i]) || std::isnan(l[i])) << test::name(target) << " log " << x[i];
    }
  }
}

TEST(SimdMath, TheChosenInstructionSetIsNamed) {
  for (const auto target : test::targets()) {
    const test::OnTarget here(target);
    EXPECT_EQ(std::string(instruction_set()), test::name(target));
  }
}

}  // namespace
}  // namespace kolmo
