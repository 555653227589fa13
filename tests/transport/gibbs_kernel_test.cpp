#include "kolmo/transport/entropic/gibbs_kernel.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/transport/entropic/sinkhorn.hpp"
#include "kolmo/transport/exact/discrete.hpp"
#include "products.hpp"

namespace kolmo::transport {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// log Σ_j e^{v_j − c_ij/ε} in long double about the greatest.
double directly(const Eigen::ArrayXXd& cost, double epsilon, const Eigen::ArrayXd& v, Index i) {
  long double top = -infinity, sum = 0;
  for (Index j = 0; j < v.size(); ++j) top = std::max<long double>(top, v(j) - cost(i, j) / epsilon);
  if (top == -infinity) return -infinity;
  for (Index j = 0; j < v.size(); ++j)
    sum += std::exp(static_cast<long double>(v(j)) - static_cast<long double>(cost(i, j)) / epsilon - top);
  return static_cast<double>(top + std::log(sum));
}

void expect_equal(const GibbsKernel& kernel, const Eigen::ArrayXXd& cost, double epsilon,
                  const Eigen::ArrayXd& v, double guess) {
  Eigen::ArrayXd out = Eigen::ArrayXd::Constant(kernel.rows(), guess);
  kernel.log_apply(v.data(), out.data());
  for (Index i = 0; i < out.size(); ++i) {
    const double exact = directly(cost, epsilon, v, i);
    if (exact == -infinity)
      EXPECT_EQ(out(i), exact);
    else  // rounding of exponents of this size
      EXPECT_NEAR(out(i), exact, 1e-15 * (10 + std::abs(exact) + cost.maxCoeff() / epsilon)) << i;
  }
}

// Whatever the sizes (whole vectors or not), the values and the guess.
TEST(GibbsKernel, OfAMatrixSumsExponentials) {
  for (const Index n : {1, 2, 7, 16, 17, 33, 300})
    for (const double epsilon : {1.0, 1e-3}) {
      Points x(n, 2), y(n + 3, 2);
      RandomStream(3, 1).normals(0, 0, x);
      RandomStream(3, 2).normals(0, 0, y);
      const Eigen::ArrayXXd c = squared_costs(x, y);
      const auto cost = dense_cost(c), transposed = dense_cost(c.transpose());
      const auto kernel = cost->kernel(epsilon), other = transposed->kernel(epsilon);
      Eigen::ArrayXd v = Eigen::ArrayXd::LinSpaced(n + 3, -40, 900);
      v(1) = -infinity;
      for (const double guess : {0.0, 700.0, -1e4}) {
        expect_equal(*kernel, c, epsilon, v, guess);
        Eigen::ArrayXd out = Eigen::ArrayXd::Constant(n, guess), same(n);
        other->log_apply_transposed(v.data(), out.data());
        kernel->log_apply(v.data(), same.data());
        EXPECT_LE((out - same).abs().maxCoeff(), 1e-15 * (10 + 1e3 + c.maxCoeff() / epsilon));
      }
      expect_equal(*kernel, c, epsilon, Eigen::ArrayXd::Constant(n + 3, -infinity), 0);
    }
}

// From a peak on, sums pass through every size of number, those below the smallest normal one too.
TEST(GibbsKernel, OfAGridKeepsItsDigitsWhereProductsUnderflow) {
  const Grid line({{0, 1, 200}}), space({{0, 1, 6}, {0, 2, 4}, {-1, 1, 7}});
  for (const Grid* grid : {&line, &space})
    for (const double epsilon : {1.0, 1.1e-3, 1e-5}) {
      const Points x = grid->centres();
      const Eigen::ArrayXXd c = squared_costs(x, x);
      const auto cost = grid_cost(*grid);
      const auto kernel = cost->kernel(epsilon);
      Eigen::ArrayXd v = Eigen::ArrayXd::Constant(grid->cells(), -infinity);
      expect_equal(*kernel, c, epsilon, v, 0);
      v(0) = 3;
      expect_equal(*kernel, c, epsilon, v, 0);
      v = Eigen::ArrayXd::LinSpaced(grid->cells(), -3000, 2000);
      expect_equal(*kernel, c, epsilon, v, 0);
    }
}

TEST(TransportCost, HasTheSameMeansOnAGridAndAsAMatrix) {
  const Grid grid({{0, 1, 9}, {5, 7, 7}});
  const Points x = grid.centres();
  const auto on_grid = grid_cost(grid), dense = dense_cost(squared_costs(x, x));
  const Eigen::ArrayXd p = Eigen::ArrayXd::LinSpaced(63, 0, 1), q = p.square(), u = -5 * p, v = 3 * q - 1;
  EXPECT_NEAR(on_grid->mean(p.data(), q.data()) / dense->mean(p.data(), q.data()), 1, 1e-14);
  EXPECT_NEAR(
      on_grid->kernel(0.1)->plan_cost(u.data(), v.data()) / dense->kernel(0.1)->plan_cost(u.data(), v.data()),
      1, 1e-13);
}

// Potentials grow by 1000 ε here: without absorption e^{f/ε} overflows, and products differ from logarithms.
TEST(Sinkhorn, AbsorbsScalingsThatGrow) {
  const Grid grid = unit_grid(1, 60);
  const Points x = grid.centres();
  const Eigen::ArrayXd a = product(grid, 1e-6, {{0.2, 0.05}}) / 60,
                       b = product(grid, 1e-6, {{0.8, 0.05}}) / 60;
  SinkhornPlan plan{.epsilon = 5e-5, .unit = EpsilonUnit::cost, .iterations = 3000, .reduction = 1};
  const auto cost = dense_cost(squared_costs(x, x));
  const EntropicTransport products = sinkhorn(*cost, a, b, plan);
  plan.form = SinkhornForm::logarithms;
  const EntropicTransport logarithms = sinkhorn(*cost, a, b, plan);
  EXPECT_GE(logarithms.f.maxCoeff() - logarithms.f.minCoeff(), 800 * 5e-5);
  EXPECT_NEAR(products.dual, logarithms.dual, 1e-12);
  EXPECT_NEAR(products.residual, logarithms.residual, 1e-9);
}

}  // namespace
}  // namespace kolmo::transport
