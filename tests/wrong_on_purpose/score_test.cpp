// Classical mistakes in score matching, each seen by what passes the right one.

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/score/models/linear_score.hpp"
#include "kolmo/score/network/training.hpp"
#include "kolmo/score/objectives/contrastive_divergence.hpp"
#include "kolmo/score/objectives/losses.hpp"
#include "kolmo/score/objectives/parametrisation.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using namespace kolmo::score;
using verify::value_check;
using verify::Verdict;

Eigen::Matrix3d covariance() { return Eigen::Matrix3d{{1.5, 0.4, 0}, {0.4, 0.8, -0.2}, {0, -0.2, 0.5}}; }

TEST(WrongScores, ARegulariserWithoutItsHalfIsSeen) {
  const Eigen::Matrix3d k{{0.2804448075475953, -0.37801080606098525, -1.2719411093809494},
                          {-1.3003349549732552, 0.32261485867868644, -0.6686078765945586},
                          {0.6618186401549919, 0.23789703158397615, -0.2129735690075176}};
  const auto verdict = [&](double half) {
    const double right = denoising_of_linear(k, covariance(), 2);
    return value_check(11.342064108263335, right + (half - 0.5) * 4 * k.squaredNorm(), 1e-11, "").verdict;
  };
  EXPECT_EQ(verdict(0.5), Verdict::pass);
  EXPECT_EQ(verdict(1), Verdict::fail);
}

TEST(WrongScores, AnIdentityOffByTwoIsSeen) {
  const auto p = std::make_shared<density::GaussianMixture>(
      density::mixture_1d(Eigen::Array2d(0.3, 0.7), Eigen::Array2d(-2, 1), Eigen::Array2d(0.5, 0.8)));
  const LinearField field(-Eigen::MatrixXd::Identity(1, 1));
  const auto score = score_of(p);
  const auto mean = [&](const auto& loss) { return density::expectation(*p, loss); };
  const double distance =
      mean([&](const ConstBlock& x, Values out) { explicit_loss(field, *score, x, out); });
  const double hyvarinen = mean([&](const ConstBlock& x, Values out) { hyvarinen_loss(field, x, out); });
  const double fisher = density::fisher_information(*p).trace();
  EXPECT_EQ(value_check(distance, hyvarinen + 0.5 * fisher, 1e-10, "").verdict, Verdict::pass);
  EXPECT_EQ(value_check(2 * distance, hyvarinen + 0.5 * fisher, 1e-10, "").verdict, Verdict::fail);
}

TEST(WrongScores, ADescentWithoutItsHalfOrFromTheWrongSideIsSeen) {
  const Eigen::Matrix3d start{{-0.5, 0.9, 0.1}, {-0.3, -1.0, 0.4}, {0.6, -0.2, -0.7}};
  const Eigen::Matrix3d isotropic = 1.3 * Eigen::Matrix3d::Identity();
  const auto verdict = [&](const Eigen::MatrixXd& w) {
    return value_check(0.062480858048464, antisymmetric_norm(w), 1e-13, "").verdict;
  };
  EXPECT_EQ(verdict(descend_linear(start, isotropic, 0.1, 20)), Verdict::pass);
  EXPECT_EQ(verdict(descend_linear(start, isotropic, 0.2, 20)), Verdict::fail);  // the gradient is doubled
  // CW + I has the same antisymmetric part where C = cI, and another where it is not.
  const Eigen::Matrix3d c = covariance() + 0.25 * Eigen::Matrix3d::Identity();
  const auto from_the_left = [&](const Eigen::Matrix3d& at) {
    return Eigen::MatrixXd(descend_linear(start.transpose(), at, 0.1, 20).transpose());
  };
  EXPECT_EQ(verdict(from_the_left(isotropic)), Verdict::pass);
  const double right = antisymmetric_norm(descend_linear(start, c, 0.1, 20));
  EXPECT_EQ(value_check(right, antisymmetric_norm(from_the_left(c)), 1e-13, "").verdict, Verdict::fail);
}

TEST(WrongScores, ATraceVarianceWithoutSymmetrisingIsSeen) {
  const Eigen::Matrix3d j{{-1, 0.5, 0.2}, {0.1, -2, 0.3}, {0.4, -0.6, 0.7}};
  const auto verdict = [](const Eigen::Matrix3d& a) {
    return value_check(11.79, 2 * a.squaredNorm(), 1e-11, "").verdict;
  };
  EXPECT_EQ(verdict(0.5 * (j + j.transpose())), Verdict::pass);
  EXPECT_EQ(verdict(j), Verdict::fail);
}

