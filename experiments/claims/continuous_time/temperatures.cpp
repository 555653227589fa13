// Families between flow and diffusion, and guided reverse processes.

#include <cmath>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using verify::Check;
using verify::value_check;

const density::GaussianMixture& data() {
  static const density::GaussianMixture law = density::gaussian_1d(1, 0.5);
  return law;
}

/// Var X at t = ½ of VP from N(1, ¼) with the noise τg, the drift f − ½(1 − τ²)g²s or f alone.
double forward_variance(double temperature, bool corrected) {
  const auto process = line_process(
      [=](double t, double x) {
        const double rate = vp()->schedule().beta(t);
        const double score = log_density_at_line(process::marginal(*vp(), data(), t), x).score;
        const double correction = corrected ? 0.5 * (1 - temperature * temperature) * rate * score : 0;
        return -0.5 * rate * x - correction;
      },
      [=](double t) { return temperature * vp()->diffusion(t); });
  return carried(*process, {1, 0.25}, 0.5).variance;
}

Check temperature_family(double temperature) {
  return beside(forward_variance(temperature, false),
                value_check(0.9407021406612376, forward_variance(temperature, true), 1e-5,
                            "Var X_(1/2) of VP, another program, beside that of f dt + tau g dW"));
}

Check reverse_family(double temperature) {
  const auto score = std::make_shared<process::MarginalScore>(vp(), data());
  const density::GaussianMixture end = process::marginal(*vp(), data(), 1);
  const MeanAndVariance back = carried(process::ReverseProcess(vp(), score, 1, temperature),
                                       {end.mean()(0), end.covariance()(0, 0)}, 1);
  return value_check(0.25, back.variance, 1e-5, "back to the data with f - (1 + tau^2) g^2 s/2");
}

/// The gradient of log p(y|x) that guides, at t.
using Guide = std::function<double(double t, double x)>;

constexpr double observation = 1.2, observation_variance = 0.25;

/// ∇log p_t(y | x_t) for data N(0, 1) and y = x_0 + N(0, ¼).
double noisy_likelihood(double t, double x) {
  const process::Kernel kernel = *vp()->kernel(0, t);
  return kernel.scale * (observation - kernel.scale * x) / (kernel.variance + observation_variance);
}

double clean_likelihood(double, double x) { return (observation - x) / observation_variance; }

/// From N(0, 1) at T back along −f + g²s + `factor`(t) ∇log p(y|x), the prior N(0, 1).
MeanAndVariance guided(const Guide& guide, bool with_diffusion) {
  const auto process = line_process(
      [=](double s, double x) {
        const double t = std::max(0.0, 1 - s), rate = vp()->schedule().beta(t);
        return -0.5 * rate * x + (with_diffusion ? rate : 1) * guide(t, x);
      },
      [](double s) { return vp()->diffusion(std::max(0.0, 1 - s)); });
  return carried(*process, {0, 1}, 1);
}

std::vector<Check> guidance() {
  const MeanAndVariance right = guided(noisy_likelihood, true), printed = guided(clean_likelihood, false);
  const char* const source = "the posterior of y = 1.2, beside what a drift with no g^2 leaves";
  return {beside(printed.mean, value_check(0.96, right.mean, 1e-4, source)),
          beside(printed.variance, value_check(0.2, right.variance, 1e-4, source))};
}

std::vector<Check> clean_guidance() {
  const MeanAndVariance clean = guided(clean_likelihood, true);
  return {
      beside(0.96, value_check(4.8 / 4.5, clean.mean, 1e-4, "the clean likelihood leaves another mean")),
      beside(0.2, value_check(1 / 9.0, clean.variance, 1e-4, "and another variance than the posterior's"))};
}

}  // namespace

void add_temperatures(Rows& rows) {
  rows.add("C5-49", "without_noise", [] { return temperature_family(0); });
  rows.add("C5-49", "half_the_noise", [] { return temperature_family(0.5); });
  rows.add("C5-49", "more_noise", [] { return temperature_family(1.5); });
  rows.add("C5-49", "reverse", [] { return reverse_family(0.5); });
  rows.add("C5-69", {"mean", "variance"}, guidance);
  rows.add("C5-69", {"clean_mean", "clean_variance"}, clean_guidance);
}

}  // namespace kolmo::claims::continuous_time
