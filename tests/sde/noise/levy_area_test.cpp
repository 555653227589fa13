// Lévy areas: their law given the increment and the space–time area, and how they join.

#include "kolmo/sde/noise/levy_area.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/sde/noise/increment.hpp"

namespace kolmo::sde {
namespace {

constexpr Index rows = 1024;

/// A/h of every block of `blocks` blocks, all pairs, for z and u that `set` fills; `see` gets each block.
template <class Set, class See>
void sample(Index m, double h, Index blocks, Set set, See see) {
  const RandomStream noise(5, 6);
  Points z(rows, m), u(rows, m), scratch(rows, levy_scratch_columns(m)), areas(rows, levy_pairs(m));
  for (Index b = 0; b < blocks; ++b) {
    set(noise, b * rows, z, u);
    sample_levy_areas(noise, b * rows, 3, h, z, u, scratch, areas);
    see(z, u, areas);
  }
}

void set_normal(const RandomStream& noise, Index first, Points& z, Points& u) {
  noise.normals(first, 3, z);
  noise.normals(first, 3, u, static_cast<std::uint32_t>(z.cols()));
}

TEST(LevyArea, PairsAreNumberedInOrder) {
  Index expected = 0;
  for (Index k = 0; k < 5; ++k) {
    for (Index l = k + 1; l < 5; ++l) EXPECT_EQ(levy_pair(k, l, 5), expected++);
  }
  EXPECT_EQ(levy_pairs(5), expected);
}

TEST(LevyArea, TermsGrowAsTheInverseRootOfTheStep) {
  EXPECT_EQ(levy_terms(2, 1), 1);
  const double p = std::sqrt(2 / (12 * 1e-6)) / 3.14159265358979;
  EXPECT_EQ(levy_terms(2, 1e-6), static_cast<Index>(std::ceil(p)));
}

// E A² = h²/4 and E A⁴ = 5h⁴/16 (Lévy 1951: the characteristic function is 1/cosh(hλ/2)). Standard errors
// with n = 2²⁰: Var A² = 5/16 − 1/16 = 1/4, Var A⁴ = E A⁸ − 25/256 = 1385/256 − 25/256 < 5.4; allowed are 6.
// The Gaussian rest of p terms leaves 12 Σ_{r > p} r⁻⁴/(2π)⁴ < 6.4e−4 out of the fourth moment (p = 1).
TEST(LevyArea, HasTheMomentsOfLevysLawWhateverTheNumberOfTerms) {
  for (const double h : {1.0, 1e-2, 1e-4}) {
    double second = 0, fourth = 0, mean = 0;
    const Index blocks = 1024;
    sample(2, h, blocks, set_normal, [&](const Points&, const Points&, const Points& a) {
      mean += a.mean() / blocks;
      second += a.square().mean() / blocks;
      fourth += a.square().square().mean() / blocks;
    });
    const double n = static_cast<double>(blocks * rows);
    EXPECT_NEAR(mean, 0, 6 * 0.5 / std::sqrt(n)) << h;
    EXPECT_NEAR(second, 0.25, 6 * 0.5 / std::sqrt(n)) << h;
    EXPECT_NEAR(fourth, 5.0 / 16, 6 * std::sqrt(5.4 / n) + 6.4e-4) << h;
  }
}

// Given z and u: E A_kl/h = (u_k z_l − u_l z_k)/√12 and Var A_kl/h = 1/12 + (u_k² + u_l² − 2)/60, also with
// the one term of h = 1, whose rest taken without the condition has 16 · 1.3e−3 less for the components 0
// and 2. The kurtosis is at most 5, as for the whole area: 6 standard errors.
TEST(LevyArea, HasTheConditionalMeanAndVarianceOfThePath) {
  const Index m = 3, blocks = 200;
  const double n = static_cast<double>(blocks * rows);
  const double z_is[] = {0.4, -1.3, 0.7}, u_is[] = {3.1, -0.2, -2.9};
  for (const double h : {1.0, 1e-3}) {
    Eigen::ArrayXd mean = Eigen::ArrayXd::Zero(3), square = mean;
    sample(
        m, h, blocks,
        [&](const RandomStream&, Index, Points& z, Points& u) {
          for (Index k = 0; k < m; ++k) z.col(k) = z_is[k], u.col(k) = u_is[k];
        },
        [&](const Points&, const Points&, const Points& a) {
          mean += a.colwise().mean().transpose() / blocks;
          square += a.square().colwise().mean().transpose() / blocks;
        });
    for (Index k = 0; k < m; ++k) {
      for (Index l = k + 1; l < m; ++l) {
        const Index pair = levy_pair(k, l, m);
        const double shape = u_is[k] * u_is[k] + u_is[l] * u_is[l] - 2;
        const double expected_mean = (u_is[k] * z_is[l] - u_is[l] * z_is[k]) / std::sqrt(12.0);
        const double variance = 1.0 / 12 + shape / 60;
        EXPECT_NEAR(mean(pair), expected_mean, 6 * std::sqrt(variance / n)) << h << k << l;
        EXPECT_NEAR(square(pair) - mean(pair) * mean(pair), variance, 6 * variance * std::sqrt(4 / n))
            << h << k << l;
      }
    }
  }
}

TEST(LevyArea, OfTheMirroredPathIsTheSame) {
  const RandomStream noise(5, 6);
  Points numbers[2][4];
  for (int mirrored = 0; mirrored < 2; ++mirrored) {
    Points* b = numbers[mirrored];
    b[0] = b[1] = Points::Zero(rows, 2);
    b[2] = Points::Zero(rows, 1);
    b[3] = Points::Zero(rows, levy_scratch_columns(2));
    Increment increment(noise, 0, 3, 0.01, {b[0], b[1], b[2], b[3]}, mirrored == 1);
    increment.materialise_levy_areas();
  }
  EXPECT_TRUE((numbers[0][0] == -numbers[1][0]).all());
  EXPECT_TRUE((numbers[0][1] == -numbers[1][1]).all());
  EXPECT_TRUE((numbers[0][2] == numbers[1][2]).all());
  EXPECT_GT(numbers[0][2].abs().maxCoeff(), 0.5);
}

}  // namespace
}  // namespace kolmo::sde
