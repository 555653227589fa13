// The flow's loop: times, directions, counts, failures, threads.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/ode/flow.hpp"
#include "ode/likelihood_checks.hpp"

namespace kolmo::ode {
namespace {

using test::ensemble;

/// The places at the last time.
Points last(const process::VelocityField& velocity, const FlowPlan& plan, const Points& initial,
            FlowReport* report = nullptr) {
  Points out(initial.rows(), initial.cols());
  const auto final_snapshot = static_cast<Index>(plan.times.size()) - 1;
  const FlowReport done = flow(velocity, plan, initial,
                               [&](Index snapshot, Index first, const ConstBlock& x, const ConstValues*) {
                                 if (snapshot == final_snapshot) out.middleRows(first, x.rows()) = x;
                               });
  if (report != nullptr) *report = done;
  return out;
}

/// v = 1 for every time seen: the clock as a velocity, with a record of the times asked for.
class Clock final : public process::VelocityField {
 public:
  Index dimension() const override { return 1; }
  void velocity(double t, const ConstBlock&, Block out) const override {
    earliest = std::min(earliest, t);
    latest = std::max(latest, t);
    out.setOnes();
  }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    velocity(t, x, out);
    divergence.setZero();
  }
  mutable double earliest = 1e300, latest = -1e300;
};

TEST(Flow, ends_exactly_at_times_that_no_step_divides) {
  // x counts time, so that a step left out or overshot shows: x − (t − t₀) is rounding only.
  for (const bool backwards : {false, true}) {
    for (const Index steps : {0, 3}) {
      FlowPlan plan;
      plan.times = {0.1, 0.4 / 3, 0.7, 0.7000001, 1.0 / 0.9};
      if (backwards) std::reverse(plan.times.begin(), plan.times.end());
      plan.steps_per_interval = steps;
      const Clock clock;
      std::vector<Index> seen;
      flow(clock, plan, Points::Zero(1, 1), [&](Index k, Index, const ConstBlock& x, const ConstValues*) {
        seen.push_back(k);
        EXPECT_NEAR(x(0, 0), plan.times[static_cast<std::size_t>(k)] - plan.times.front(), 1e-15);
      });
      EXPECT_EQ(seen, (std::vector<Index>{0, 1, 2, 3, 4}));
      EXPECT_EQ(clock.earliest, 0.1) << "never outside of the plan";
      EXPECT_EQ(clock.latest, 1.0 / 0.9);
    }
  }
}

TEST(Flow, never_asks_for_a_time_outside_of_the_plan) {
  // t + (end − t) may round to one unit beyond the end: the velocity must not see it.
  int beyond = 0;
  for (int k = 1; k <= 300; ++k) {
    FlowPlan plan;
    plan.times = {0.0011 * k, 1.0 / 0.9 + 0.013 * k};
    plan.steps_per_interval = 1;
    if (plan.times[0] + (plan.times[1] - plan.times[0]) > plan.times[1]) ++beyond;
    const Clock clock;
    flow(clock, plan, Points::Zero(1, 1), [](Index, Index, const ConstBlock&, const ConstValues*) {});
    EXPECT_GE(clock.earliest, plan.times[0]);
    EXPECT_LE(clock.latest, plan.times[1]);
  }
  EXPECT_GT(beyond, 0);
}

TEST(Flow, keeps_to_the_tolerance_over_all_snapshots) {
  for (const verify::Check& check : test::spiral_errors(Spiral())) EXPECT_TRUE(verify::test::passes(check));
}

TEST(Flow, counts_evaluations_exactly) {
  const Spiral velocity;
  FlowPlan plan;
  plan.times = {0, 1, 2};
  FlowReport report;
  const Points initial = ensemble(2500);
  last(velocity, plan, initial, &report);
  EXPECT_DOUBLE_EQ(report.evaluations_per_particle * 2500, static_cast<double>(velocity.points.load()));
  // An evaluation at the start, one for the first step's size, six a step tried, in each of three blocks.
  EXPECT_EQ(velocity.calls, 3 * 2 + 6 * (report.steps_accepted + report.steps_rejected));
  EXPECT_GE(static_cast<double>(report.evaluations_largest), report.evaluations_per_particle);
  EXPECT_GT(report.smallest_step, 0);
}

TEST(Flow, gives_few_particles_their_own_steps) {
  const Points initial = ensemble(1100);  // a block and a rest
  FlowPlan plan;
  plan.times = {0, 0.7, 2};
  FlowReport all, alone;
  const Points together = last(Spiral(), plan, initial, &all);
  plan.sharing = 1;
  const Points single = last(Spiral(), plan, initial, &alone);
  EXPECT_EQ(alone.step_times->size(), 1100U);
  EXPECT_LT(alone.evaluations_per_particle, all.evaluations_per_particle);
  EXPECT_LE((together - single).abs().maxCoeff(), 1e-6);
  // A particle's steps are those that it takes on its own.
  FlowReport one;
  const Points third = last(Spiral(), plan, initial.row(1030), &one);
  EXPECT_EQ(one.step_times->front(), (*alone.step_times)[1030]);
  EXPECT_TRUE((third.row(0) == single.row(1030)).all());
  // Refined, in groups of another size than that of blocks.
  plan.sharing = 48;
  last(Spiral(), plan, initial, &all);
  EXPECT_EQ(all.step_times->size(), 22U + 2U);
  plan.step_times = all.step_times;
  plan.divisions = 2;
  EXPECT_LE((last(Spiral(), plan, initial) - single).abs().maxCoeff(), 1e-6);
  plan.sharing = 64;
  EXPECT_THROW(last(Spiral(), plan, initial), InvalidArgument);
}

// Many snapshots cost nothing: no step is cut. Errors of interpolation of order 4 in steps of about 0.1.
TEST(Flow, interpolates_between_steps_of_a_dense_plan) {
  const Points initial = ensemble(40);
  for (const double end : {2.0, -0.1}) {
    FlowPlan plan;
    for (int k = 0; k <= 50; ++k) plan.times.push_back(end * k / 50);
    plan.log_density = true;
    plan.dense = true;
    double worst = 0;
    Index shown = 0;
    const auto observer = [&](Index k, Index, const ConstBlock& x, const ConstValues* change) {
      EXPECT_EQ(k, shown++);
      for (Index i = 0; i < x.rows(); ++i) {
        const auto exact =
            Spiral::exact(plan.times[static_cast<std::size_t>(k)], initial(i, 0), initial(i, 1));
        worst = std::max({worst, std::abs(x(i, 0) - exact.x), std::abs(x(i, 1) - exact.y),
                          std::abs((*change)[i] - exact.log_density_change)});
      }
    };
    const FlowReport dense = flow(Spiral(), plan, initial, observer);
    EXPECT_EQ(shown, 51);
    EXPECT_LE(worst, 1e-5);
    plan.times = {0, end};
    plan.dense = false;
    const FlowReport plain =
        flow(Spiral(), plan, initial, [](Index, Index, const ConstBlock&, const ConstValues*) {});
    EXPECT_EQ(dense.evaluations_per_particle, plain.evaluations_per_particle);
    plan.dense = true;
    plan.steps_per_interval = 4;
    EXPECT_THROW(last(Spiral(), plan, initial), InvalidArgument);
  }
}

TEST(Flow, estimates_the_divergence_from_one_probe_a_trajectory) {
  const Spiral spiral;
  FlowPlan plan;
  plan.times = {0, 0.5};
  plan.relative_tolerance = plan.absolute_tolerance = 1e-9;
  plan.log_density = true;
  plan.trace = TraceEstimate{Probe::rademacher, RandomStream(1), 1e-5};
  const Points initial = Points::Constant(2000, 2, 0.6);
  Eigen::ArrayXd changes(2000);
  const FlowReport report =
      flow(spiral, plan, initial, [&](Index k, Index first, const ConstBlock& x, const ConstValues* change) {
        if (k == 1) changes.segment(first, x.rows()) = *change;
      });
  EXPECT_EQ(static_cast<double>(spiral.points.load()), report.evaluations_per_particle * 2000);
  const double mean = changes.mean();
  const double error = std::sqrt((changes - mean).square().sum() / (2000.0 * 1999.0));
  EXPECT_GT(error, 0);
  EXPECT_NEAR(mean, Spiral::exact(0.5, 0.6, 0.6).log_density_change, 5 * error);
  const auto refused = [&](bool log_density, double width) {
    plan.log_density = log_density;
    plan.trace->width = width;
    EXPECT_THROW(last(spiral, plan, initial), InvalidArgument);
  };
  refused(false, 1e-5);
  refused(true, 0);
}

TEST(Flow, returns_after_a_round_trip) {
  const Points initial = ensemble(300);
  double before = 1;
  for (const double tolerance : {1e-6, 1e-8, 1e-10}) {
    FlowPlan plan;
    plan.times = {0, 1.5};
    plan.relative_tolerance = plan.absolute_tolerance = tolerance;
    FlowPlan back = plan;
    back.times = {1.5, 0};
    const Points there = last(Spiral(), plan, initial);
    const double error = (last(Spiral(), back, there) - initial).abs().maxCoeff();
    // Backwards, r grows away from the circle at most like e^{2t} = 20; about 30 steps a way.
    EXPECT_LT(error, 1000 * tolerance);
    EXPECT_LT(error, before / 10) << "falls with the tolerance";
    before = error;
  }
}

TEST(Flow, gives_the_same_bits_for_every_number_of_threads) {
  FlowPlan plan;
  plan.times = {0, 1};
  plan.relative_tolerance = plan.absolute_tolerance = 1e-6;
  const Points initial = ensemble(5000);
  const int before = threads();
  set_threads(1);
  const Points one = last(Spiral(), plan, initial);
  for (const int count : {2, 3, 7}) {
    set_threads(count);
    EXPECT_TRUE((last(Spiral(), plan, initial) == one).all()) << count;
  }
  set_threads(before);
}

TEST(Flow, steps_of_a_block_depend_on_its_particles_alone) {
  FlowPlan plan;
  plan.times = {0, 1};
  const Points initial = ensemble(3000);
  const Points whole = last(Spiral(), plan, initial);
  const Points head = last(Spiral(), plan, initial.topRows(2 * block_rows));
  EXPECT_TRUE((whole.topRows(2 * block_rows) == head).all());
  Points other = initial;
  other.bottomRows(1000) *= 3;
  EXPECT_TRUE((last(Spiral(), plan, other).topRows(block_rows) == whole.topRows(block_rows)).all());
}

/// x′ = x²: leaves the finite numbers at t = 1/x₀.
class Explosion final : public process::VelocityField {
 public:
  Index dimension() const override { return 1; }
  void velocity(double, const ConstBlock& x, Block out) const override { out = x.square(); }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    velocity(t, x, out);
    divergence = 2 * x.col(0);
  }
};

