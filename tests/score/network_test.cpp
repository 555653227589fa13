// Reverse mode, training and what a trained network answers.

#include <gtest/gtest.h>

#include <complex>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/score/network/score_model.hpp"
#include "kolmo/score/network/training.hpp"

namespace kolmo::score {
namespace {

using Complex = std::complex<double>;

Points normals(Index n, Index d, std::uint32_t step) {
  Points x(n, d);
  RandomStream(1).normals(0, step, x);
  return x;
}

std::shared_ptr<const density::GaussianMixture> law() {
  Points means(2, 2);
  means << -1, 0.5, 1, -0.3;
  return std::make_shared<density::GaussianMixture>(
      Eigen::Array2d(0.4, 0.6), means, density::Covariances::isotropic(Eigen::Array2d(0.2, 0.3), 2));
}

TrainingPlan small_plan(Output output = Output::noise, Objective objective = Objective::score_tau_squared) {
  TrainingPlan plan{{Eigen::Array2d(0.2, -0.1), 1.7, 0.2, 4, output, Embedding::log_sigma, {7, 5}},
                    samples_of(law(), RandomStream(3)),
                    RandomStream(4)};
  plan.batch = 37;  // no multiple of the vectors' length
  plan.steps = 60;
  plan.objective = objective;
  plan.precision = Precision::double_precision;
  return plan;
}

/// The network on one row, written plainly for complex parameters and inputs.
std::vector<Complex> outputs_of(const NetworkShape& shape, const std::vector<Complex>& p,
                                std::vector<Complex> a) {
  const std::vector<Index> widths = shape.widths();
  std::size_t at = 0;
  for (std::size_t l = 0; l + 1 < widths.size(); ++l) {
    std::vector<Complex> z(static_cast<std::size_t>(widths[l + 1]));
    const std::size_t biases = at + a.size() * z.size();
    for (std::size_t o = 0; o < z.size(); ++o) {
      z[o] = p[biases + o];
      for (std::size_t i = 0; i < a.size(); ++i) z[o] += p[at + o * a.size() + i] * a[i];
      if (l + 2 < widths.size()) z[o] /= 1.0 + std::exp(-z[o]);
    }
    at = biases + z.size();
    a = z;
  }
  return a;
}

Complex loss_of(const TrainingPlan& plan, const std::vector<Complex>& p, const Points& x,
                const Eigen::ArrayXd& sigma, const Points& z) {
  const ModelSpec& spec = plan.spec;
  Complex loss = 0;
  for (Index r = 0; r < x.rows(); ++r) {
    const double tau = sigma(r) / spec.spread();
    std::vector<Complex> u;
    for (Index j = 0; j < 2; ++j) u.emplace_back((x(r, j) - spec.centre(j)) / spec.spread() + tau * z(r, j));
    const auto shrink = std::sqrt(1 + tau * tau);
    const auto out = outputs_of(spec.shape(), p, {u[0] / shrink, u[1] / shrink, std::log(tau)});
    for (std::size_t j = 0; j < 2; ++j) {
      const double noise = z(r, static_cast<Index>(j));
      const Complex s = spec.output == Output::score      ? out[j]
                        : spec.output == Output::noise    ? -out[j] / tau
                        : spec.output == Output::denoised ? (out[j] - u[j]) / (tau * tau)
                                                          : -(tau * u[j] + out[j]) / (tau * (1 + tau * tau));
      const Complex off = plan.objective == Objective::ddpm ? out[j] - noise : s + noise / tau;
      loss += 0.5 * (plan.objective == Objective::score_tau_squared ? tau * tau : 1.0) * off * off;
    }
  }
  return loss / static_cast<double>(x.rows());
}

void expect_gradient(const TrainingPlan& plan) {
  const Index n = plan.spec.shape().parameters();
  const Eigen::VectorXd p = 0.5 * normals(n, 1, 7).matrix();
  const Points x = normals(37, 2, 8), z = normals(37, 2, 9);
  const Eigen::ArrayXd sigma = (0.4 * normals(37, 1, 10).col(0)).exp();
  const LossGradient found = loss_gradient(plan, p, x, sigma, z);
  std::vector<Complex> complex(p.data(), p.data() + n);
  EXPECT_NEAR(found.loss, loss_of(plan, complex, x, sigma, z).real(), 1e-12 * found.loss);
  double largest = 0;
  for (Index i = 0; i < n; ++i) {
    complex[static_cast<std::size_t>(i)] += Complex(0, 1e-30);
    const double exact = loss_of(plan, complex, x, sigma, z).imag() / 1e-30;
    complex[static_cast<std::size_t>(i)] = p(i);
    largest = std::max(largest, std::abs(found.gradient(i) - exact));
  }
  EXPECT_LT(largest, 1e-11 * found.gradient.norm());
}

TEST(ReverseMode, IsThatOfComplexStepsForEveryOutputAndObjective) {
  for (const Output output : {Output::score, Output::noise, Output::denoised, Output::velocity})
    for (const Objective objective : {Objective::score_tau_squared, Objective::score_unweighted})
      expect_gradient(small_plan(output, objective));
  expect_gradient(small_plan(Output::noise, Objective::ddpm));
}

TEST(ScoreModel, ForwardModeIsThatOfComplexSteps) {
  for (const Output output : {Output::noise, Output::velocity}) {
    const TrainingPlan plan = small_plan(output);
    const Index n = plan.spec.shape().parameters();
    const Eigen::VectorXd p = 0.5 * normals(n, 1, 7).matrix();
    const auto model = std::make_shared<ScoreModel>(plan.spec, p);
    const std::vector<Complex> complex(p.data(), p.data() + n);
    const double sigma = 0.7, spread = plan.spec.spread(), tau = sigma / spread;
    const Eigen::Vector2d x(0.4, -1.2);
    Eigen::Matrix2d exact;
    for (Index k = 0; k < 2; ++k) {
      std::vector<Complex> u{(x(0) - plan.spec.centre(0)) / spread, (x(1) - plan.spec.centre(1)) / spread};
      u[static_cast<std::size_t>(k)] += Complex(0, 1e-30 / spread);
      const double shrink = std::sqrt(1 + tau * tau);
      const auto out = outputs_of(plan.spec.shape(), complex, {u[0] / shrink, u[1] / shrink, std::log(tau)});
      const AffineOutput affine = affine_output(output, tau);
      for (std::size_t j = 0; j < 2; ++j)
        exact(static_cast<Index>(j), k) =
            (affine.scale * out[j] + affine.shift * u[j]).imag() / spread / 1e-30;
    }
    const Eigen::MatrixXd found = jacobian(*field_at(model, sigma), x);
    EXPECT_LT((found - exact).norm(), 1e-12 * exact.norm());
    Points s(1, 2);
    Eigen::ArrayXd divergence(1);
    model->score_and_divergence(sigma, x.transpose().array(), s, divergence);
    EXPECT_NEAR(divergence(0), found.trace(), 1e-12 * exact.norm());
  }
}

TEST(Training, HasTheSameBitsForAnyThreadsAndWhereverItWasCut) {
  for (const Precision precision : {Precision::single_precision, Precision::double_precision}) {
    TrainingPlan plan = small_plan();
    plan.batch = 300;  // three pieces
    plan.precision = precision;
    TrainingState whole = first_state(plan), cut = whole;
    set_threads(1);
    train(plan, whole, plan.steps);
    set_threads(3);
    train(plan, cut, 23);
    EXPECT_EQ(cut.step, 23);
    train(plan, cut, plan.steps);
    set_threads(2);
    EXPECT_EQ(whole.status, TrainingStatus::finished);
    EXPECT_TRUE(whole.parameters == cut.parameters && whole.first_moment == cut.first_moment &&
                whole.second_moment == cut.second_moment && whole.average == cut.average);
  }
}

TEST(Training, HasTheSameBitsInAnyUnit) {
  const auto trained = [](double scale) {
    TrainingPlan plan = small_plan();
    plan.data = [scale](std::uint32_t step, Points& batch) {
      batch = scale * normals(batch.rows(), 2, step);
    };
    plan.spec.centre *= scale;
    plan.spec.variance *= scale * scale;
    plan.spec.sigma_min *= scale;
    plan.spec.sigma_max *= scale;
    TrainingState state = first_state(plan);
    train(plan, state, 10);
    return state.parameters;
  };
  // ln σ is rounded where σ is 2⁻²⁰: not the bits, but their rounding.
  EXPECT_LT((trained(1) - trained(0x1p-20)).norm(), 1e-11);
}

TEST(Training, SinglePrecisionIsDoubleToItsRounding) {
  TrainingPlan plan = small_plan();
  TrainingState wide = first_state(plan);
  plan.precision = Precision::single_precision;
  TrainingState narrow = first_state(plan);
  train(plan, narrow, 1);
  plan.precision = Precision::double_precision;
  train(plan, wide, 1);
  // Adam's first step is the rate times the gradient's sign, whatever its size: moments are the gradient.
  EXPECT_LT((narrow.first_moment - wide.first_moment).norm(), 1e-5 * wide.first_moment.norm());
}

TEST(Training, DdpmAndScoreMatchingAreOne) {
  const auto trained = [](Objective objective) {
    TrainingPlan plan = small_plan(Output::noise, objective);
    plan.steps = 1000;
    TrainingState state = first_state(plan);
    train(plan, state, plan.steps);
    return state.parameters;
  };
  const Eigen::VectorXd ddpm = trained(Objective::ddpm);
  EXPECT_LT((trained(Objective::score_tau_squared) - ddpm).norm(), 1e-10 * ddpm.norm());
  EXPECT_GT((trained(Objective::score_unweighted) - ddpm).norm(), 1e-2 * ddpm.norm());
}

TEST(Training, ARateThatDivergesKeepsTheLastFiniteParameters) {
  TrainingPlan plan = small_plan(Output::denoised);
  plan.rate = 1e200;
  TrainingState state = first_state(plan);
  train(plan, state, plan.steps);
  EXPECT_EQ(state.status, TrainingStatus::diverged);
  EXPECT_LT(state.step, plan.steps);
  EXPECT_TRUE(state.parameters.allFinite());
  const Index step = state.step;
  train(plan, state, plan.steps);
  EXPECT_EQ(state.step, step);
}

TEST(ScoreModel, IsTheScoreOfAnyLinearProcess) {
  // A network with output 0 predicts no noise: s = 0; denoised 0 is the centre: s = (c − y)/σ².
  TrainingPlan plan = small_plan(Output::denoised);
  const auto model =
      std::make_shared<ScoreModel>(plan.spec, Eigen::VectorXd::Zero(plan.spec.shape().parameters()));
  const auto vp = std::make_shared<process::VariancePreserving>(0.1, 20, 1, 2);
  const auto score = learned_score(model, vp);
  const double t = 0.3;
  const auto kernel = process::kernel_view(*vp, 0, t);
  const Points x = normals(16, 2, 0);
  Points s(16, 2);
  Eigen::ArrayXd divergence(16);
  score->score_and_divergence(t, x, s, divergence);
  // The score of a point at c: (αc − x)/σ².
  const Points exact = ((-x).rowwise() + kernel->scale * plan.spec.centre.transpose()) / kernel->variance;
  EXPECT_LT((s - exact).abs().maxCoeff(), 1e-12);
  EXPECT_LT((divergence + 2 / kernel->variance).abs().maxCoeff(), 1e-12);
  EXPECT_THROW(score->score(1e-4, x, s), InvalidArgument);  // less noise than it was trained for
}

TEST(Training, RefusesWhatDoesNotFit) {
  EXPECT_THROW(small_plan(Output::score, Objective::ddpm).validate(), InvalidArgument);
  TrainingPlan plan = small_plan();
  plan.spec.sigma_min = 5;
  EXPECT_THROW(plan.validate(), InvalidArgument);
  plan = small_plan();
  plan.average = 1;
  EXPECT_THROW(plan.validate(), InvalidArgument);
  EXPECT_THROW(ScoreModel(small_plan().spec, Eigen::VectorXd::Zero(3)), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::score
