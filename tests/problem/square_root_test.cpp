// The square-root process of Cox, Ingersoll and Ross, written as text, against its non-central χ² law.

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/non_central_chi_squared.hpp>
#include <cmath>

#include "kolmo/problem/expression_process.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/schemes.hpp"

namespace {

using namespace kolmo;

constexpr double kappa = 2, level = 1, sigma = 0.5, start = 1.2, end = 0.5;

// X_t/c ~ χ²_{δ}(λ) with c = σ²(1 − e^{−κt})/4κ, δ = 4κθ/σ² = 32, λ = x₀ e^{−κt}/c. Cox, Ingersoll, Ross
// (1985).
double exact_cdf(double x) {
  const double c = sigma * sigma * -std::expm1(-kappa * end) / (4 * kappa);
  const boost::math::non_central_chi_squared law(4 * kappa * level / (sigma * sigma),
                                                 start * std::exp(-kappa * end) / c);
  return boost::math::cdf(law, x / c);
}

Points paths_from_text(const std::string& drift, Index n) {
  const density::ExpressionNames names{{"x"}, {{"kappa", kappa}, {"level", level}, {"sigma", sigma}}, true};
  const problem::ExpressionProcess process(
      {names, {density::Expression(drift, names)}, {{density::Expression("sigma*sqrt(x)", names)}}});
  Points last(n, 1);
  const sde::Simulation simulation{process, sde::scheme("milstein"), {{0, end}, {64}}, n, RandomStream(1, 2)};
  sde::simulate(simulation, Points::Constant(n, 1, start),
                [&](Index snapshot, int, Index first, const ConstBlock& x) {
                  if (snapshot == 1) last.middleRows(first, x.rows()) = x;
                });
  return last;
}

double kolmogorov_distance(Points x) {
  std::sort(x.data(), x.data() + x.rows());
  double largest = 0;
  const auto n = static_cast<double>(x.rows());
  for (Index i = 0; i < x.rows(); ++i) {
    const double exact = exact_cdf(x(i, 0));
    largest = std::max({largest, std::abs(exact - static_cast<double>(i) / n),
                        std::abs(exact - static_cast<double>(i + 1) / n)});
  }
  return largest;
}

// √n D exceeds 3 with probability 2 e^{−18} = 3e−8; Milstein's weak error at h = 1/128 is O(h) of a density
// near 1.5/deviation 0.2: below 0.008. At n = 20 000 the noise leaves 0.021.
TEST(SquareRootProcess, HasItsNonCentralChiSquaredLaw) {
  const Index n = 20000;
  EXPECT_LT(kolmogorov_distance(paths_from_text("kappa*(level - x)", n)),
            3 / std::sqrt(static_cast<double>(n)) + 0.008);
  // The same read in Stratonovich's sense has another drift, and another law.
  EXPECT_GT(kolmogorov_distance(paths_from_text("kappa*(level - x) + sigma^2/2", n)), 0.06);
}

}  // namespace
