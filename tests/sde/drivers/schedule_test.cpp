#include "kolmo/core/schedule.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "kolmo/core/errors.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

TEST(Schedule, TakesTheFewestStepsOfAtMostTheGivenLength) {
  const Schedule schedule = Schedule::with_step({0.0, 0.1, 0.5, 2.0}, 0.01, 4);
  EXPECT_EQ(schedule.steps, (std::vector<Index>{12, 40, 152}));
  EXPECT_EQ(schedule.total_steps(), 204);
  EXPECT_THROW(Schedule::with_step({0.0, 1.0}, 0.0), InvalidArgument);
  EXPECT_THROW(Schedule::with_step({1.0, 0.0}, 0.1), InvalidArgument);
  EXPECT_THROW(Schedule::with_step({0.0, 1.0}, 0.1, 0), InvalidArgument);
}

TEST(Schedule, TakesAsManyStepsInEveryInterval) {
  const Schedule schedule = Schedule::with_steps_each({-1, 0, 0.5, 4}, 6);
  EXPECT_EQ(schedule.times, (std::vector<double>{-1, 0, 0.5, 4}));
  EXPECT_EQ(schedule.steps, (std::vector<Index>{6, 6, 6}));
  EXPECT_THROW(Schedule::with_steps_each({}, 6), InvalidArgument);
  EXPECT_THROW(Schedule::with_steps_each({1}, 6), InvalidArgument);
  EXPECT_THROW(Schedule::with_steps_each({0, 1}, 0), InvalidArgument);
  EXPECT_THROW(Schedule::with_steps_each({0, 0}, 6), InvalidArgument);
}

constexpr double end_time = 1.7;

/// Defined up to a time only.
class Ending : public test::Ornstein {
 public:
  void drift(double t, const ConstBlock& x, Block out) const override {
    if (t > end_time) throw std::domain_error("after the end");
    Ornstein::drift(t, x, out);
  }
  double noise_variance(double s, double t) const override {
    if (t > end_time) throw std::domain_error("after the end");
    return Ornstein::noise_variance(s, t);
  }
};

// begin + fl(end − begin) may exceed `end` by a rounding: the starts are chosen so that it would for some of
// them.
TEST(Schedule, NeverAsksForTimesAfterTheEnd) {
  int would_exceed = 0;
  for (int k = 50; k < 110; ++k) {
    const double begin = 0.0017 * k;
    would_exceed += begin + (end_time - begin) > end_time;
    for (Index steps : {1, 4, 12}) {
      const Schedule schedule{{begin, end_time}, {steps}};
      for (const SdeScheme* scheme : schemes()) {
        if (!scheme->can_step(Ending())) continue;
        const Simulation simulation{Ending(), *scheme, schedule, 1, RandomStream(1, 1)};
        EXPECT_NO_THROW(simulate_snapshots(simulation, Points(Points::Zero(1, 1)))) << begin << " " << steps;
      }
    }
  }
  EXPECT_GT(would_exceed, 0);
}

}  // namespace
}  // namespace kolmo::sde
