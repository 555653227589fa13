// Annealed chains: steps, weights, predictors and correctors.

#include <cmath>

#include "claims/chains.hpp"
#include "claims/generative/rows.hpp"
#include "claims/laws.hpp"
#include "claims/quadrature.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/sampling/annealing/annealed_langevin.hpp"
#include "kolmo/sampling/annealing/noise_ladder.hpp"

namespace kolmo::claims::generative {
namespace {

/// The variance of annealed chains on data N(0, 1), level by level, by the library's affine steps.
double annealed_variance(double start, double epsilon, Index steps, const std::vector<double>& ladder) {
  double variance = start;
  for (const double sigma : ladder) {
    const auto chain =
        unadjusted_langevin(1 + sigma * sigma, sampling::annealed_step(epsilon, sigma, ladder.back()));
    for (Index n = 0; n < steps; ++n)
      variance = chain.scale(0, 0) * chain.scale(0, 0) * variance + chain.noise.squaredNorm();
  }
  return variance;
}

/// AIS: E w = Z₁/Z₀ of one step from N(0, 1) to N(0, ¼). Annealed chains without weights keep what the ladder
/// left.
std::vector<verify::Check> c4_28() {
  const double mean_weight =
      mean_on_line(density::gaussian_1d(0, 1), [](double x) { return std::exp(-2 * x * x + 0.5 * x * x); });
  const std::vector<double> ladder = sampling::noise_ladder(sampling::LadderSpacing::geometric, 10, 0.1, 10);
  return {
      verify::value_check(0.5, mean_weight, 1e-12, "i_langevin.json, ais_gauss: Z_1/Z_0"),
      beside(1.01, verify::value_check(
                       1.4026781628809297, annealed_variance(101, 0.002, 10, ladder), 1e-9,
                       "i_langevin.json, ald_gaussian: no weight takes the lag off, the condition broken"))};
}

/// Variance over the level's own, with h = ε(σ/σ_L)² and ε = 0.2 σ_L²: the same at the top and at the bottom.
std::vector<verify::Check> c4_34() {
  const double last = 0.1, epsilon = 0.2 * last * last;
  const auto inflation = [=](double sigma) {
    const double h = sampling::annealed_step(epsilon, sigma, last);
    return unadjusted_langevin(sigma * sigma, h).stationary_covariance()(0, 0) / (sigma * sigma);
  };
  return {verify::value_check(1 / 0.9, inflation(10), 1e-11, "i_langevin.json, ald_seed_default: top level"),
          verify::value_check(1 / 0.9, inflation(0.1), 1e-11, "the last level")};
}

/// The largest stable step of ULA on N(0, Σ) grows as Σ does; σ²/|Σ|^{1/d} has no unit. And ε min(1, σ²/σ_L²)
/// is ε at every level.
std::vector<verify::Check> c4_35() {
  const auto largest = [](double variance) {
    return zero_between([=](double h) { return unadjusted_langevin(variance, h).spectral_radius() - 1; },
                        1.5 * variance, 3 * variance, 1e-12);
  };
  const double top = 10, last = 0.1, epsilon = 0.002;
  return {beside(1, verify::value_check(4, largest(4) / largest(1), 1e-9,
                                        "a step has the unit of x^2: twice the length, four times the step")),
          beside(epsilon * std::min(1.0, top * top / (last * last)),
                 verify::value_check(epsilon * 1e4, sampling::annealed_step(epsilon, top, last), 1e-11,
                                     "epsilon (sigma/sigma_L)^2"))};
}

/// Points that are 0 under N(0, 4), one predictor to σ = 1.5: the variance should be 2.25.
verify::Check c4_36(const Settings& settings) {
  const RandomStream stream = RandomStream(settings.seed).role("claims C4-36");
  Points x(settings.draws, 1);
  stream.role("start").normals(0, 0, x);
  x *= 2;
  // The share that the drift leaves, (σ'/σ)² σ, and noise of the whole σ' (as printed).
  const double printed = std::pow(1.5 * 1.5 / 2, 2) + 1.5 * 1.5;
  sampling::ancestral_predictor(*normal_target(4), 2, 1.5, stream.role("predictor"), 0, x);
  return beside(printed, mean_check(2.25, central_moments(x.data(), x.rows()).variance(), settings.z(), 0,
                                    "i_langevin.json, pc_predictor_point_data"));
}

/// The variance where snr_step and chain agree, r = 0.4, on N(0, v): v(1 + r²). With h = rσ² it is v/(1 −
/// r/2).
std::vector<verify::Check> c4_37() {
  const double v = 4, r = 0.4;
  double variance = v;
  for (int n = 0; n < 400; ++n) {
    const double h = sampling::snr_step(r, 1, std::sqrt(variance) / v);
    const auto chain = unadjusted_langevin(v, h);
    variance = chain.scale(0, 0) * chain.scale(0, 0) * variance + chain.noise.squaredNorm();
  }
  return {beside(v / (1 - r / 2),
                 verify::value_check(v * (1 + r * r), variance, 1e-10, "Song: h = 2 (r |z|/|s|)^2")),
          verify::value_check(v / (1 - r / 2), unadjusted_langevin(v, r * v).stationary_covariance()(0, 0),
                              1e-11, "h = r sigma^2, as printed")};
}

/// The exercise's step 0.1 (σ/σ_L)² with σ_L = 0.01: h/σ² = 1000, each step multiplies by 999 (as printed: it
/// converges).
std::vector<verify::Check> c4_47() {
  const double last = 0.01, h = 0.1;
  bool refused = false;
  try {
    sampling::annealed_step(0.1, 10, last);
  } catch (const InvalidArgument&) {
    refused = true;
  }
  return {beside(0.9, verify::value_check(999, unadjusted_langevin(last * last, h).spectral_radius(), 1e-7,
                                          "i_langevin.json: |1 - h/sigma^2|")),
          truth(refused, "the library refuses epsilon >= 2 sigma_L^2"),
          verify::value_check(
              10, sampling::noise_ladder(sampling::LadderSpacing::geometric, 10, last, 10).front(), 1e-12,
              "a ladder begins with its largest level")};
}

}  // namespace

void add_annealing(Rows& rows, const Settings& settings) {
  rows.add("C4-28", {"mean_weight", "without_weights"}, c4_28);
  rows.add("C4-34", {"first_level", "last_level"}, c4_34);
  rows.add("C4-35", {"unit", "first_level"}, c4_35);
  rows.add("C4-36", "variance", [=] { return c4_36(settings); });
  rows.add("C4-37", {"variance", "printed_step"}, c4_37);
  rows.add("C4-47", {"factor", "refused", "first_level"}, c4_47);
}

}  // namespace kolmo::claims::generative
