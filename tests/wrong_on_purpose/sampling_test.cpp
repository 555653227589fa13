// Classical mistakes in samplers, each seen by a measurement without sampling that passes the right kernel.

#include <gtest/gtest.h>

#include "kolmo/sampling/exact/acceptance.hpp"
#include "kolmo/sampling/exact/affine_chain.hpp"
#include "kolmo/sampling/exact/line_kernel.hpp"
#include "kolmo/sampling/exact/phase_kernel.hpp"
#include "kolmo/sampling/kernels/hamiltonian.hpp"
#include "kolmo/sampling/kernels/metropolis.hpp"
#include "kolmo/sampling/kernels/splitting.hpp"
#include "kolmo/verify/check.hpp"
#include "sampling/under_test.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using namespace kolmo::sampling;
using verify::Verdict;

KernelSettings with_step(double h) {
  KernelSettings settings;
  settings.step = h;
  return settings;
}

Verdict verdict(double expected, double observed, double tolerance) {
  return verify::judge(expected, observed, tolerance);
}

/// x ← x + ½h s + √h ξ under the name of ULA.
class HalfStep final : public MarkovKernel {
 public:
  const Claim& claim() const override { return kernel("ula").claim(); }
  Index workspace_blocks() const override { return kernel("ula").workspace_blocks(); }
  void step(const Target& target, const KernelSettings& settings, ChainView chain, const Draws& draws,
            sde::Workspace& workspace) const override {
    kernel("ula").step(target, with_step(settings.step / 2), chain, draws, workspace);
  }
};

TEST(WrongSamplingKernels, TheOtherConventionOfTheStepIsSeen) {
  const auto variance = [](const MarkovKernel& one) {
    return affine_chain(one, *normal_target(), with_step(0.3)).stationary_covariance()(0, 0);
  };
  EXPECT_EQ(verdict(1 / 0.85, variance(kernel("ula")), 1e-12), Verdict::pass);
  EXPECT_EQ(verdict(1 / 0.85, variance(HalfStep()), 1e-12), Verdict::fail);
}

/// O with noise 1 − c² for its root.
class NoRoot final : public Splitting {
 public:
  NoRoot() : Splitting(baoab_word(), baoab_claim()) {}

 protected:
  double noise_of(double time) const override { return -std::expm1(-2 * time); }
};

TEST(WrongSamplingKernels, FrictionWithoutTheRootIsSeen) {
  const auto square = [](const MarkovKernel& one) {
    return affine_chain(one, *normal_target(), with_step(0.5)).stationary_covariance()(0, 0);
  };
  EXPECT_EQ(verdict(1, square(kernel("baoab")), 1e-11), Verdict::pass);
  EXPECT_EQ(verdict(1, square(NoRoot()), 1e-11), Verdict::fail);
}

TEST(WrongSamplingKernels, LeimkuhlerAndMatthewsNoiseIsNoUla) {
  const auto order = [](const char* name) {
    double error[2];
    for (int k = 0; k < 2; ++k) {
      const double h = k == 0 ? 0.1 : 0.025;
      const LineKernel one(kernel(name), *tanh_target(), with_step(h), {10, std::sqrt(h / 2) / 3});
      error[k] = one.observed(one.stationary()).mean([](double x) { return std::cos(x); }) - tanh_cosine();
    }
    return std::log(error[0] / error[1]) / std::log(4.0);
  };
  EXPECT_EQ(verdict(1.025, order("ula"), 0.025), Verdict::pass);
  EXPECT_EQ(verdict(1.025, order("leimkuhler_matthews"), 0.025), Verdict::fail);
}

TEST(WrongSamplingKernels, KicksOfTheWholeStepForItsHalfAreSeen) {
  using Kind = Substep::Kind;
  EXPECT_THROW(
      Splitting(
          {{Kind::kick, 1}, {Kind::drift, 0.5}, {Kind::friction, 1}, {Kind::drift, 0.5}, {Kind::kick, 1}},
          baoab_claim()),
      InvalidArgument);
  // A score twice as large is a kick twice as long.
  const auto error = [](const std::shared_ptr<const Target>& target) {
    return PhaseKernel(kernel("baoab"), *target, with_step(0.5), {8, 0.3}, {7, 0.4})
               .stationary_position()
               .mean([](double x) { return std::cos(x); }) -
           tanh_cosine();
  };
  EXPECT_EQ(verdict(8.156e-4, error(tanh_target()), 5e-7), Verdict::pass);
  EXPECT_EQ(verdict(8.156e-4, error(tempered(tanh_target(), 2)), 5e-7), Verdict::fail);
}

