// Strings over passes, splitting with any coordinate, and coordinates of unit noise.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/muller_brown.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/paths/geometric_action.hpp"
#include "kolmo/paths/minimum_energy_path.hpp"
#include "kolmo/paths/most_probable_path.hpp"
#include "kolmo/paths/splitting.hpp"
#include "kolmo/paths/weighted_paths.hpp"
#include "kolmo/process/derived/lamperti_transform.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

namespace kolmo::paths {
namespace {

TEST(MinimumEnergyPath, OfBentWellsHasOnePassAtTheOrigin) {
  const density::BentWells wells;
  const auto found =
      minimum_energy_path({wells}, straight_path(Eigen::Vector2d(-1.2, 0.9), Eigen::Vector2d(0.9, 0.3), 80));
  ASSERT_EQ(found.passes.size(), 1u);
  EXPECT_LT(found.highest().place.norm(), 1e-9);
  EXPECT_NEAR(found.highest().value, 1, 1e-12);
  EXPECT_NEAR(found.highest().curvatures(0), -4, 1e-8);
  EXPECT_LT((found.minima.front().place - Eigen::Vector2d(-1, 0.5)).norm(), 1e-9);
  EXPECT_LT((found.minima.back().place - Eigen::Vector2d(1, 0.5)).norm(), 1e-9);
  // Across the way the gradient vanishes.
  Points slopes(81, 2);
  wells.gradient(found.curve, slopes);
  for (Index i = 1; i < 80; ++i) {
    const Eigen::Vector2d along = (found.curve.row(i + 1) - found.curve.row(i - 1)).matrix().transpose(),
                          g = slopes.row(i).matrix().transpose();
    EXPECT_LT(std::abs(g(0) * along(1) - g(1) * along(0)) / along.norm(), 0.01) << i;
  }
}

/// V(x/s) e: another unit of length and of energy.
class Scaled final : public density::Potential {
 public:
  Scaled(double length, double energy) : length_(length), energy_(energy) {}
  std::string name() const override { return "scaled"; }
  Index dimension() const override { return 2; }
  void value(const ConstBlock& x, Values out) const override {
    inner_.value(x / length_, out);
    out *= energy_;
  }
  void gradient(const ConstBlock& x, Block out) const override {
    inner_.gradient(x / length_, out);
    out *= energy_ / length_;
  }
  void laplacian(const ConstBlock& x, Values out) const override {
    inner_.laplacian(x / length_, out);
    out *= energy_ / (length_ * length_);
  }

