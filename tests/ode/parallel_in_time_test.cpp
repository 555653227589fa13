// Parareal and multiple shooting: known iterates, the serial run in the end, exact counts.

#include <gtest/gtest.h>

#include <cmath>
#include <iterator>
#include <limits>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/measure/problems/dahlquist_in_slices.hpp"
#include "kolmo/ode/parallel_in_time/parareal.hpp"
#include "kolmo/ode/samplers/counting_score.hpp"
#include "ode/sampler_problem.hpp"

namespace kolmo::ode {
namespace {

using Errors = std::vector<double>;

/// x′ = −x from 1 over [0, 5] in ten slices: explicit Euler, and exactly.
const SlicePropagator euler_slice = [](Index, Points& x) { x *= 0.5; };
const SlicePropagator exact_slice = [](Index, Points& x) { x *= std::exp(-0.5); };

IterationObserver largest_errors(Errors& errors) {
  return [&errors](Index, const std::vector<Points>& ends) {
    double largest = 0;
    for (std::size_t n = 0; n < ends.size(); ++n) {
      largest = std::max(largest, std::abs(ends[n](0, 0) - std::exp(-0.5 * static_cast<double>(n + 1))));
    }
    errors.push_back(largest);
  };
}

TEST(Parareal, has_the_known_iterates_on_a_linear_equation) {
  const auto& known = measure::parareal_errors_of_dahlquist;
  Errors errors;
  const auto report =
      parareal(euler_slice, exact_slice, 10, Points::Ones(1, 1), {.tolerance = 0}, largest_errors(errors));
  ASSERT_EQ(errors.size(), std::size(known));
  for (std::size_t k = 0; k < std::size(known); ++k) EXPECT_NEAR(errors[k], known[k], 1e-15) << k;
  EXPECT_EQ(report.iterations, 10);
  EXPECT_TRUE(report.converged);
}

/// The same iteration written out, with G(U old) subtracted or, as a mistake, not.
Errors written_out(bool subtracts) {
  std::vector<double> u(11, 1.0), old_coarse(11);
  for (std::size_t n = 0; n < 10; ++n) u[n + 1] = old_coarse[n + 1] = 0.5 * u[n];
  Errors errors;
  for (int k = 0; k < 10; ++k) {
    std::vector<double> next = u;
    for (std::size_t n = 0; n < 10; ++n) {
      const double coarse = 0.5 * next[n];
      next[n + 1] = std::exp(-0.5) * u[n] + coarse - (subtracts ? old_coarse[n + 1] : 0);
      old_coarse[n + 1] = coarse;
    }
    u = next;
    errors.push_back(std::abs(u[10] - std::exp(-5.0)));
  }
  return errors;
}

TEST(Parareal, without_the_old_coarse_value_ends_elsewhere) {
  EXPECT_LE(written_out(true).back(), 1e-15);
  EXPECT_GT(written_out(false).back(), 1);
}

// Sixteen slices from t = 1 to 0.05: 16 steps of DPM-3 in each beside one of DDIM.
struct SlicedSampling {
  explicit SlicedSampling(const process::ScoreField& score)
      : coarse(slice_sampler(find_sampler("ddim"), slices, 1, score)),
        fine(slice_sampler(find_sampler("dpm_3"), slices, 16, score)) {}

  std::vector<Points> serial() const {
    std::vector<Points> ends;
    Points x = start;
    for (Index n = 0; n < 16; ++n) {
      fine(n, x);
      ends.push_back(x);
    }
    return ends;
  }

