// Exact kernels and clocks of linear processes.

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "kolmo/process/structure/exact_kernel.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"
#include "linear_processes.hpp"

namespace {

using kolmo::Index;
using kolmo::process::Kernel;
using kolmo::process::Process;

// scale' = a scale and variance' = 2 a variance + g² at the end time t; central differences of order 4, h =
// 1e−4: with rates up to 40 (VP's is 20) the error is h⁴ 40⁵ / 30 < 4e−10, and rounding ε/h = 2e−12; relative
// to the derivative's size.
TEST(Kernel, SolvesTheMomentEquations) {
  const double h = 1e-4;
  for (const auto& process : samples::linear_processes(2)) {
    for (double s : {0.0, 0.3}) {
      for (double t : {s + 0.05, 0.5, 0.9}) {
        const auto at = [&](double time) { return *exact_kernel(*process, s, time); };
        const auto slope = [&](auto value) {
          return (8 * (value(t + h) - value(t - h)) - (value(t + 2 * h) - value(t - 2 * h))) / (12 * h);
        };
        const double scale_slope = slope([&](double time) { return at(time).scale; });
        const double variance_slope = slope([&](double time) { return at(time).variance; });
        const double a = samples::drift_rate(*process, t), g = process->diffusion(t);
        EXPECT_NEAR(scale_slope, a * at(t).scale, 1e-9 * (1 + std::abs(a))) << process->name();
        const double wanted = 2 * a * at(t).variance + g * g;
        EXPECT_NEAR(variance_slope, wanted, 1e-9 * (1 + std::abs(a) + g * g)) << process->name();
      }
    }
  }
}

TEST(Kernel, ComposesOverAnyPartitionOfTime) {
  for (const auto& process : samples::linear_processes(2)) {
    for (double r : {0.0, 0.2}) {
      for (double s : {r, r + 1e-6, 0.4}) {
        const double t = 0.9;
        const Kernel first = *exact_kernel(*process, r, s), second = *exact_kernel(*process, s, t),
                     whole = *exact_kernel(*process, r, t);
        EXPECT_NEAR(first.scale * second.scale, whole.scale, 1e-14) << process->name();
        const double variance = second.scale * second.scale * first.variance + second.variance;
        EXPECT_NEAR(variance, whole.variance, 1e-13 * (1 + whole.variance)) << process->name();
      }
    }
    EXPECT_EQ(exact_kernel(*process, 0.3, 0.3)->scale, 1);
    EXPECT_EQ(exact_kernel(*process, 0.3, 0.3)->variance, 0);
  }
}

// Simpson's rule with 400 intervals. Of e^{rt} its relative error is (rh)⁴/180: with VE's largest r = 2 ln
// 5000 = 17 and h = 0.8/400 that is 7e−9; sub-VP's e^{−2B} has rates up to 40, but beside a g² of 1 to 20.
TEST(NoiseVariance, IsTheIntegralOfTheSquaredDiffusion) {
  for (const auto& process : samples::linear_processes(1)) {
    for (double s : {0.0, 0.25}) {
      for (double t : {s + 0.01, 0.8}) {
        const int n = 400;
        const double h = (t - s) / n;
        double sum = 0;
        for (int i = 0; i <= n; ++i) {
          const double g = process->diffusion(s + i * h);
          sum += (i == 0 || i == n ? 1 : i % 2 ? 4 : 2) * g * g;
        }
        const double simpson = sum * h / 3;
        EXPECT_NEAR(process->noise_variance(s, t), simpson, 1e-8 * simpson) << process->name();
      }
    }
    EXPECT_EQ(process->noise_variance(0.3, 0.3), 0) << process->name();
  }
}

// g² ~ 2 β_min² t for small t: ∫_0^h g² = β_min² h² + O(h³).
// ᾱ of Nichol and Dhariwal (2021), eq. 17, by its formula; σ of Karras et al. (2022), eq. 5.
TEST(Kernel, ScheduledOnesHaveTheirFormulas) {
  using namespace kolmo::process;
  const ScheduledDiffusion cosine(cosine_schedule(1), true, 1);
  const ScheduledDiffusion polynomial(polynomial_schedule(0.002, 80, 7, 1), false, 1);
  for (const double t : {1e-6, 0.01, 0.3, 0.7, 0.9946}) {
    const double s = 0.008, half_pi = 0.5 * std::numbers::pi;
    const double kept = std::pow(std::cos(half_pi * (t + s) / (1 + s)) / std::cos(half_pi * s / (1 + s)), 2);
    EXPECT_NEAR(std::pow(cosine.kernel(0, t)->scale, 2), kept, 1e-14) << t;
    EXPECT_NEAR(cosine.clock_inverse(cosine.clock(t)), t, 1e-13 * t) << t;
    const double root = std::pow(0.002, 1.0 / 7) + t * (std::pow(80, 1.0 / 7) - std::pow(0.002, 1.0 / 7));
    const double variance = std::pow(root, 14) - 0.002 * 0.002;
    EXPECT_NEAR(polynomial.kernel(0, t)->variance, variance, 1e-13 * variance + 1e-20) << t;
    EXPECT_NEAR(polynomial.clock_inverse(polynomial.clock(t)), t, 1e-13 * t) << t;
  }
}

TEST(NoiseVariance, OfSubVarianceKeepsItsDigitsForTinySteps) {
  const kolmo::process::SubVariancePreserving process(0.5, 0.5, 1.0, 1);
  EXPECT_NEAR(process.noise_variance(0, 1e-9) / (0.25 * 1e-18), 1, 1e-8);
}

TEST(Clock, MapsTheProcessToOneWithConstantCoefficients) {
  for (const auto& process : samples::linear_processes(2)) {
    EXPECT_EQ(intrinsic_time(*process, 0), 0) << process->name();
    const auto on_clock = kolmo::process::on_clock(*process);
    for (double t : {1e-8, 0.1, 0.5, 1.0}) {
      const double tau = intrinsic_time(*process, t);
      EXPECT_NEAR(intrinsic_time_inverse(*process, tau), t, 1e-14) << process->name();
      if (!on_clock) continue;
      const Kernel original = *exact_kernel(*process, 0.05 * t, t);
      const Kernel mapped = *exact_kernel(*on_clock, intrinsic_time(*process, 0.05 * t), tau);
      EXPECT_NEAR(mapped.scale, original.scale, 1e-14) << process->name();
      EXPECT_NEAR(mapped.variance, original.variance, 1e-14 * (1 + original.variance)) << process->name();
    }
    const std::string name = process->name();
    const bool has_clock = (name.ends_with("variance_preserving") && !name.starts_with("sub")) ||
                           name.ends_with("variance_exploding");
    EXPECT_EQ(on_clock != nullptr, has_clock) << process->name();
  }
}

TEST(Clock, OfAConstantScheduleIsLinear) {
  const kolmo::process::LinearSchedule schedule(2.0, 2.0, 1.0);
  EXPECT_NEAR(schedule.integral_inverse(1.0), 0.5, 1e-16);
  EXPECT_EQ(schedule.integral_inverse(0.0), 0);
  EXPECT_NEAR(kolmo::process::LinearSchedule(0.0, 2.0, 1.0).integral_inverse(0.25), 0.5, 1e-16);
}

}  // namespace
