// Drifts, divergences, gradient structures, and what the constructors accept.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"
#include "linear_processes.hpp"

namespace {

using kolmo::Index;
using kolmo::InvalidArgument;
using kolmo::Points;
using namespace kolmo::process;

std::vector<samples::ProcessPointer> all_processes() {
  auto all = samples::linear_processes(2);
  all.push_back(std::make_shared<OverdampedLangevin>(std::make_shared<kolmo::density::DoubleWell>(0.2), 0.5));
  all.push_back(std::make_shared<OverdampedLangevin>(
      std::make_shared<kolmo::density::QuadraticPotential>(1.5, Eigen::Vector3d(1, 0, -1)), 0.5));
  return all;
}

Points point(Index d) { return Eigen::ArrayXd::LinSpaced(d, 0.3, 1.1).transpose(); }

TEST(Processes, DivergenceIsThatOfTheDrift) {
  const double h = 1e-3;
  for (const auto& process : all_processes()) {
    const Index d = process->dimension();
    for (double t : {0.0, 0.4, 1.0}) {
      double sum = 0;
      for (Index j = 0; j < d; ++j) {
        const auto along = [&](double by) {
          Points x = point(d), f(1, d);
          x(0, j) += by;
          process->drift(t, x, f);
          return f(0, j);
        };
        sum += (8 * (along(h) - along(-h)) - (along(2 * h) - along(-2 * h))) / (12 * h);
      }
      Eigen::ArrayXd divergence(1);
      process->drift_divergence(t, point(d), divergence);
      EXPECT_NEAR(divergence(0), sum, 1e-10) << process->name();
    }
  }
}

TEST(Processes, GradientFlowsHaveTheDriftAndNoiseTheySay) {
  int structured = 0;
  for (const auto& process : all_processes()) {
    const auto structure = gradient_structure(*process);
    if (!structure) continue;
    ++structured;
    const Index d = process->dimension();
    Points f(1, d), gradient(1, d);
    process->drift(0, point(d), f);
    structure->potential->gradient(point(d), gradient);
    EXPECT_LT((f + gradient).abs().maxCoeff(), 1e-15) << process->name();
    EXPECT_NEAR(process->diffusion(0.3) * process->diffusion(0.3), 2 * structure->temperature, 1e-15);
    EXPECT_NEAR(process->noise_variance(0.1, 0.4), 0.3 * 2 * structure->temperature, 1e-15);
  }
  EXPECT_EQ(structured, 3);
}

TEST(Processes, RefuseWrongParameters) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_THROW(VariancePreserving(-0.1, 20, 1, 1), InvalidArgument);
  EXPECT_THROW(VariancePreserving(2, 1, 1, 1), InvalidArgument);
  EXPECT_THROW(VariancePreserving(0, 0, 1, 1), InvalidArgument);
  EXPECT_THROW(VariancePreserving(0.1, 20, 0, 1), InvalidArgument);
  EXPECT_THROW(VariancePreserving(0.1, 20, 1, 0), InvalidArgument);
  EXPECT_THROW(SubVariancePreserving(0.1, infinity, 1, 1), InvalidArgument);
  EXPECT_THROW(quadratic_schedule(2, 1, 1), InvalidArgument);
  EXPECT_THROW(cosine_schedule(0), InvalidArgument);
  EXPECT_THROW(polynomial_schedule(0.1, 2, 0.5, 1), InvalidArgument);
  // β of the cosine diverges at 1: the process ends before it and clips nothing.
  const ScheduledDiffusion cosine(cosine_schedule(1), true, 1);
  EXPECT_THROW(cosine.diffusion(0.996), InvalidArgument);
  EXPECT_THROW(cosine.kernel(0, 1), InvalidArgument);
  EXPECT_THROW(cosine.clock_inverse(20), InvalidArgument);
  EXPECT_THROW(VarianceExploding(0, 1, 1, 1), InvalidArgument);
  EXPECT_THROW(VarianceExploding(1, 1, 1, 1), InvalidArgument);
  EXPECT_THROW(VarianceExploding(0.1, 1, std::nan(""), 1), InvalidArgument);
  EXPECT_THROW(OrnsteinUhlenbeck(0, 0.0, 1, 1), InvalidArgument);
  EXPECT_THROW(OrnsteinUhlenbeck(1, 0.0, 0, 1), InvalidArgument);
  EXPECT_THROW(OrnsteinUhlenbeck(1, infinity, 1, 1), InvalidArgument);
  EXPECT_THROW(OrnsteinUhlenbeck(1, 0.0, 1, 0), InvalidArgument);
  EXPECT_THROW(Brownian(-1, 1), InvalidArgument);
  EXPECT_THROW(OverdampedLangevin(nullptr, 1), InvalidArgument);
  EXPECT_THROW(OverdampedLangevin(std::make_shared<kolmo::density::DoubleWell>(), 0), InvalidArgument);
}

TEST(Processes, NonlinearOnesClaimNoKernel) {
  const OverdampedLangevin process(std::make_shared<kolmo::density::DoubleWell>(), 0.5);
  EXPECT_FALSE(exact_kernel(process, 0, 1).has_value());
  EXPECT_EQ(on_clock(process), nullptr);
  EXPECT_EQ(intrinsic_time(process, 0.7), 0.7);
}

}  // namespace