 private:
  double length_, energy_;
  density::BentWells inner_;
};

TEST(MinimumEnergyPath, IsTheSameInAnyUnit) {
  const double length = 1e-7, energy = 2e-21;
  const Scaled scaled(length, energy);
  const Points start = straight_path(Eigen::Vector2d(-1.2, 0.9), Eigen::Vector2d(0.9, 0.3), 80);
  const auto found = minimum_energy_path({scaled}, length * start),
             one = minimum_energy_path({density::BentWells()}, start);
  EXPECT_NEAR(found.highest().value / energy, 1, 1e-12);
  EXPECT_LT((found.curve / length - one.curve).abs().maxCoeff(), 1e-6);
}

TEST(MinimumEnergyPath, RefusesOneMinimumAndFindsSeveralPasses) {
  const density::BentWells wells;
  EXPECT_THROW((void)minimum_energy_path(
                   {wells}, straight_path(Eigen::Vector2d(0.8, 0.5), Eigen::Vector2d(1.2, 0.6), 20)),
               InvalidArgument);
  Points start = straight_path(Eigen::Vector2d(-0.55, 1.4), Eigen::Vector2d(0.6, 0.05), 100);
  for (Index i = 0; i <= 100; ++i)
    start.row(i) += Eigen::Array2d(-0.5, -0.25).transpose() * std::sin(0.0314159265 * static_cast<double>(i));
  const auto found = minimum_energy_path({density::MullerBrown()}, start);
  ASSERT_EQ(found.passes.size(), 2u);
  ASSERT_EQ(found.minima.size(), 3u);
  EXPECT_NEAR(found.passes[0].value, -0.406648435086574, 1e-12);
}

TEST(GeometricAction, IsTheSameInAnyUnit) {
  const double length = 1e-7, energy = 2e-3;  // T in the same unit
  const process::OverdampedLangevin process(std::make_shared<Scaled>(length, energy), 0.5 * energy);
  Points start = straight_path(Eigen::Vector2d(-1, 0.5), Eigen::Vector2d(0, 0), 60);
  const auto found = least_action_curve({process, length * Eigen::ArrayXd::Ones(2)}, length * start);
  EXPECT_NEAR(found.action, 2, 5e-3);
}

TEST(Splitting, IsUnbiasedWhateverTheCoordinateDoesAtTheEnd) {
  // One number for all that arrive: a round that killed those would leave nothing.
  const process::OrnsteinUhlenbeck process(1, -1.0, 1, 1);
  const double h = 1e-3, start = 0.2;
  const auto exact = weighted_paths({process,
                                     {},
                                     h,
                                     1 << 20,
                                     RandomStream(4),
                                     [](const ConstBlock& x, Values out) {
                                       for (Index i = 0; i < x.rows(); ++i)
                                         out(i) = x(i, 0) <= 0 ? -1 : (x(i, 0) >= 1 ? 1 : 0);
                                     }},
                                    Points::Constant(1 << 14, 1, start))
                         .probability(1);
  for (const bool jumps : {false, true}) {
    const Splitting problem{process,
                            [jumps](const ConstBlock& x, Values out) {
                              out = jumps ? (x.col(0) >= 1).select(2.0, x.col(0)).eval() : x.col(0).eval();
                            },
                            0,
                            1,
                            h,
                            {},
                            8,
                            RandomStream(3)};
    const SplitRuns runs =
        split_runs(problem, 64, [=](const RandomStream&) { return Points(Points::Constant(64, 1, start)); });
    EXPECT_NEAR(runs.probability.value, exact.value,
                4 * std::hypot(runs.probability.standard_error, exact.standard_error));
    EXPECT_LT(runs.probability.standard_error, 0.03 * exact.value);
  }
}

TEST(LampertiTransform, GoesThereAndBack) {
  const process::LampertiTransform unit(std::make_shared<process::GeometricBrownianMotion>(0.3, 0.5, 2),
                                        {{0.1, 4}, {1, 9}});
  const Points x{{0.1, 9}, {1, 2}, {3.7, 1}};
  const Points y = unit.to_unit(x);
  EXPECT_NEAR(y(1, 0), std::log(10.0) / 0.5, 1e-13);
  EXPECT_NEAR(y(1, 1), std::log(2.0) / 0.5, 1e-13);
  EXPECT_LT((unit.from_unit(y) - x).abs().maxCoeff(), 1e-14);
  Points f(3, 2);
  unit.drift(0, y, f);
  EXPECT_LT((f - (0.3 / 0.5 - 0.25)).abs().maxCoeff(), 1e-14);
  Eigen::ArrayXd divergence(3);
  unit.drift_divergence(0, y, divergence);
  EXPECT_LT(divergence.abs().maxCoeff(), 1e-10);
  EXPECT_TRUE(std::isnan(unit.to_unit(Points::Constant(1, 2, 5))(0, 0)));
  EXPECT_TRUE(std::isnan(unit.from_unit(Points::Constant(1, 2, -1))(0, 0)));
  // The noise vanishes at 0.
  EXPECT_THROW(
      process::LampertiTransform(std::make_shared<process::GeometricBrownianMotion>(0.3, 0.5), {{-1, 4}}),
      InvalidArgument);
}

}  // namespace
}  // namespace kolmo::paths
