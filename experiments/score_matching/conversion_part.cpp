// Score, noise, denoised point and velocity: one prediction in four coordinates.

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/ode/samplers/log_snr_clock.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/score/objectives/parametrisation.hpp"
#include "score_matching/parts.hpp"

namespace kolmo::score_matching {
namespace {

using namespace kolmo::score;

constexpr Output outputs[] = {Output::score, Output::noise, Output::denoised, Output::velocity};

/// Some x₀ and ε, and x = αx₀ + σε.
struct Triple {
  Points start, noise, x;
  Triple(double alpha, double sigma) : start(64, 2), noise(64, 2) {
    RandomStream(5).normals(0, 0, start);
    RandomStream(5).normals(0, 1, noise);
    x = alpha * start + sigma * noise;
  }
  /// What the output is by its definition.
  Points value(Output output, double alpha, double sigma) const {
    if (output == Output::score) return -noise / sigma;
    if (output == Output::noise) return noise;
    if (output == Output::denoised) return start;
    return alpha * noise - sigma * start;
  }
};

/// The largest error of `from` → `to` → `from`, over the largest entry.
double round_trip(Output from, Output to, double alpha, double sigma) {
  const Triple all(alpha, sigma);
  const Points value = all.value(from, alpha, sigma);
  Points back = value;
  convert(from, to, alpha, sigma, all.x, back);
  convert(to, from, alpha, sigma, all.x, back);
  return (back - value).abs().maxCoeff() / value.abs().maxCoeff();
}

/// The same of `from` → `to` against the definition of `to`.
double conversion(Output from, Output to, double alpha, double sigma) {
  const Triple all(alpha, sigma);
  Points value = all.value(from, alpha, sigma);
  convert(from, to, alpha, sigma, all.x, value);
  const Points expected = all.value(to, alpha, sigma);
  return (value - expected).abs().maxCoeff() / expected.abs().maxCoeff();
}

double worst(const std::function<double(Output, Output)>& error) {
  double largest = 0;
  for (const Output from : outputs)
    for (const Output to : outputs) largest = std::max(largest, error(from, to));
  return largest;
}

}  // namespace

frame::Plan conversion_plan() {
  frame::Plan plan{"Conversions", "Score, noise, denoised point and velocity of x = a x_0 + s e."};
  plan.checks.push_back(
      {"round_trip/vp", [] {
         const ode::LogSnrClock clock(std::make_shared<process::VariancePreserving>(0.1, 20, 1, 2), 1e-2, 1);
         double largest = 0;
         for (int k = 1; k <= 100; ++k) {
           const ode::ClockNode node = clock.at(0.01 * k);
           largest = std::max(largest, worst([&](Output from, Output to) {
                                return round_trip(from, to, node.alpha, node.sigma);
                              }));
         }
         return verify::value_check(0, largest, 1e-13, "rounding", "all pairs, t = 0.01 ... 1");
       }});
  // A factor σ/α or α/σ of the digits goes: 1e3 · 1e−16.
  for (const auto& [alpha, sigma] : {std::pair{1.0, 1e-3}, std::pair{6.6e-3, 1.0}, std::pair{0.8, 0.6}}) {
    plan.checks.push_back(
        {"definition/alpha=" + number_text(alpha, 3) + "/sigma=" + number_text(sigma, 3),
         [alpha = alpha, sigma = sigma] {
           return verify::value_check(
               0, worst([&](Output from, Output to) { return conversion(from, to, alpha, sigma); }), 1e-10,
               "rounding", "all pairs against their definitions");
         }});
  }
  return plan;
}

}  // namespace kolmo::score_matching
