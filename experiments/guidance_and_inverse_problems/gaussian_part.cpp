// One Gaussian, whose guided laws are Gaussians: closed forms to 1e-8, and what each likelihood is exact for.

#include <cmath>

#include "guidance_and_inverse_problems/linear_moments.hpp"
#include "guidance_and_inverse_problems/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/guided_score.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/process/score/posterior_score.hpp"

namespace kolmo::guidance_and_inverse_problems {
namespace {

using process::GuidedGaussian;
using process::Likelihood;
using Score = std::shared_ptr<const process::ScoreField>;

// y = x + noise, x ~ N(0, 1): the numbers of the reference values.
constexpr double value = 1.2, noise_variance = 0.25;

density::GaussianMixture standard_normal() { return density::gaussian_1d(0, 1); }

density::LinearObservation observation() {
  return {Eigen::MatrixXd::Ones(1, 1), Eigen::VectorXd::Constant(1, value),
          Eigen::MatrixXd::Constant(1, 1, noise_variance)};
}

std::shared_ptr<const process::Process> preserving(double beta_max) {
  return std::make_shared<process::VariancePreserving>(0.1, beta_max, 1, 1);
}

Score guided(const std::shared_ptr<const process::Process>& process, double strength) {
  return std::make_shared<process::GuidedScore>(
      std::make_shared<process::MarginalScore>(process, standard_normal()),
      std::make_shared<process::MarginalScore>(process,
                                               density::conditioned(standard_normal(), observation())),
      strength);
}

/// s + (s' − s)/g²: guidance as a drift of its own, which the noise does not multiply.
class WithoutNoiseFactor final : public process::ScoreField {
 public:
  WithoutNoiseFactor(std::shared_ptr<const process::Process> process, Score prior, Score all)
      : process_(std::move(process)), prior_(std::move(prior)), all_(std::move(all)) {}
  Index dimension() const override { return all_->dimension(); }
  void score(double t, const ConstBlock& x, Block out) const override {
    Points prior(x.rows(), x.cols());
    prior_->score(t, x, prior);
    all_->score(t, x, out);
    const double g = process_->diffusion(t);
    out = prior + (out - prior) / (g * g);
  }
  void score_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    score(t, x, out);
    divergence.setConstant(std::numeric_limits<double>::quiet_NaN());
  }

