#include "kolmo/core/linear/cosine_transform.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo {
namespace {

Eigen::ArrayXd numbers(Index n) {
  Eigen::ArrayXd x(n);
  for (Index i = 0; i < n; ++i) x(i) = std::sin(1.7 * static_cast<double>(i * i % 101)) + 0.3;
  return x;
}

// Σ_k c_k Π cos(πk(j + ½)/n), term by term.
double value(const std::vector<Index>& sizes, const Eigen::ArrayXd& c, Index j) {
  double total = 0;
  for (Index mode = 0; mode < c.size(); ++mode) {
    double term = c(mode);
    Index k = mode, at = j;
    for (const Index n : sizes) {
      term *= std::cos(std::numbers::pi * static_cast<double>(k % n) * (static_cast<double>(at % n) + 0.5) /
                       static_cast<double>(n));
      k /= n;
      at /= n;
    }
    total += term;
  }
  return total;
}

// Odd and even sizes, one line and more than a tile of lines, lines that do not fill a tile.
const std::vector<std::vector<Index>> shapes = {{2},     {3},     {8},       {17},      {5, 4},
                                                {6, 19}, {33, 2}, {3, 4, 5}, {17, 2, 3}};

TEST(CosineTransform, GivesTheCoefficientsOfItsDefinition) {
  for (const auto& sizes : shapes) {
    const CosineTransform transform(sizes);
    const Eigen::ArrayXd x = numbers(transform.points());
    Eigen::ArrayXd c = x;
    transform.to_coefficients(c.data());
    // sums of at most 102 terms of order 1: rounding stays under 102 ulp times the sum of sizes
    for (Index j = 0; j < x.size(); ++j) EXPECT_NEAR(value(sizes, c, j), x(j), 1e-13) << sizes[0] << ' ' << j;
    transform.to_values(c.data());
    for (Index j = 0; j < x.size(); ++j) EXPECT_NEAR(c(j), x(j), 1e-14) << sizes[0] << ' ' << j;
  }
}

// Coefficients divided by 1 + their index, in one pass and in three: the same bits, odd numbers of lines
// included.
TEST(CosineTransform, FiltersWithTheBitsOfThreePasses) {
  for (const std::vector<Index>& sizes : {std::vector<Index>{12}, {6, 9}, {17, 8}, {5, 4, 6}}) {
    const CosineTransform transform(sizes);
    const Index last = sizes.back(), lines = transform.points() / last;
    Eigen::ArrayXd once(transform.points());
    for (Index i = 0; i < once.size(); ++i) once(i) = std::sin(3.0 * static_cast<double>(i * i));
    Eigen::ArrayXd thrice = once;
    transform.filter(once.data(), [&](Index line, double* c) {
      for (Index k = 0; k < last; ++k) c[k] /= static_cast<double>(1 + line + lines * k);
    });
    transform.to_coefficients(thrice.data());
    for (Index i = 0; i < thrice.size(); ++i) thrice(i) /= static_cast<double>(1 + i);
    transform.to_values(thrice.data());
    EXPECT_TRUE((once == thrice).all()) << sizes.size() << " axes";
  }
}

TEST(CosineTransform, HasTheSameBitsForEveryNumberOfThreads) {
  const CosineTransform transform({40, 37});
  Eigen::ArrayXd one = numbers(transform.points()), three = one;
  const int before = threads();
  set_threads(1);
  transform.to_coefficients(one.data());
  set_threads(3);
  transform.to_coefficients(three.data());
  set_threads(before);
  EXPECT_TRUE((one == three).all());
}

TEST(CosineTransform, RefusesOtherShapes) {
  EXPECT_THROW(CosineTransform({}), InvalidArgument);
  EXPECT_THROW(CosineTransform({1}), InvalidArgument);
  EXPECT_THROW(CosineTransform({2, 2, 2, 2}), InvalidArgument);
  EXPECT_THROW(CosineTransform({Index{1} << 30, Index{1} << 30}), InvalidArgument);
}

}  // namespace
}  // namespace kolmo