class NoProposalRatio final : public MarkovKernel {
 public:
  const Claim& claim() const override { return kernel("mala").claim(); }
  bool metropolised() const override { return true; }
  Index workspace_blocks() const override { return 3; }
  void start(const Target& target, const KernelSettings& settings, ChainView chain) const override {
    kernel("mala").start(target, settings, chain);
  }
  void step(const Target& target, const KernelSettings& settings, ChainView chain, const Draws& draws,
            sde::Workspace& workspace) const override {
    Block y = workspace.block(0, chain.x.rows()), s = workspace.block(1, chain.x.rows()),
          log = workspace.block(2, chain.x.rows());
    y = chain.x + settings.step * chain.score;
    draws.add_normals(std::sqrt(2 * settings.step), y);
    target.log_density(y, log.col(0));
    target.score(y, s);
    chain.log_ratio = log.col(0) - chain.log_density;
    accept_or_stay(y, s, log.col(0), draws, chain);
  }
};

/// A leapfrog whose first kick is a whole one.
class WholeFirstKick final : public MarkovKernel {
 public:
  const Claim& claim() const override { return kernel("hmc").claim(); }
  bool metropolised() const override { return true; }
  Index workspace_blocks() const override { return 4; }
  void start(const Target& target, const KernelSettings& settings, ChainView chain) const override {
    kernel("hmc").start(target, settings, chain);
  }
  void step(const Target& target, const KernelSettings& settings, ChainView chain, const Draws& draws,
            sde::Workspace& workspace) const override {
    Block y = workspace.block(0, chain.x.rows()), s = workspace.block(1, chain.x.rows()),
          v = workspace.block(2, chain.x.rows()), log = workspace.block(3, chain.x.rows());
    y = chain.x;
    s = chain.score;
    draws.normals(v);
    chain.log_ratio = 0.5 * v.col(0).square() - chain.log_density;
    v += 0.5 * settings.step * s;
    leapfrog(target, settings.step, settings.leapfrogs, y, v, s);
    target.log_density(y, log.col(0));
    chain.log_ratio += log.col(0) - 0.5 * v.col(0).square();
    accept_or_stay(y, s, log.col(0), draws, chain);
  }
};

OneStep step_from_normal(const MarkovKernel& one, double h) {
  return one_step(
      one, *normal_target(), with_step(h), [](double x) { return normal_density(x); },
      [](double x) { return x * x; });
}

TEST(WrongSamplingKernels, MalaWithoutTheRatioOfProposalsIsSeen) {
  EXPECT_EQ(verdict(1, step_from_normal(kernel("mala"), 1).mean, 1e-10), Verdict::pass);
  EXPECT_EQ(verdict(1, step_from_normal(NoProposalRatio(), 1).mean, 1e-10), Verdict::fail);
}

TEST(WrongSamplingKernels, MalaWithoutItsAcceptStepIsSeen) {
  EXPECT_EQ(verdict(.78365310, step_from_normal(kernel("mala"), 1).acceptance, 1e-6), Verdict::pass);
  EXPECT_EQ(verdict(.78365310, step_from_normal(kernel("ula"), 1).acceptance, 1e-6), Verdict::fail);
  EXPECT_EQ(verdict(1, step_from_normal(kernel("ula"), 1).mean, 1e-10), Verdict::fail);
}

TEST(WrongSamplingKernels, AWholeFirstKickOfHmcIsSeen) {
  EXPECT_EQ(verdict(0.9900536254420992, step_from_normal(kernel("hmc"), 0.5).acceptance, 1e-8),
            Verdict::pass);
  EXPECT_EQ(verdict(0.9900536254420992, step_from_normal(WholeFirstKick(), 0.5).acceptance, 1e-8),
            Verdict::fail);
  EXPECT_EQ(verdict(1, step_from_normal(WholeFirstKick(), 0.5).mean, 1e-10), Verdict::fail);
}

TEST(WrongSamplingKernels, TheGapAtAnotherTemperatureIsSeen) {
  const auto rate = [](double beta) {
    const auto target = beta == 1 ? tanh_target() : tempered(tanh_target(), beta);
    return -std::log(LineKernel(kernel("ula"), *target, with_step(0.2), {10, 0.2}).second_eigenvalue()) / 0.2;
  };
  EXPECT_EQ(verdict(0.51884, rate(1), 1e-5), Verdict::pass);
  EXPECT_EQ(verdict(0.51884, rate(2), 1e-5), Verdict::fail);
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