  test::SamplerProblem problem{1};
  SamplingGrid slices = sampling_grid(problem.clock(), find_grid_rule("lambda"), 16);
  Points start = problem.places(1);
  SlicePropagator coarse, fine;
};

TEST(Parareal, leaves_one_more_slice_bit_for_bit_serial_in_every_iteration) {
  const test::SamplerProblem problem(1);
  const SlicedSampling sampling(problem.score);
  const std::vector<Points> serial = sampling.serial();
  Errors errors;
  const auto report = parareal(sampling.coarse, sampling.fine, 16, sampling.start, {.tolerance = 0},
                               [&](Index k, const std::vector<Points>& ends) {
                                 for (std::size_t n = 0; n < static_cast<std::size_t>(k); ++n) {
                                   EXPECT_TRUE((ends[n] == serial[n]).all()) << k << ' ' << n;
                                 }
                                 errors.push_back((ends.back() - serial.back()).abs().maxCoeff());
                               });
  EXPECT_TRUE((report.ends.back() == serial.back()).all());
  // Long before: each of the iterations 2 to 8 gains more than a factor 3, on the average 30.
  for (std::size_t k = 2; k <= 8; ++k) EXPECT_LT(errors[k], errors[k - 1] / 3) << k;
  EXPECT_LT(errors[8], 1e-8);
}

TEST(Parareal, costs_what_the_model_says) {
  const test::SamplerProblem problem(1);
  const CountingScore counting(problem.score);
  const SlicedSampling sampling(counting);
  const auto report = parareal(sampling.coarse, sampling.fine, 16, sampling.start, {.tolerance = 1e-6});
  EXPECT_TRUE(report.converged);
  const double fine = 48, coarse = 1;
  double all = 16 * coarse;
  for (Index j = 1; j <= report.iterations; ++j) {
    all += static_cast<double>(16 - j + 1) * fine + static_cast<double>(16 - j) * coarse;
  }
  EXPECT_EQ(static_cast<double>(counting.places()) / 50, all);
  // One after the other: a fine slice and the coarse ones in each iteration.
  EXPECT_NEAR(parareal_speed_up(16, 2, fine, coarse), 16 * 48 / (16 + 48 + 15 + 48 + 14.0), 1e-12);
  EXPECT_GT(parareal_speed_up(16, report.iterations, fine, coarse), 1.5);
}

// A linear flow in the plane has the exact derivative at once: Newton's first iteration is the last.
TEST(MultipleShooting, solves_a_linear_flow_in_one_iteration) {
  const SlicePropagator rotation = [](Index, Points& x) {
    const Points old = x;
    x.col(0) = 0.8 * old.col(0) - 0.5 * old.col(1);
    x.col(1) = 0.3 * old.col(0) + 0.9 * old.col(1);
  };
  const SlicePropagator still = [](Index, Points&) {};
  Points serial = Points::Random(7, 2);
  const Points start = serial;
  for (Index n = 0; n < 12; ++n) rotation(n, serial);
  std::vector<double> errors;
  multiple_shooting(still, rotation, 12, start, {.tolerance = 0, .most_iterations = 2},
                    [&](Index, const std::vector<Points>& ends) {
                      errors.push_back((ends.back() - serial).abs().maxCoeff());
                    });
  EXPECT_GT(errors[0], 0.1);
  EXPECT_LT(errors[1], 1e-9);  // differences of 6e-6: ε/6e-6 of a number near 1
}

TEST(MultipleShooting, converges_quadratically_where_parareal_is_linear) {
  const test::SamplerProblem problem(1);
  const SlicedSampling sampling(problem.score);
  const SlicePropagator coarse = slice_sampler(find_sampler("dpm_2"), sampling.slices, 1, problem.score);
  const Points serial = sampling.serial().back();
  const auto errors_of = [&](auto method) {
    Errors errors;
    method(coarse, sampling.fine, Index{16}, sampling.start, ParallelInTimeOptions{.most_iterations = 4},
           [&](Index, const std::vector<Points>& ends) {
             errors.push_back((ends.back() - serial).abs().maxCoeff());
           });
    return errors;
  };
  const Errors newton = errors_of(multiple_shooting), fixed = errors_of(parareal);
  EXPECT_LT(newton[3], 1e-9);
  EXPECT_GT(fixed[3], 1e-7);
  // The digits double: the constant is that of the curvature of a slice's flow, below 10 here.
  EXPECT_LT(newton[3], 10 * newton[2] * newton[2]);
}

TEST(Parareal, refuses_and_reports) {
  const Points start = Points::Ones(1, 1);
  EXPECT_THROW(parareal(euler_slice, exact_slice, 0, start), InvalidArgument);
  EXPECT_THROW(parareal({}, exact_slice, 3, start), InvalidArgument);
  EXPECT_THROW(parareal(euler_slice, exact_slice, 3, start, {.tolerance = -1}), InvalidArgument);
  const test::SamplerProblem problem;
  const SamplingGrid slices = sampling_grid(problem.clock(), find_grid_rule("lambda"), 4);
  EXPECT_THROW(slice_sampler(find_sampler("ancestral"), slices, 2, problem.score), InvalidArgument);
  const SlicePropagator broken = [](Index n, Points& x) {
    if (n == 2) x.setConstant(std::numeric_limits<double>::quiet_NaN());
  };
  try {
    parareal(euler_slice, broken, 4, start);
    FAIL() << "must not be finite";
  } catch (const NumericalFailure& failure) {
    EXPECT_NE(std::string(failure.what()).find("parareal, iteration 1, end of slice 2"), std::string::npos)
        << failure.what();
  }
}

}  // namespace
}  // namespace kolmo::ode