TEST(WrongScores, FreshNoiseInTheTargetIsSeen) {
  const Index n = 1 << 16;
  const double variance = 1.5, sigma = 0.3, theta = 1 / (variance + sigma * sigma);
  Points x(n, 1), z(n, 1), other(n, 1);
  RandomStream(2).normals(0, 0, x);
  RandomStream(2).normals(0, 1, z);
  RandomStream(2).normals(0, 2, other);
  const auto verdict = [&](const Points& target) {
    const Eigen::ArrayXd y = std::sqrt(variance) * x.col(0) + sigma * z.col(0);
    const Eigen::ArrayXd gradient = (theta * y - target.col(0) / sigma) * y;
    return verify::estimate_check("", 0, mean_estimate(gradient.data(), n), 4, 0, "0 at the best theta")
        .verdict;
  };
  EXPECT_EQ(verdict(z), Verdict::pass);
  EXPECT_EQ(verdict(other), Verdict::fail);
}

TEST(WrongScores, ANegativePhaseWithItsSignWrongIsSeen) {
  const auto density = [](double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi); };
  const auto contrast_at = [&](double sign, double theta) {
    // With the sign wrong the chains climb the energy.
    const ContrastiveProblem problem{[](double x) { return 0.5 * x * x; }, [=](double x) { return sign * x; },
                                     density, 9};
    return contrast(problem, theta, 0.1, 1);
  };
  const double fixed = contrastive_fixed_point_of_normal(0.1);
  EXPECT_EQ(value_check(0, contrast_at(1, fixed), 1e-12, "").verdict, Verdict::pass);
  EXPECT_EQ(value_check(0, contrast_at(-1, fixed), 1e-12, "").verdict, Verdict::fail);
}

TEST(WrongScores, AVelocityOfTheOtherSignIsSeen) {
  const double alpha = 0.8, sigma = 0.6;
  const Points start = Points::Constant(1, 1, 0.7), noise = Points::Constant(1, 1, -1.1);
  const Points x = alpha * start + sigma * noise;
  const auto verdict = [&](Points velocity) {
    convert(Output::velocity, Output::denoised, alpha, sigma, x, velocity);
    return value_check(start(0, 0), velocity(0, 0), 1e-13, "").verdict;
  };
  EXPECT_EQ(verdict(alpha * noise - sigma * start), Verdict::pass);
  EXPECT_EQ(verdict(alpha * start - sigma * noise), Verdict::fail);
}

/// A network on two Gaussians, fifty times fewer steps than thirty thousand, after which the error at σ = 1
/// is below 0.003.
struct LearnedNetwork {
  std::shared_ptr<const density::GaussianMixture> law = std::make_shared<density::GaussianMixture>(
      density::mixture_1d(Eigen::Array2d(0.4, 0.6), Eigen::Array2d(-1, 1), Eigen::Array2d(0.4, 0.5)));
  TrainingPlan plan{{Eigen::ArrayXd::Zero(1), 1, 0.3, 3}, samples_of(law, RandomStream(1)), RandomStream(2)};
  TrainingState state;

  LearnedNetwork() {
    plan.spec.hidden = {16, 16};
    plan.batch = 256;
    plan.steps = 600;
    plan.rate = 1e-2;
    state = first_state(plan);
    train(plan, state, plan.steps);
  }

  /// E|s_θ − s|²/E|s|² at σ = 1 of s_θ = −sign·ε_θ(y/√(1 + σ²), what the network is told of σ)/σ.
  double error(double sign, double told) const {
    const Index n = 1024;
    const density::GaussianMixture at = law->blurred(Eigen::VectorXd::Zero(1), 1, 1);
    const Points x = density::sample(at, RandomStream(3), n);
    Points exact(n, 1);
    at.score(x, exact);
    Tape<double> tape;
    tape.resize(plan.spec.shape(), n);
    tape.values[0].col(0).head(n) = x.col(0) / std::sqrt(2.0);
    tape.values[0].col(1).setConstant(told);
    evaluate(plan.spec.shape(), state.average.data(), tape);
    const Eigen::ArrayXd learned = -sign * tape.values.back().col(0).head(n);
    return (learned - exact.col(0)).square().mean() / exact.square().mean();
  }
};

TEST(WrongScores, ATargetOfTheOtherSignAndNoiseInPlaceOfItsLogarithmAreSeen) {
  const LearnedNetwork network;
  const auto verdict = [&](double sign, double told) {
    return value_check(0, network.error(sign, told), 0.15, "").verdict;
  };
  EXPECT_EQ(verdict(1, std::log(1.0)), Verdict::pass);
  EXPECT_EQ(verdict(-1, std::log(1.0)), Verdict::fail);  // the target was +ε: the last layer is linear
  EXPECT_EQ(verdict(1, 1.0), Verdict::fail);             // σ for ln σ
  // The network and the model that stands on it are one.
  const ScoreModel model(network.plan.spec, network.state.average);
  const density::GaussianMixture at = network.law->blurred(Eigen::VectorXd::Zero(1), 1, 1);
  const Points x = density::sample(at, RandomStream(3), 1024);
  Points exact(1024, 1), learned(1024, 1);
  at.score(x, exact);
  model.score(1, x, learned);
  EXPECT_NEAR((learned - exact).square().mean() / exact.square().mean(), network.error(1, 0), 1e-12);
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
