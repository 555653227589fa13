// First zeros of functions along paths, against closed forms.

#include "kolmo/sde/drivers/events.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/point_functions.hpp"
#include "kolmo/process/equations/underdamped_langevin.hpp"
#include "sde/drivers/simulations.hpp"

namespace kolmo::sde {
namespace {

const RandomStream stream(20240611);

/// Brownian motion in the plane, its noise √2 times a rotation: not diagonal.
auto rotated() {
  return process::point_functions<2, 2>(
      [](double, const Eigen::Vector2d&) -> Eigen::Vector2d {
        return {0, 0};
      },
      [](double, const Eigen::Vector2d&) {
        return Eigen::Matrix2d{{1, -1}, {1, 1}};
      },
      {.noise = process::NoiseKind::constant});
}

void disc(double, const ConstBlock& x, Values out) { out = 1 - x.square().rowwise().sum(); }

Estimate mean_of(const Eigen::ArrayXd& values) { return raw_moment(values.data(), values.size(), 1); }

// From the centre of the unit disc, noise of variance 2 a unit of time and coordinate: |X|² − 4t is a
// martingale, so that E τ = 1/4; the exit is uniform on the circle. The bias is that of curvature: measured
// 0.0148, 0.0081, 0.0043 (± 0.0003) at h = 1/25, 1/50, 1/100, order 1. Without the bridge it would be
// 0.5826·√(2h)·½ = 0.041 at the last. Allowed is the bias and five standard errors, 0.0012 each.
TEST(Events, LeaveADiscAtTheRightTimeAndPlace) {
  const auto process = rotated();
  const Index n = 20000;
  const Events events =
      find_events({process, scheme("euler_maruyama"), Schedule::with_step({0.0, 3.0}, 0.01), n, stream, disc},
                  Points(Points::Zero(n, 2)));
  const Estimate mean = mean_of(events.time);
  EXPECT_NEAR(mean.value, 0.25, 0.0045 + 5 * mean.standard_error);
  EXPECT_EQ(events.censored, 0);  // e^{−j² 3}, j = 2.405
  for (const std::int8_t sign : events.sign) ASSERT_EQ(sign, -1);
  const Eigen::ArrayXd radius = events.state.square().rowwise().sum().sqrt();
  // the chord is off by moves of √(2h) = 0.14 at most three times; Newton's step squares that, over 2
  EXPECT_LT((radius - 1).abs().maxCoeff(), 0.1);
  EXPECT_NEAR(radius.mean(), 1, 0.01);
  for (Index j = 0; j < 2; ++j) {
    const Estimate place = mean_of(events.state.col(j));
    EXPECT_NEAR(place.value, 0, 5 * place.standard_error);
  }
}

// Brownian motion to a line that moves towards it: b(t) = 1 − t, and its density of first passage gives
// E τ = 1 (Wald: W_τ + τ = 1). Exact for the bridge, as φ is one with constant variance.
TEST(Events, SeeAFunctionOfTimeToo) {
  const process::Brownian process(1, 1);
  const Index n = 20000;
  const auto line = [](double t, const ConstBlock& x, Values out) { out = x.col(0) - (1 - t); };
  const Events events = find_events(
      {process, scheme("euler_maruyama"), Schedule::with_step({0.0, 20.0}, 0.25), n, stream, line},
      Points(Points::Zero(n, 1)));
  const Estimate mean = mean_of(events.time), square = raw_moment(events.time.data(), n, 2);
  EXPECT_NEAR(mean.value, 1, 5 * mean.standard_error);
  EXPECT_NEAR(square.value, 2, 5 * square.standard_error);  // inverse Gaussian, mean 1 and variance 1
  EXPECT_LT((events.state.col(0) - (1 - events.time)).abs().maxCoeff(), 1e-12);
}

// q″ = −q from q = 1 at rest with hardly any noise: q falls through 0 at π/2 and rises through it at 3π/2.
// The splitting and the chord have order 2: h² = 10⁻⁴.
TEST(Events, OfPositionsAreChangesOfSign) {
  const auto well = std::make_shared<density::QuadraticPotential>(1.0, Eigen::VectorXd::Zero(1));
  const process::UnderdampedLangevin process(well, 1e-9, 1e-12);
  Points start(3, 2);
  start << 1, 0, 2, 0, -1, 0;
  const auto position = [](double, const ConstBlock& x, Values out) { out = x.col(0); };
  const auto search = [&](Crossing crossing) {
    return find_events(
        {process, scheme("baoab"), Schedule::with_step({0.0, 6.0}, 0.01), 3, stream, position, crossing},
        start);
  };
  const double half = 1.5707963267948966;
  const Events any = search(Crossing::any), rising = search(Crossing::rising);
  for (Index i = 0; i < 3; ++i) EXPECT_NEAR(any.time(i), half, 2e-4) << i;
  EXPECT_EQ(any.sign, (std::vector<std::int8_t>{-1, -1, 1}));
  EXPECT_NEAR(any.state(1, 1), -2, 1e-3);
  EXPECT_NEAR(any.state(1, 0), 0, 1e-3);
  EXPECT_NEAR(rising.time(0), 3 * half, 2e-4);
  EXPECT_NEAR(rising.time(2), half, 2e-4);
}

// Their paths are those of `simulate`.
TEST(Events, ThatDoNotComeLeaveTheirPathsWhereSimulateDoes) {
  const process::OrnsteinUhlenbeck process(1, 0, 1.4, 2);
  const auto far = [](double, const ConstBlock& x, Values out) { out = x.col(0) - 50; };
  const Points start = Points::Constant(1500, 2, 0.3);
  const Schedule schedule{{0, 0.5, 1.5}, {5, 10}};
  const Events none = find_events({process, scheme("sra1"), schedule, 1500, stream, far}, start);
  EXPECT_EQ(none.censored, 1500);
  EXPECT_TRUE((none.time == 1.5).all());
  const Points ends = simulate_snapshots({process, scheme("sra1"), schedule, 1500, stream}, start).back()[0];
  EXPECT_TRUE((none.state == ends).all());
}

TEST(Events, AreTheSameForEveryNumberOfThreads) {
  const auto process = rotated();
  const Points start = Points::Constant(3000, 2, 0.2);
  const auto search = [&] {
    return find_events(
        {process, scheme("milstein"), Schedule::with_step({0.0, 0.5}, 0.05), 3000, stream, disc}, start);
  };
  const test::Threads one(1);
  const Events alone = search();
  const test::Threads two(2);
  const Events both = search();
  EXPECT_TRUE((alone.time == both.time).all());
  EXPECT_TRUE((alone.state == both.state).all());
  EXPECT_EQ(alone.censored, both.censored);
  EXPECT_GT(alone.censored, 0);
}

TEST(Events, RefuseWhatHasNone) {
  const auto process = rotated();
  const Schedule schedule{{0, 1}, {10}};
  const auto search = [&](const char* name, EventFunction function, double start) {
    return find_events({process, scheme(name), schedule, 4, stream, std::move(function)},
                       Points(Points::Constant(4, 2, start)));
  };
  EXPECT_THROW(search("euler_maruyama", {}, 0), InvalidArgument);
  EXPECT_THROW(search("platen", disc, 0), InvalidArgument);
  const auto position = [](double, const ConstBlock& x, Values out) { out = x.col(0) - 0.5; };
  EXPECT_THROW(search("euler_maruyama", position, 0.5), InvalidArgument);
  EXPECT_THROW(find_events({process, scheme("euler_maruyama"), schedule, 4, stream, disc}, Initial()),
               InvalidArgument);
  const auto nowhere = [](double t, const ConstBlock&, Values out) { out.setConstant(t > 0.5 ? NAN : 1); };
  EXPECT_THROW(search("euler_maruyama", nowhere, 0), NumericalFailure);
}

}  // namespace
}  // namespace kolmo::sde
