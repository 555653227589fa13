#include "kolmo/ode/samplers/coupled_noise.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/ode/samplers/sampler.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "sampler_problem.hpp"

namespace kolmo::ode {
namespace {

constexpr Index particles = block_rows;

struct Ends {
  Points fine, coarse;
};

/// Ends of a sampler in 64 and in 32 steps, the long ones' noise made of the short ones'; or of its own.
Ends ends(const SamplerEntry& sampler, bool coupled) {
  const test::SamplerProblem problem(0.9);
  const SamplingProgram fine =
      sampler.program(sampling_grid(problem.clock(), find_grid_rule("lambda"), 64), {});
  const SamplingProgram coarse =
      sampler.program(sampling_grid(problem.clock(), find_grid_rule("lambda"), 32), {});
  Points start(particles, 1);
  process::marginal(*problem.process, problem.data, 0.9).sample(RandomStream(3), 0, start);
  Ends found{start, start};
  const RandomStream stream(4);
  run_program(fine, problem.score, coupled_noise(stream, fine, 1, 1), "fine", 0, found.fine);
  const NoiseSource own = coupled_noise(RandomStream(5), coarse, 1, 1);
  run_program(coarse, problem.score, coupled ? coupled_noise(stream, fine, 2, 1) : own, "coarse", 0,
              found.coarse);
  return found;
}

TEST(CoupledNoise, BringsTheEndsOfTwoLevelsTogether) {
  for (const SamplerEntry& sampler : samplers()) {
    if (!sampler.adds_noise) continue;
    const Ends together = ends(sampler, true), apart = ends(sampler, false);
    const double near = std::sqrt((together.fine - together.coarse).square().mean()),
                 far = std::sqrt((apart.fine - apart.coarse).square().mean());
    EXPECT_LT(near, 0.5 * far) << sampler.claim.name;
  }
}

TEST(CoupledNoise, IsStandardNormalAndTheStreamsOwnForOneStep) {
  const test::SamplerProblem problem(0.9);
  const SamplerEntry& sampler = find_sampler("predictor_corrector");  // two draws a step
  const SamplingProgram fine =
      sampler.program(sampling_grid(problem.clock(), find_grid_rule("karras"), 8), {});
  const RandomStream stream(9);
  const NoiseSource own = coupled_noise(stream, fine, 1, 2);
  Points a = Points::Zero(particles, 2), b = Points::Zero(particles, 2);
  own(3, 0, 1, 0.7, a);
  stream.add_normals(0, 3, 0.7, b, 2);
  EXPECT_TRUE((a == b).all());
  // 8000 numbers of four steps and two draws: mean and variance within five standard errors.
  const NoiseSource coarse = coupled_noise(stream, fine, 2, 2);
  Eigen::ArrayXd all(4 * 2 * 2 * particles);
  for (Index step = 0, at = 0; step < 4; ++step) {
    for (Index draw = 0; draw < 2; ++draw, at += 2 * particles) {
      Points z = Points::Zero(particles, 2);
      coarse(step, 0, draw, 1, z);
      all.segment(at, 2 * particles) = Eigen::Map<Eigen::ArrayXd>(z.data(), z.size());
    }
  }
  const auto n = static_cast<double>(all.size());
  EXPECT_NEAR(all.mean(), 0, 5 / std::sqrt(n));
  EXPECT_NEAR(all.square().mean(), 1, 5 * std::sqrt(2 / n));
  EXPECT_THROW(coupled_noise(stream, fine, 0, 1), InvalidArgument);
}

TEST(SamplingProgram, ShowsTheBlockAtEveryNode) {
  // With a centre: what is seen is in the process's own coordinates, and the last of it is the end.
  const auto process = std::make_shared<process::OrnsteinUhlenbeck>(0.5, 3.0, 1.0, 1);
  const process::MarginalScore score(process, density::gaussian_1d(2, 0.5));
  const auto clock = std::make_shared<const LogSnrClock>(process, 0.01, 2.0);
  const SamplingProgram program =
      find_sampler("ddim").program(sampling_grid(clock, find_grid_rule("lambda"), 5), {});
  Points x = Points::Constant(4, 1, 2.9), last;
  std::vector<Index> seen;
  run_program(program, score, {}, "ddim", 0, x, [&](Index node, const ConstBlock& places) {
    seen.push_back(node);
    last = places;
  });
  EXPECT_EQ(seen, (std::vector<Index>{1, 2, 3, 4, 5}));
  EXPECT_TRUE((last == x).all());
}

}  // namespace
}  // namespace kolmo::ode