std::string failure_of(const process::VelocityField& velocity, const FlowPlan& plan, const Points& initial) {
  try {
    last(velocity, plan, initial);
  } catch (const NumericalFailure& failure) {
    return failure.what();
  }
  return "no failure";
}

TEST(Flow, names_particle_time_and_remedy_where_it_explodes) {
  FlowPlan plan;
  plan.times = {0, 2};
  Points initial = Points::Constant(1500, 1, 0.1);
  initial(1200, 0) = 1;  // explodes at t = 1
  const std::string adaptive = failure_of(Explosion(), plan, initial);
  EXPECT_NE(adaptive.find("particle 1200 at t = 1,"), std::string::npos) << adaptive;
  EXPECT_NE(adaptive.find("loosen the tolerances"), std::string::npos) << adaptive;
  plan.steps_per_interval = 100;
  const std::string fixed = failure_of(Explosion(), plan, initial);
  EXPECT_NE(fixed.find("particle 1200"), std::string::npos) << fixed;
  EXPECT_NE(fixed.find("more steps"), std::string::npos) << fixed;
}

TEST(Flow, stops_at_the_maximal_number_of_steps) {
  FlowPlan plan;
  plan.times = {0, 100};
  plan.maximal_steps = 50;
  const std::string message = failure_of(Spiral(), plan, ensemble(10));
  EXPECT_NE(message.find("maximal_steps = 50"), std::string::npos) << message;
}

