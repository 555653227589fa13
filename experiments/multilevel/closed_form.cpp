#include "multilevel/closed_form.hpp"

#include <cmath>
#include <numbers>

#include "kolmo/core/statistics/normal.hpp"

namespace kolmo::multilevel {
namespace {

LinearStep step_of(const Settings& settings, bool milstein, int level) {
  return {milstein, settings.mu, settings.sigma, settings.end * std::exp2(-level)};
}

}  // namespace

LinearStep::LinearStep(bool milstein, double mu, double sigma, double h)
    : a(1 + mu * h), b(sigma * std::sqrt(h)), c(milstein ? sigma * sigma * h / 2 : 0) {}

double product(const LinearStep& one, const LinearStep& two) {
  return one.a * two.a + one.b * two.b + 2 * one.c * two.c;
}

double mirrored_product(const LinearStep& m) { return m.a * m.a - m.b * m.b + 2 * m.c * m.c; }

double coupled_product(const LinearStep& m, const LinearStep& twice) {
  return twice.a * m.a * m.a + std::numbers::sqrt2 * twice.b * m.a * m.b +
         twice.c * (m.b * m.b + 2 * m.a * m.c);
}

LevelMoments fine_moments(const Settings& settings, bool milstein, int level) {
  const LinearStep m = step_of(settings, milstein, level);
  const double n = std::exp2(level), mean = settings.start * std::pow(m.a, n);
  return {mean, settings.start * settings.start * std::pow(product(m, m), n) - mean * mean};
}

LevelMoments difference_moments(const Settings& settings, bool milstein, int level) {
  const LevelMoments fine = fine_moments(settings, milstein, level);
  if (level == 0) return fine;
  const LevelMoments coarse = fine_moments(settings, milstein, level - 1);
  const LinearStep m = step_of(settings, milstein, level), twice = step_of(settings, milstein, level - 1);
  const double covariance =
      settings.start * settings.start * std::pow(coupled_product(m, twice), std::exp2(level - 1)) -
      fine.mean * coarse.mean;
  return {fine.mean - coarse.mean, fine.variance + coarse.variance - 2 * covariance};
}

double predicted_cost(const Settings& settings, bool milstein, double accuracy) {
  const double exact = exact_mean(settings), bias_allowed = accuracy / std::numbers::sqrt2;
  std::vector<double> variances, costs;
  for (int level = 0; level < 24; ++level) {
    variances.push_back(difference_moments(settings, milstein, level).variance);
    costs.push_back(std::exp2(level) * (level == 0 ? 1 : 1.5));
    const double bias = std::abs(fine_moments(settings, milstein, level).mean - exact);
    if (level >= 2 && bias <= bias_allowed) break;
  }
  const std::vector<Index> samples = sde::optimal_samples(variances, costs, accuracy * accuracy / 2);
  double cost = 0;
  for (std::size_t level = 0; level < costs.size(); ++level) {
    cost += costs[level] * static_cast<double>(samples[level]);
  }
  return cost;
}

double exact_mean(const Settings& settings) { return settings.start * std::exp(settings.mu * settings.end); }

double exact_call(const Settings& settings) {
  const double deviation = settings.sigma * std::sqrt(settings.end);
  const double drift = (settings.mu + settings.sigma * settings.sigma / 2) * settings.end;
  const double d1 = (std::log(settings.start / settings.strike) + drift) / deviation;
  return exact_mean(settings) * normal_cdf(d1) - settings.strike * normal_cdf(d1 - deviation);
}

}  // namespace kolmo::multilevel
