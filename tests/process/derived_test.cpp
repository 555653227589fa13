// Reverse processes and probability flows.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>

#include "kolmo/core/errors.hpp"
#include "kolmo/process/derived/probability_flow.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "linear_processes.hpp"
#include "mixtures.hpp"

namespace {

using kolmo::Block;
using kolmo::ConstBlock;
using kolmo::Index;
using kolmo::InvalidArgument;
using kolmo::Points;
using kolmo::Values;
using kolmo::density::GaussianMixture;
using namespace kolmo::process;

constexpr double step = 1e-5;

Eigen::ArrayXd log_density_rate(const MarginalScore& field, double t, const Points& x) {
  const auto at = [&](double time) {
    Eigen::ArrayXd out(x.rows());
    field.log_density(time, x, out);
    return out;
  };
  return (8 * (at(t + step) - at(t - step)) - (at(t + 2 * step) - at(t - 2 * step))) / (12 * step);
}

// p_{T−s} must solve the Fokker–Planck equation of the reverse process for every η:
// ∂s log p = −∇·b − b·∇log p + ½(ηg)² (Δlog p + |∇log p|²). Tolerance as for the forward equation.
TEST(ReverseProcess, HasTheForwardMarginalsForEveryEta) {
  const double final_time = 0.9;
  const Points x = samples::plane_points();
  const Index n = x.rows();
  for (const auto& process : samples::linear_processes(2)) {
    for (const GaussianMixture& start : samples::plane_mixtures()) {
      const auto field = std::make_shared<MarginalScore>(process, start);
      for (double eta : {0.0, 0.5, 1.0, 2.0}) {
        const ReverseProcess reverse(process, field, final_time, eta);
        for (double s : {0.3, 0.75}) {
          Points drift(n, 2), score(n, 2);
          Eigen::ArrayXd drift_divergence(n), score_divergence(n);
          reverse.drift(s, x, drift);
          reverse.drift_divergence(s, x, drift_divergence);
          field->score_and_divergence(final_time - s, x, score, score_divergence);
          const double g = reverse.diffusion(s);
          const Eigen::ArrayXd wanted = -drift_divergence - (drift * score).rowwise().sum() +
                                        0.5 * g * g * (score_divergence + score.square().rowwise().sum());
          const Eigen::ArrayXd rate = -log_density_rate(*field, final_time - s, x);
          EXPECT_LT(((rate - wanted).abs() / (1 + wanted.abs())).maxCoeff(), 2e-8)
              << process->name() << " eta = " << eta << " s = " << s;
        }
      }
    }
  }
}

TEST(ReverseProcess, HasTheNoiseOfTheForwardProcessOverTheSameTimes) {
  for (const auto& process : samples::linear_processes(2)) {
    const auto field = std::make_shared<MarginalScore>(process, samples::plane_mixtures().front());
    const ReverseProcess reverse(process, field, 1.0, 0.5);
    EXPECT_DOUBLE_EQ(reverse.diffusion(0.3), 0.5 * process->diffusion(0.7));
    EXPECT_DOUBLE_EQ(reverse.noise_variance(0.2, 0.5), 0.25 * process->noise_variance(0.5, 0.8));
  }
}

/// The score of N(0, v I) of a process's reverse, to reverse it again.
class GaussianScore final : public ScoreField {
 public:
  explicit GaussianScore(double variance) : variance_(variance) {}
  Index dimension() const override { return 2; }
  void score(double, const ConstBlock& x, Block out) const override { out = -x / variance_; }
  void score_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    score(t, x, out);
    divergence.setConstant(-2 / variance_);
  }

 private:
  double variance_;
};

// At stationarity the Ornstein–Uhlenbeck process is its own reverse; twice reversed it must be itself again.
TEST(ReverseProcess, OfAReverseProcessIsTheProcess) {
  const auto forward = std::make_shared<OrnsteinUhlenbeck>(1.5, 0.0, 1.0, 2);
  const auto score = std::make_shared<GaussianScore>(1.0 / 3);
  const auto once = std::make_shared<ReverseProcess>(forward, score, 1.0);
  const ReverseProcess twice(once, score, 1.0);
  const Points x = samples::plane_points();
  Points f(x.rows(), 2), f_once(x.rows(), 2), f_twice(x.rows(), 2);
  Eigen::ArrayXd divergence(x.rows());
  forward->drift(0, x, f);
  once->drift(0.4, x, f_once);
  twice.drift(0.4, x, f_twice);
  twice.drift_divergence(0.4, x, divergence);
  EXPECT_LT((f_once - f).abs().maxCoeff(), 1e-14);
  EXPECT_LT((f_twice - f).abs().maxCoeff(), 1e-14);
  EXPECT_LT((divergence + 3).abs().maxCoeff(), 1e-14);
}

// The continuity equation ∂t log p = −∇·v − v·∇log p.
TEST(ProbabilityFlow, CarriesTheMarginals) {
  const Points x = samples::plane_points();
  const Index n = x.rows();
  for (const auto& process : samples::linear_processes(2)) {
    for (const GaussianMixture& start : samples::plane_mixtures()) {
      const auto field = std::make_shared<MarginalScore>(process, start);
      const ProbabilityFlow flow(process, field);
      for (double t : {0.1, 0.6}) {
        Points velocity(n, 2), velocity_alone(n, 2), score(n, 2);
        Eigen::ArrayXd divergence(n);
        flow.velocity_and_divergence(t, x, velocity, divergence);
        flow.velocity(t, x, velocity_alone);
        field->score(t, x, score);
        const Eigen::ArrayXd wanted = -divergence - (velocity * score).rowwise().sum();
        const Eigen::ArrayXd rate = log_density_rate(*field, t, x);
        EXPECT_LT(((rate - wanted).abs() / (1 + wanted.abs())).maxCoeff(), 2e-8) << process->name();
        EXPECT_LT(((velocity - velocity_alone).abs() / (1 + velocity.abs())).maxCoeff(), 1e-12);
      }
    }
  }
}

TEST(DerivedProcesses, RefuseWhatDoesNotFit) {
  const auto process = std::make_shared<Brownian>(1.0, 2);
  const auto line = std::make_shared<Brownian>(1.0, 1);
  const auto field = std::make_shared<MarginalScore>(process, samples::plane_mixtures().front());
  EXPECT_THROW(ReverseProcess(nullptr, field, 1), InvalidArgument);
  EXPECT_THROW(ReverseProcess(process, nullptr, 1), InvalidArgument);
  EXPECT_THROW(ReverseProcess(line, field, 1), InvalidArgument);
  EXPECT_THROW(ReverseProcess(process, field, 0), InvalidArgument);
  EXPECT_THROW(ReverseProcess(process, field, 1, -1), InvalidArgument);
  EXPECT_THROW(ReverseProcess(process, field, 1, std::numeric_limits<double>::infinity()), InvalidArgument);
  EXPECT_THROW(ProbabilityFlow(line, field), InvalidArgument);
  EXPECT_THROW(ProbabilityFlow(process, nullptr), InvalidArgument);
}

}  // namespace
