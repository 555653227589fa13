#include "kolmo/verify/central_difference.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kolmo::verify {
namespace {

TEST(CentralDifference, IsExactUpToQuarticsAndOffByAThirtiethOfTheFifthDerivative) {
  const double t = 1.3, delta = 0.1;
  const auto power = [](double n) { return [n](double x) { return std::pow(x, n); }; };
  for (const int n : {0, 1, 2, 3, 4})
    EXPECT_NEAR(central_difference(power(n), t, delta), n * std::pow(t, n - 1), 1e-13) << n;
  EXPECT_NEAR(central_difference(power(5), t, delta) - 5 * std::pow(t, 4), -4 * std::pow(delta, 4), 1e-13);
}

}  // namespace
}  // namespace kolmo::verify
