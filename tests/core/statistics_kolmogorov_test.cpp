#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/kolmogorov.hpp"
#include "kolmo/core/statistics/sort.hpp"

namespace kolmo {
namespace {

// SciPy 1.10, kstwobign.sf: printed with all its digits; both sides are right to some 1e−15 relative.
TEST(KolmogorovUpperTail, HasItsTabledValuesOnBothSidesOfTheBorderOfTheSeries) {
  const double table[][2] = {{0.3, 0.9999906941986655},   {0.5, 0.9639452436648751},
                             {0.8, 0.5441424115741981},   {0.99, 0.2808738392255489},
                             {1.01, 0.25943416909359746}, {1.36, 0.049485876755377876},
                             {3, 3.045995948942526e-08},  {10, 2.767793053473475e-87}};
  for (const auto& [lambda, wanted] : table)
    EXPECT_NEAR(kolmogorov_upper_tail(lambda) / wanted, 1, 1e-13) << lambda;
  EXPECT_EQ(kolmogorov_upper_tail(0), 1);
  EXPECT_EQ(kolmogorov_upper_tail(0.05), 1);
  EXPECT_THROW(kolmogorov_upper_tail(-0.1), InvalidArgument);
}

// Against the exact law of D_n (SciPy 1.10, kstwo.sf), with the bounds that the header states.
TEST(KsPValue, IsWithinItsStatedErrorOfTheExactLaw) {
  struct Row {
    double n, distance, p;
  };
  const std::vector<Row> rows = {{10, 0.15811388300841897, 0.9316945195670987},
                                 {10, 0.28460498941515411, 0.32761745826303246},
                                 {10, 0.43006976178289957, 0.033901274275548232},
                                 {10, 0.51545125860744578, 0.0054095801943087711},
                                 {100, 0.05, 0.95321597106357248},
                                 {100, 0.09, 0.37063202558632818},
                                 {100, 0.136, 0.044860299790847456},
                                 {100, 0.163, 0.0086521864844647176},
                                 {100, 0.22, 9.9002659273217641e-05},
                                 {1000, 0.028460498941515415, 0.38554931487324651},
                                 {1000, 0.043006976178289961, 0.048053033013777502},
                                 {1000, 0.051545125860744584, 0.0094949001705097544},
                                 {1000, 0.094868329805051388, 2.7683606440184413e-08}};
  for (const Row& row : rows)
    EXPECT_NEAR(ks_p_value(row.distance, row.n), row.p, 0.025 / row.n) << row.n << " " << row.distance;
  EXPECT_NEAR(ks_p_value(0.0094868329805051377, 1e5) / 3.0258231715574899e-08, 1, 1e-3);
  EXPECT_NEAR(ks_p_value(0.094868329805051388, 1000) / 2.7683606440184413e-08, 1, 0.03);
  EXPECT_EQ(ks_p_value(0, 100), 1);
}

TEST(KsPValue, RefusesWhatItsFormulaDoesNotCover) {
  EXPECT_THROW(ks_p_value(0.1, 9), InvalidArgument);
  EXPECT_THROW(ks_p_value(-0.1, 100), InvalidArgument);
  EXPECT_THROW(ks_p_value(1.1, 100), InvalidArgument);
}

double identity(double x) { return std::clamp(x, 0.0, 1.0); }

TEST(KsStatistic, IsTheLargerOfBothSidesOfEveryStep) {
  EXPECT_DOUBLE_EQ(ks_statistic({0.5}, identity), 0.5);
  EXPECT_DOUBLE_EQ(ks_statistic({0.1, 0.2, 0.3, 0.9}, identity), 0.45);  // above 0.3: ¾ − 0.3
  EXPECT_DOUBLE_EQ(ks_statistic({0.6, 0.7, 0.9, 0.9}, identity), 0.6);   // below 0.6: 0.6 − 0
  EXPECT_THROW(ks_statistic({}, identity), InvalidArgument);
  EXPECT_THROW(ks_statistic({0.2, 0.1}, identity), InvalidArgument);
  EXPECT_THROW(ks_statistic({0.2}, [](double) { return 1.5; }), InvalidArgument);
}

// Under the null hypothesis p is uniform: of 2000 samples, the share of p ≤ u has standard error
// √(u(1 − u)/2000); 5 of them allowed. A statistic that forgets one side of the steps, or a λ without √n, is
// far outside.
TEST(KsPValue, IsUniformWhereTheSampleHasTheLaw) {
  constexpr Index samples = 2000, size = 160;
  std::vector<double> p;
  for (Index k = 0; k < samples; ++k) {
    std::vector<double> x(size);
    RandomStream(7, 3).uniforms(0, static_cast<std::uint32_t>(k),
                                Eigen::Map<Eigen::ArrayXXd>(x.data(), size, 1));
    sort(x);
    p.push_back(ks_p_value(ks_statistic(x, identity), size));
  }
  for (const double u : {0.01, 0.1, 0.3, 0.5, 0.8}) {
    const auto below = std::count_if(p.begin(), p.end(), [u](double value) { return value <= u; });
    EXPECT_NEAR(static_cast<double>(below) / samples, u, 5 * std::sqrt(u * (1 - u) / samples)) << u;
  }
}

// F_a − F_b = x(1 − x)(x − ⅓) on [0, 1]: extrema at the roots of 3x² − (8/3)x + ⅓.
TEST(KsDistance, OfTwoFunctionsIsFoundBetweenTheNodes) {
  const auto bent = [](double x) { return identity(x) + identity(x) * (1 - identity(x)) * (x - 1.0 / 3); };
  std::vector<double> nodes;
  for (int i = 0; i <= 20; ++i) nodes.push_back(0.05 * i);
  const double x = (8.0 / 3 + std::sqrt(64.0 / 9 - 4)) / 6;
  EXPECT_NEAR(ks_distance(bent, identity, nodes), x * (1 - x) * (x - 1.0 / 3), 1e-15);
  EXPECT_NEAR(ks_distance(identity, bent, nodes), x * (1 - x) * (x - 1.0 / 3), 1e-15);
  EXPECT_EQ(ks_distance(identity, identity, nodes), 0);
  EXPECT_THROW(ks_distance(bent, identity, {0, 1}), InvalidArgument);
  EXPECT_THROW(ks_distance(bent, identity, {0, 0, 1}), InvalidArgument);
}

}  // namespace
}  // namespace kolmo
