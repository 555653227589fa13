#include "four_roads/comparison/quantity_table.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "experiments/four_roads/configured.hpp"
#include "four_roads/comparison/quantities.hpp"
#include "four_roads/problem/truncation.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::four_roads {
namespace {

TEST(Truncation, MassBeyondThemIsThatOfTheTail) {
  // N(0, 1) on [−4, 4]: 2 (1 − Φ(4)) = 6.33e−5; the geometric tail from the last two cells is larger by the
  // curvature of log p, at most a tenth here.
  const Grid grid({{-4, 4, 800}});
  Eigen::ArrayXd p(800);
  for (Index i = 0; i < 800; ++i)
    p(i) = std::exp(-0.5 * grid.axis(0).centre(i) * grid.axis(0).centre(i)) / std::sqrt(2 * M_PI);
  const Truncation walls = truncation_of(grid, p);
  EXPECT_GT(walls.mass, 6.33e-5);
  EXPECT_LT(walls.mass, 1.1 * 6.33e-5);
  EXPECT_NEAR(walls.largest_slope, 4, 0.02);
}

TEST(Truncation, ADensityThatDoesNotFallTowardsThemSaysSo) {
  const Grid grid({{0, 1, 10}});
  EXPECT_EQ(truncation_of(grid, Eigen::ArrayXd::Ones(10)).mass, 1.0);
  EXPECT_EQ(truncation_of(grid, Eigen::ArrayXd::Zero(10)).mass, 0.0);
}

TEST(QuantityTable, KnowsEveryQuantityThatARoadReports) {
  for (const char* name : {"double_well", "old_faithful"}) {
    const Problem problem = make_problem(configured({}), name);
    for (const char* road : {road::sde, road::fokker_planck, road::exact}) {
      for (const std::string& known : quantity_names(problem, road)) EXPECT_EQ(quantity(known).name, known);
    }
    for (const std::string& distance : distance_names(problem))
      EXPECT_GT(distance_per_mass(problem, distance), 0);
  }
  EXPECT_THROW(quantity("mean_energy"), InvalidArgument);
  EXPECT_THROW(quantity("means"), InvalidArgument);
  const Problem problem = make_problem(configured({}), "double_well");
  EXPECT_THROW(truncation_budget(problem, {1e-9, 1, 1}, "kurtosis", 0), InvalidArgument);
  EXPECT_THROW(distance_per_mass(problem, "hellinger"), InvalidArgument);
}

TEST(QuantityTable, SpreadsAreStandardDeviations) {
  const Problem problem = make_problem(configured({}), "ornstein_uhlenbeck");
  std::vector<double> x, cdf;
  for (int i = 0; i <= 4000; ++i) {
    x.push_back(-8 + 0.004 * i);
    cdf.push_back(i == 0 ? 0 : i == 4000 ? 1 : 0.5 * std::erfc(-x.back() * M_SQRT1_2));
  }
  const std::map<std::string, Law1D> laws = {{"x", Law1D::from_cdf(x, cdf)}};
  const auto spread = [&](const char* name) { return quantity(name).spread({problem, laws, 3.0}); };
  // Of N(0, 1): √1, √2, √(105 − 9); 400 midpoints leave out the outermost tails.
  EXPECT_NEAR(spread("mean"), 1, 0.01);
  EXPECT_NEAR(spread("second_moment"), std::sqrt(2), 0.03);
  EXPECT_NEAR(spread("fourth_moment"), std::sqrt(96), 1.5);
  EXPECT_NEAR(spread("potential_energy"), std::sqrt(0.5), 0.015);
  EXPECT_EQ(spread("entropy"), 1);
  EXPECT_EQ(spread("fisher_information"), 3);
}

}  // namespace
}  // namespace kolmo::four_roads
