#include "four_roads/grid/carried_density.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "experiments/four_roads/configured.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

/// V = |x|, T = 1.
Problem problem_of_kink() {
  return make_problem(configured({"run.problems=[\"p\"]", "problem.p.process.type=\"langevin\"",
                                  "problem.p.process.potential=\"abs(x)\"", "problem.p.initial.weights=[1.0]",
                                  "problem.p.initial.means=[[0.5]]", "problem.p.initial.deviations=[0.5]",
                                  "problem.p.times=[1.0]"}),
                      "p");
}

TEST(CarriedDensity, ReadsTheGridsDensityToFourthOrder) {
  CellDensity density{{{-4, 4, 200}}, Eigen::ArrayXd(200)};
  for (Index i = 0; i < 200; ++i) {
    const double x = density.axes[0].centre(i);
    density.cells(i) = std::exp(-std::cos(2 * x) - x * x / 2);
  }
  Points x(4, 1);
  x << -3.99, -1.2345, 0.777, 5;
  const Eigen::ArrayXd log_p = log_density_at(density, std::nullopt, x);
  EXPECT_TRUE(std::isnan(log_p(0)) && std::isnan(log_p(3)));
  for (const Index i : {1, 2}) EXPECT_NEAR(log_p(i), -std::cos(2 * x(i, 0)) - x(i, 0) * x(i, 0) / 2, 1e-5);
}

// log p = x³ y² − y³ + ½x: the product of two cubics is exact.
TEST(CarriedDensity, ReadsAPlanesDensityToFourthOrder) {
  const auto log_p = [](double x, double y) { return x * x * x * y * y - y * y * y + 0.5 * x; };
  CellDensity density{{{-1, 1, 20}, {-2, 1, 24}}, Eigen::ArrayXd(480)};
  for (Index i = 0; i < 480; ++i)
    density.cells(i) = std::exp(log_p(density.axes[0].centre(i % 20), density.axes[1].centre(i / 20)));
  Points x(4, 2);
  x << 0.3, -1.1, -0.77, 0.62, 0.05, 0.99, -0.999, 0;
  const Eigen::ArrayXd read = log_density_at(density, std::nullopt, x);
  for (const Index i : {0, 1}) EXPECT_NEAR(read(i), log_p(x(i, 0), x(i, 1)), 1e-12);
  EXPECT_TRUE(std::isnan(read(2)) && std::isnan(read(3)));
}

TEST(CarriedDensity, ReadsAKinkOfTheGridsDensityByItsPotential) {
  const auto gibbs = gradient_structure(*problem_of_kink().intrinsic);
  CellDensity density{{{-4, 4, 200}}, Eigen::ArrayXd(200)};
  for (Index i = 0; i < 200; ++i) {
    const double x = density.axes[0].centre(i);
    density.cells(i) = std::exp(-std::abs(x) - x * x / 2);
  }
  Points x(3, 1);
  x << -1.2345, 0.005, 0.777;
  const Eigen::ArrayXd log_p = log_density_at(density, gibbs, x);
  for (Index i = 0; i < 3; ++i) EXPECT_NEAR(log_p(i), -std::abs(x(i, 0)) - x(i, 0) * x(i, 0) / 2, 1e-13);
}

}  // namespace
}  // namespace kolmo::four_roads
