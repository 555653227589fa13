// Classical mistakes in guidance, each seen by a check that passes the right score.

#include <gtest/gtest.h>

#include <cmath>

#include "guidance_and_inverse_problems/linear_moments.hpp"
#include "kolmo/density/conditioning.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/guided_score.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/process/score/posterior_score.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using namespace process;
using guidance_and_inverse_problems::linear_moments;
using verify::Verdict;
using Score = std::shared_ptr<const ScoreField>;

/// Two scores put together by a function of the noise g.
class Planted final : public ScoreField {
 public:
  using Rule = std::function<Points(double g, const Points& prior, const Points& conditional)>;
  Planted(std::shared_ptr<const Process> process, Score prior, Score conditional, Rule rule)
      : process_(std::move(process)),
        prior_(std::move(prior)),
        conditional_(std::move(conditional)),
        rule_(std::move(rule)) {}
  Index dimension() const override { return prior_->dimension(); }
  void score(double t, const ConstBlock& x, Block out) const override {
    Points a(x.rows(), x.cols()), b(x.rows(), x.cols());
    prior_->score(t, x, a);
    conditional_->score(t, x, b);
    out = rule_(process_->diffusion(t), a, b);
  }
  void score_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    score(t, x, out);
    divergence.setConstant(std::nan(""));
  }

 private:
  std::shared_ptr<const Process> process_;
  Score prior_, conditional_;
  Rule rule_;
};

std::shared_ptr<const Process> preserving(double beta_max) {
  return std::make_shared<VariancePreserving>(0.1, beta_max, 1, 1);
}

density::LinearObservation seen() {
  return {Eigen::MatrixXd::Ones(1, 1), Eigen::VectorXd::Constant(1, 1.2),
          Eigen::MatrixXd::Constant(1, 1, 0.25)};
}

GuidedGaussian end_by(const Planted::Rule& rule, double beta_max = 20) {
  const auto process = preserving(beta_max);
  const auto normal = density::gaussian_1d(0, 1), posterior = density::conditioned(normal, seen());
  const auto start = marginal(*process, posterior, 1);
  return linear_moments(
      ReverseProcess(process,
                     std::make_shared<Planted>(process, std::make_shared<MarginalScore>(process, normal),
                                               std::make_shared<MarginalScore>(process, posterior), rule),
                     1),
      {start.mean()(0), start.covariance()(0, 0)}, 1);
}

Verdict reference_verdict(const Planted::Rule& rule) {
  const GuidedGaussian end = end_by(rule);
  return verify::worst({verify::value_check(0.96, end.mean, 1e-8, "posterior"),
                        verify::value_check(0.2, end.variance, 1e-8, "posterior")});
}

TEST(WrongGuidance, WithoutItsFactorIsSeen) {
  EXPECT_EQ(reference_verdict([](double, const Points& s, const Points& c) { return Points(s + (c - s)); }),
            Verdict::pass);
  EXPECT_EQ(reference_verdict(
                [](double g, const Points& s, const Points& c) { return Points(s + (c - s) / (g * g)); }),
            Verdict::fail);
  EXPECT_EQ(
      reference_verdict([](double g, const Points& s, const Points& c) { return Points(s + (c - s) / g); }),
      Verdict::fail);
  EXPECT_EQ(reference_verdict([](double, const Points& s, const Points& c) { return Points(s - (c - s)); }),
            Verdict::fail);
}

/// λ = 2 against the closed form.
Verdict weight_verdict(const Planted::Rule& rule) {
  const GuidedGaussian end = end_by(rule, 100), exact = guided_diffusion(2, 1.2, 0.25);
  return verify::worst({verify::value_check(exact.mean, end.mean, 1e-8, "closed form"),
                        verify::value_check(exact.variance, end.variance, 1e-8, "closed form")});
}

TEST(WrongGuidance, AWrongWeightIsSeen) {
  EXPECT_EQ(weight_verdict([](double, const Points& s, const Points& c) { return Points(2 * c - s); }),
            Verdict::pass);
  // (1 + w) s + w (…): w = 1 in place of 1 + w, the unconditional score added, its sign turned.
  EXPECT_EQ(weight_verdict([](double, const Points&, const Points& c) { return c; }), Verdict::fail);
  EXPECT_EQ(weight_verdict([](double, const Points& s, const Points& c) { return Points(2 * c + s); }),
            Verdict::fail);
  EXPECT_EQ(weight_verdict([](double, const Points& s, const Points& c) { return Points(2 * s - c); }),
            Verdict::fail);
}

TEST(WrongGuidance, ItsPowerIsNotWhatIsSampled) {
  const GuidedGaussian power = guided_power(2, 1.2, 0.25), exact = guided_diffusion(2, 1.2, 0.25);
  EXPECT_EQ(verify::judge(power.variance, exact.variance, 1e-3), Verdict::fail);
}

/// The largest difference from the exact conditional score, 1e−12 allowed.
Verdict exactness_verdict(const density::GaussianMixture& law, const Score& score) {
  const auto process = std::make_shared<VariancePreserving>(0.1, 20, 1, 1);
  const MarginalScore exact(process, density::conditioned(law, seen()));
  Points x(5, 1), a(5, 1), b(5, 1);
  x.col(0) = Eigen::ArrayXd::LinSpaced(5, -2, 2);
  double worst = 0;
  for (const double t : {0.05, 0.3}) {
    score->score(t, x, a);
    exact.score(t, x, b);
    worst = std::max(worst, (a - b).abs().maxCoeff() / b.abs().maxCoeff());
  }
  return verify::judge(0, worst, 1e-12);
}

TEST(WrongGuidance, AnApproximateLikelihoodIsNotExact) {
  const auto process = preserving(20);
  const auto normal = density::gaussian_1d(0.2, 0.7),
             mixture = density::mixture_1d(Eigen::Array2d(0.5, 0.5), Eigen::Array2d(-1, 1),
                                           Eigen::Array2d(0.5, 0.5));
  const auto by = [&](const density::GaussianMixture& law, Likelihood likelihood) {
    return exactness_verdict(law, std::make_shared<PosteriorScore>(process, law, seen(), likelihood));
  };
  EXPECT_EQ(by(normal, Likelihood::isotropic), Verdict::pass);
  EXPECT_EQ(by(normal, Likelihood::covariance), Verdict::pass);
  EXPECT_EQ(by(normal, Likelihood::point), Verdict::fail);
  EXPECT_EQ(by(normal, Likelihood::clean), Verdict::fail);
  EXPECT_EQ(by(mixture, Likelihood::isotropic), Verdict::fail);
  EXPECT_EQ(by(mixture, Likelihood::covariance), Verdict::fail);
}

TEST(WrongGuidance, WeightsThatForgetTheEvidenceAreSeen) {
  const auto process = preserving(20);
  const auto mixture =
      density::mixture_1d(Eigen::Array2d(0.5, 0.5), Eigen::Array2d(-1, 1), Eigen::Array2d(0.5, 0.4));
  const auto right = density::conditioned(mixture, seen());
  const density::GaussianMixture forgotten(mixture.weights(), right.means(), right.covariances());
  EXPECT_EQ(exactness_verdict(mixture, std::make_shared<MarginalScore>(process, right)), Verdict::pass);
  EXPECT_EQ(exactness_verdict(mixture, std::make_shared<MarginalScore>(process, forgotten)), Verdict::fail);
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
