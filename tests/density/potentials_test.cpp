// Named potentials: their derivatives are those of their values.

#include "kolmo/density/potentials.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/quadratic_form.hpp"

namespace {

using kolmo::Index;
using kolmo::InvalidArgument;
using kolmo::Points;
using namespace kolmo::density;

double value_at(const Potential& potential, const Points& x) {
  Eigen::ArrayXd out(1);
  potential.value(x, out);
  return out(0);
}

// Central differences of order 4 with h = 1e−3: error h⁴ |V⁗′| / 30 < 1e−12 for the gradient; for the
// Laplacian h⁴ |V⁽⁶⁾| / 90 and rounding 4 ε |V| / h² < 4e−8 for |V| ≤ 40.
TEST(Potentials, GradientAndLaplacianAreTheDerivativesOfTheValue) {
  std::vector<std::shared_ptr<const Potential>> all = {
      std::make_shared<QuadraticPotential>(1.7, Eigen::Vector2d(0.5, -1)),
      std::make_shared<DoubleWell>(),
      std::make_shared<DoubleWell>(0.3),
      std::make_shared<QuarticPotential>(),
      std::make_shared<LogCoshPotential>(),
      std::make_shared<QuadraticForm>(Eigen::Matrix2d{{2, -0.7}, {-0.7, 1.5}})};
  const double h = 1e-3;
  for (const auto& potential : all) {
    const Index d = potential->dimension();
    for (double at = -2.2; at < 2.3; at += 0.4) {
      const Points x = Points::Constant(1, d, at);
      Points gradient(1, d);
      Eigen::ArrayXd laplacian(1);
      potential->gradient(x, gradient);
      potential->laplacian(x, laplacian);
      double sum = 0;
      for (Index j = 0; j < d; ++j) {
        const auto shifted = [&](double by) {
          Points y = x;
          y(0, j) += by;
          return value_at(*potential, y);
        };
        const double first = (8 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))) / (12 * h);
        sum += (16 * (shifted(h) + shifted(-h)) - (shifted(2 * h) + shifted(-2 * h)) - 30 * shifted(0)) /
               (12 * h * h);
        EXPECT_NEAR(gradient(0, j), first, 1e-10) << potential->name();
      }
      EXPECT_NEAR(laplacian(0), sum, 4e-8) << potential->name();
    }
  }
}

TEST(Potentials, AQuadraticFormIsSymmetricAndPositiveDefinite) {
  EXPECT_NEAR(value_at(QuadraticForm(Eigen::Matrix2d{{2, -0.7}, {-0.7, 1.5}}), Points{{1, 2}}), 2.6, 1e-15);
  EXPECT_THROW(QuadraticForm(Eigen::Matrix2d{{1, 2}, {2, 1}}), InvalidArgument);
  EXPECT_THROW(QuadraticForm(Eigen::Matrix2d{{1, 0.1}, {0, 1}}), InvalidArgument);
  EXPECT_THROW(QuadraticForm(Eigen::MatrixXd(2, 1)), InvalidArgument);
}

TEST(Potentials, HaveTheirTextbookValues) {
  EXPECT_DOUBLE_EQ(value_at(DoubleWell(), Points::Constant(1, 1, 2)), 9);
  EXPECT_DOUBLE_EQ(value_at(DoubleWell(0.5), Points::Constant(1, 1, 2)), 10);
  EXPECT_DOUBLE_EQ(value_at(QuarticPotential(), Points::Constant(1, 1, 2)), 4);
  EXPECT_DOUBLE_EQ(value_at(LogCoshPotential(), Points::Constant(1, 1, 1.5)),
                   1.125 - std::log(std::cosh(1.5)));
  EXPECT_DOUBLE_EQ(value_at(LogCoshPotential(), Points::Constant(1, 1, 1e3)), 5e5 - 1e3 + std::log(2.0));
  EXPECT_DOUBLE_EQ(value_at(QuadraticPotential(3, Eigen::Vector2d(1, 1)), Points::Constant(1, 2, 3)), 12);
}

TEST(Potentials, RefuseWrongParameters) {
  EXPECT_THROW(QuadraticPotential(0, Eigen::Vector2d(1, 1)), InvalidArgument);
  EXPECT_THROW(QuadraticPotential(1, Eigen::VectorXd()), InvalidArgument);
  EXPECT_THROW(DoubleWell(std::nan("")), InvalidArgument);
}

}  // namespace
