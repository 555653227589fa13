// The numbers as a sample: their law, and their independence across every part of the address.
//
// Every comparison here is one of `comparisons`; each has a chance of 10⁻⁶ / comparisons to fail a perfect
// generator, that is |z| ≤ Φ⁻¹(1 − 5·10⁻⁷ / comparisons). Seeds are fixed, so that a pass stays a pass.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <cmath>
#include <numbers>
#include <vector>

#include "kolmo/core/random/random_stream.hpp"

namespace kolmo {
namespace {

constexpr int comparisons = 200;
constexpr double tail = 5e-7 / comparisons;

double threshold() { return boost::math::quantile(boost::math::complement(boost::math::normal(), tail)); }

constexpr Index rows = 1 << 20;

Points normals(std::uint64_t seed, std::uint32_t purpose, std::uint32_t step, std::uint32_t draw = 0,
               Index first = 0, Index n = rows) {
  Points z(n, 1);
  RandomStream(seed, purpose).normals(first, step, z, draw);
  return z;
}

/// √n · D of sorted numbers against their distribution function.
template <class Function>
double kolmogorov(Points& x, const Function& cumulative) {
  std::sort(x.data(), x.data() + x.size());
  const auto n = static_cast<double>(x.size());
  double distance = 0;
  for (Index i = 0; i < x.size(); ++i) {
    const double p = cumulative(x(i));
    distance = std::max({distance, p - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - p});
  }
  return std::sqrt(n) * distance;
}

/// P(√n D > t) ≤ 2 e^{−2t²} (Massart 1990).
double kolmogorov_threshold() { return std::sqrt(-0.5 * std::log(tail)); }

double normal_cumulative(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

TEST(RandomStatistics, MomentsUpToTheSixthAreThoseOfTheNormalLaw) {
  // E z²ᵏ = 1, 3, 15, 105, 945, 10395 for k = 1 … 6; the standard error of the k-th is √((μ₂ₖ − μₖ²)/n).
  const std::array<double, 13> moment{1, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10395};
  std::array<double, 7> sum{};
  constexpr int steps = 8;
  for (std::uint32_t step = 0; step < steps; ++step) {
    const Points z = normals(1, 1, step);
    for (Index i = 0; i < rows; ++i) {
      double power = 1;
      for (std::size_t k = 1; k <= 6; ++k) sum[k] += power *= z(i);
    }
  }
  const double n = static_cast<double>(rows) * steps;
  for (std::size_t k = 1; k <= 6; ++k) {
    const double error = std::sqrt((moment[2 * k] - moment[k] * moment[k]) / n);
    EXPECT_LE(std::abs(sum[k] / n - moment[k]) / error, threshold()) << "moment " << k;
  }
}

TEST(RandomStatistics, NormalsFollowTheNormalLaw) {
  Points z(4 * rows, 1);
  RandomStream(2, 1).normals(0, 0, z);
  EXPECT_LE(kolmogorov(z, normal_cumulative), kolmogorov_threshold());
}

TEST(RandomStatistics, EachHalfOfAGroupFollowsTheNormalLaw) {
  const Points z = normals(3, 1, 0);
  Points half(rows / 2, 1);
  for (const Index lane : {0, 8}) {
    for (Index i = 0; i < rows / 2; ++i) half(i) = z(16 * (i / 8) + lane + i % 8);
    EXPECT_LE(kolmogorov(half, normal_cumulative), kolmogorov_threshold()) << "lanes from " << lane;
  }
}

TEST(RandomStatistics, ManyStepsOfOneParticleFollowTheNormalLaw) {
  Points path(1 << 16, 1), group(16, 1);
  for (Index step = 0; step < path.size(); ++step) {
    RandomStream(4, 1).normals(160, static_cast<std::uint32_t>(step), group);
    path(step) = group(3);
  }
  EXPECT_LE(kolmogorov(path, normal_cumulative), kolmogorov_threshold());
}

TEST(RandomStatistics, UniformsAreUniform) {
  Points u(4 * rows, 1);
  RandomStream(5, 1).uniforms(0, 0, u);
  EXPECT_LE(kolmogorov(u, [](double x) { return x; }), kolmogorov_threshold());
}

TEST(RandomStatistics, TailsHoldAsManyNumbersAsTheyShould) {
  constexpr Index block = 1 << 16;
  constexpr int blocks = 1024;
  Points z(block, 1);
  const std::array<double, 4> limit{4, -4, 5, -5};
  std::array<double, 4> count{};
  for (std::uint32_t step = 0; step < blocks; ++step) {
    RandomStream(6, 1).normals(0, step, z);
    for (Index i = 0; i < block; ++i) {
      for (std::size_t k = 0; k < 4; ++k) count[k] += limit[k] > 0 ? z(i) > limit[k] : z(i) < limit[k];
    }
  }
  for (std::size_t k = 0; k < 4; ++k) {
    const double mean = static_cast<double>(block) * blocks * normal_cumulative(-std::abs(limit[k]));
    const boost::math::poisson law(mean);
    EXPECT_GE(boost::math::cdf(law, count[k]), tail)
        << count[k] << " beyond " << limit[k] << ", mean " << mean;
    EXPECT_GE(boost::math::cdf(boost::math::complement(law, count[k] - 1)), tail)
        << count[k] << " beyond " << limit[k] << ", mean " << mean;
  }
}

/// For independent standard normals: the standardised mean products of a with b, and of a² − 1 with b² − 1.
void expect_independent(const Eigen::Ref<const Eigen::ArrayXd>& a, const Eigen::Ref<const Eigen::ArrayXd>& b,
                        const std::string& what) {
  double product = 0, squares = 0;
  for (Index i = 0; i < a.size(); ++i) {
    product += a(i) * b(i);
    squares += (a(i) * a(i) - 1) * (b(i) * b(i) - 1) / 2;
  }
  const double root_n = std::sqrt(static_cast<double>(a.size()));
  EXPECT_LE(std::abs(product) / root_n, threshold()) << "correlation " << what;
  EXPECT_LE(std::abs(squares) / root_n, threshold()) << "correlation of squares " << what;
}

TEST(RandomStatistics, ParticlesAreIndependent) {
  const Points z = normals(7, 1, 0);
  for (const Index lag : {1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 32, 1024}) {
    expect_independent(z.col(0).head(rows - lag), z.col(0).tail(rows - lag), "at lag " + std::to_string(lag));
  }
}

TEST(RandomStatistics, TheTwoNumbersOfOneCallAreIndependent) {
  const Points z = normals(8, 1, 0);
  Eigen::ArrayXd first(rows / 2), second(rows / 2);
  for (Index i = 0; i < rows / 2; ++i) {
    first(i) = z(16 * (i / 8) + i % 8);
    second(i) = z(16 * (i / 8) + i % 8 + 8);
  }
  expect_independent(first, second, "of z₀ and z₁");
}

// Directions (z₀, z₁) in 16 sectors, the radius below or above its median √(2 log 2): 32 equally likely
// cells.
TEST(RandomStatistics, DirectionsAreUniformAndIndependentOfTheRadius) {
  const Points z = normals(9, 1, 0);
  std::array<double, 32> count{};
  for (Index i = 0; i < rows / 2; ++i) {
    const double x = z(16 * (i / 8) + i % 8), y = z(16 * (i / 8) + i % 8 + 8);
    const auto sector = static_cast<int>((std::atan2(y, x) / std::numbers::pi + 1) * 8);
    const bool far = x * x + y * y > 2 * std::numbers::ln2;
    ++count[static_cast<std::size_t>(std::clamp(sector, 0, 15) + 16 * far)];
  }
  const double expected = static_cast<double>(rows) / 2 / 32;
  double chi_squared = 0;
  for (const double c : count) chi_squared += (c - expected) * (c - expected) / expected;
  const boost::math::chi_squared law(31);
  EXPECT_LE(chi_squared, boost::math::quantile(boost::math::complement(law, tail)));
}

TEST(RandomStatistics, StepsDrawsAndPurposesAreIndependent) {
  const Points z = normals(10, 4, 64, 16);
  for (const std::uint32_t lag : {1u, 2u, 8u, 256u, 1u << 16, 1u << 31}) {
    const auto at = " at lag " + std::to_string(lag);
    expect_independent(z.col(0), normals(10, 4, 64 + lag, 16).col(0), "of steps" + at);
    expect_independent(z.col(0), normals(10, 4 + std::min(lag, 1u << 29), 64, 16).col(0), "of purposes" + at);
    expect_independent(z.col(0), normals(10, 4, 64, 16 + lag).col(0), "of draws" + at);
  }
  expect_independent(z.col(0), normals(10, 64, 4, 16).col(0), "with step and purpose exchanged");
}

// A stream, its roles, roles of neighbouring purposes, seeds and indices, and roles of roles.
TEST(RandomStatistics, RolesAreIndependent) {
  const auto drawn = [](const RandomStream& stream) {
    Points z(rows, 1);
    stream.normals(0, 0, z);
    return z;
  };
  const RandomStream stream(10, 4);
  const Points z = drawn(stream), noise = drawn(stream.role("noise"));
  expect_independent(z.col(0), noise.col(0), "of a stream and a role");
  const std::vector<RandomStream> others{stream.role("start"),
                                         stream.role("noise", 1),
                                         stream.role("noise").role("noise"),
                                         RandomStream(10, 5).role("noise"),
                                         RandomStream(11, 4).role("noise"),
                                         RandomStream(stream.role("noise").seed(), 4)};
  for (std::size_t k = 0; k < others.size(); ++k) {
    expect_independent(noise.col(0), drawn(others[k]).col(0), "of a role and other " + std::to_string(k));
  }
}

TEST(RandomStatistics, NearbySeedsAreIndependent) {
  const std::uint64_t seed = 20240601;
  const Points z = normals(seed, 1, 0);
  for (const std::uint64_t change : {1ull, 2ull, 4ull, 1ull << 31, 1ull << 32, 1ull << 33, 1ull << 63}) {
    expect_independent(z.col(0), normals(seed ^ change, 1, 0).col(0),
                       "of seeds changed by " + std::to_string(change));
  }
}

TEST(RandomStatistics, FarParticlesAreIndependent) {
  const Points z = normals(11, 1, 0);
  for (const Index first : {Index{1} << 21, Index{1} << 26, Index{1} << 32}) {
    expect_independent(z.col(0), normals(11, 1, 0, 0, first).col(0),
                       "of particles from " + std::to_string(first));
  }
}

}  // namespace
}  // namespace kolmo