 private:
  std::shared_ptr<const process::Process> process_;
  Score prior_, all_;
};

GuidedGaussian end_of(const std::shared_ptr<const process::Process>& process, const Score& score,
                      const GuidedGaussian& start, double eta = 1) {
  return linear_moments(process::ReverseProcess(process, score, 1, eta), start, 1);
}

/// From the exact law of x_T given y with β from 0.1 to 20.
GuidedGaussian reference_end(const Score& score) {
  const auto process = preserving(20);
  const auto start = process::marginal(*process, density::conditioned(standard_normal(), observation()), 1);
  return end_of(process, score, {start.mean()(0), start.covariance()(0, 0)});
}

Score clean_likelihood() {
  return std::make_shared<process::PosteriorScore>(preserving(20), standard_normal(), observation(),
                                                   Likelihood::clean);
}

Score without_noise_factor() {
  const auto process = preserving(20);
  return std::make_shared<WithoutNoiseFactor>(
      process, std::make_shared<process::MarginalScore>(process, standard_normal()), clean_likelihood());
}

void add_reference(frame::Plan& plan) {
  const auto add = [&](const std::string& name, const std::function<Score()>& score, GuidedGaussian expected,
                       const std::string& note) {
    const auto end = frame::lazy([=] { return reference_end(score()); });
    plan.checks.push_back({name + "/mean", [=] {
                             return verify::value_check(expected.mean, end->get().mean, 1e-8,
                                                        "reference value guidance_gauss", note);
                           }});
    plan.checks.push_back({name + "/variance", [=] {
                             return verify::value_check(expected.variance, end->get().variance, 1e-8,
                                                        "reference value guidance_gauss", note);
                           }});
  };
  add(
      "guided", [] { return guided(preserving(20), 1); }, {0.96, 0.2}, "g^2 [s + grad log p_t(y|x)]");
  add("clean_likelihood", clean_likelihood, {1.0666666666666733, 0.1111111111111111},
      "wrong: p(y|x) of clean data at a noisy place");
  add("without_g2", without_noise_factor, {0.8660584344089327, 0.18892891690385816},
      "wrong: neither the noisy likelihood nor its factor g^2");
  plan.checks.push_back({"claim/mean", [] {
                           return verify::value_check(0.96, reference_end(guided(preserving(20), 1)).mean,
                                                      1e-8, "the posterior's mean",
                                                      "guidance needs its factor g^2")
                               .shows("C5-69", reference_end(without_noise_factor()).mean);
                         }});
}

struct Way {
  const char* name;
  double eta;
  GuidedGaussian (*exact)(double strength, double value, double noise_variance);
};
constexpr Way ways[] = {{"diffusion", 1, process::guided_diffusion}, {"flow", 0, process::guided_flow}};

/// From N(0, 1) at α = 1e−11, where the closed forms begin at 0.
GuidedGaussian measured(const Way& way, double strength) {
  const auto process = preserving(100);
  return end_of(process, guided(process, strength), {0, 1}, way.eta);
}

void add_closed_forms(frame::Plan& plan, const std::vector<double>& strengths) {
  for (const double strength : strengths)
    for (const Way& way : ways) {
      const std::string name = std::string(way.name) + "/strength=" + number_text(strength);
      const auto end = frame::lazy([=] { return measured(way, strength); });
      plan.checks.push_back({name + "/mean", [=] {
                               return verify::value_check(way.exact(strength, value, noise_variance).mean,
                                                          end->get().mean, 1e-8, "closed form");
                             }});
      plan.checks.push_back({name + "/variance", [=] {
                               return verify::value_check(way.exact(strength, value, noise_variance).variance,
                                                          end->get().variance, 1e-8, "closed form");
                             }});
    }
  plan.tables.push_back([=](io::Group& part) {
    for (const bool mean : {true, false}) {
      io::Group& group = part.group(mean ? "guided_mean" : "guided_variance");
      group.scale("strength", strengths, {"strength of guidance", "1"});
      const auto add = [&](const std::string& name, const auto& law, const std::string& label) {
        Eigen::ArrayXd numbers(static_cast<Index>(strengths.size()));
        for (Index i = 0; i < numbers.size(); ++i) {
          const GuidedGaussian of = law(strengths[static_cast<std::size_t>(i)]);
          numbers(i) = mean ? of.mean : of.variance;
        }
        group.variable(name, {"strength"}, numbers, {(mean ? "mean, " : "variance, ") + label, "1"});
      };
      for (const Way& way : ways) {
        add(
            way.name, [&](double s) { return measured(way, s); }, way.name);
        add(
            std::string(way.name) + "_exact", [&](double s) { return way.exact(s, value, noise_variance); },
            "closed form");
      }
      add(
          "power", [](double s) { return process::guided_power(s, value, noise_variance); },
          "p(x) p(y|x)^strength");
    }
  });
}

std::vector<double> positive_strengths(const std::vector<double>& weights) {
  std::vector<double> all;
  for (const double w : weights) all.insert(all.end(), {w, 1 + w});
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::erase(all, 0.0);
  return all;
}

}  // namespace

frame::Plan gaussian_plan(const std::vector<double>& weights) {
  frame::Plan plan{
      "One Gaussian",
      "x ~ N(0, 1), y = x + noise = 1.2: guided laws are Gaussians, and every error has a closed "
      "form."};
  add_reference(plan);
  add_closed_forms(plan, positive_strengths(weights));
  add_likelihoods(plan);
  return plan;
}

}  // namespace kolmo::guidance_and_inverse_problems