TEST(Flow, refuses_a_start_that_is_not_finite) {
  FlowPlan plan;
  plan.times = {0, 1};
  Points initial = ensemble(1100);
  initial(1030, 1) = std::numeric_limits<double>::quiet_NaN();
  const std::string message = failure_of(Spiral(), plan, initial);
  EXPECT_NE(message.find("particle 1030 at t = 0"), std::string::npos) << message;
}

TEST(Flow, refuses_plans_outside_their_ranges) {
  const Points initial = ensemble(4);
  const auto refused = [&](auto&& change) {
    FlowPlan plan;
    plan.times = {0, 1};
    change(plan);
    EXPECT_THROW(last(Spiral(), plan, initial), InvalidArgument);
  };
  refused([](FlowPlan& p) { p.times = {0}; });
  refused([](FlowPlan& p) { p.times = {0, 0}; });
  refused([](FlowPlan& p) { p.times = {0, 1, 0.5}; });
  refused([](FlowPlan& p) { p.times = {1, 0, 0.5}; });
  refused([](FlowPlan& p) { p.times = {0, std::nan("")}; });
  refused([](FlowPlan& p) { p.stepper = "euler"; });
  refused([](FlowPlan& p) { p.stepper = "runge_kutta_4"; });  // adaptive without an estimate
  refused([](FlowPlan& p) { p.relative_tolerance = -1; });
  refused([](FlowPlan& p) { p.relative_tolerance = 1e-17; });
  refused([](FlowPlan& p) { p.relative_tolerance = std::nan(""); });
  refused([](FlowPlan& p) { p.absolute_tolerance = 0; });
  refused([](FlowPlan& p) { p.maximal_steps = 0; });
  refused([](FlowPlan& p) { p.steps_per_interval = -1; });
  FlowPlan plan;
  plan.times = {0, 1};
  EXPECT_THROW(last(Spiral(), plan, Points::Zero(4, 3)), InvalidArgument);
  EXPECT_THROW(last(Spiral(), plan, Points(0, 2)), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::ode
