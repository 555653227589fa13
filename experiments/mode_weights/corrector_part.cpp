// Correctors whose step follows a signal-to-noise ratio, and predictors between levels.

#include <cmath>

#include "kolmo/sampling/annealing/annealed_langevin.hpp"
#include "mode_weights/parts.hpp"
#include "mode_weights/two_wells.hpp"

namespace kolmo::mode_weights {
namespace {

using namespace sampling;

/// Variance over the target's, N(0, 2), after 60 correctors: what is left of the start is (1 − 2r²/(1 +
/// r²))^60-fold.
Estimate inflation(const Sizes& sizes, double ratio, SnrNorm norm) {
  const RandomStream stream = RandomStream(sizes.seed).role("corrector");
  Points x = normal_points(stream.role("start"), sizes.particles, 1, std::sqrt(2.0));
  const auto target = normal_target(2);
  for (std::uint32_t k = 0; k < 60; ++k) snr_corrector(*target, ratio, norm, stream, k, x);
  const Estimate second = raw_moment(x.data(), x.rows(), 2);
  return {second.value / 2, second.standard_error / 2};
}

/// From N(0, 20²) down the ladder; an ancestral step of a Gaussian of variance 1 has its own bias, so that
/// the check is of the weights.
Estimate share(const Sizes& sizes, Index levels) {
  const RandomStream stream = RandomStream(sizes.seed).role("predictor_corrector");
  Points x = normal_points(stream.role("start"), sizes.particles, 2, 20);
  predictor_corrector([](double sigma) { return noisy_wells(2, sigma); },
                      noise_ladder(LadderSpacing::geometric, 20, 0.1, levels), 0.1, 1, stream, x);
  return left_share(x);
}

}  // namespace

frame::Plan corrector_plan(const Sizes& sizes, const Z& z) {
  frame::Plan plan{"Predictor and corrector",
                   "h = 2 (r RMS z/RMS s)^2 over the ensemble inflates the variance of a Gaussian by 1 + "
                   "r^2; a step from each "
                   "particle's own norms has another law altogether."};
  plan.checks.push_back(
      {"variance/r=0.5", [=] {
         const Estimate found = inflation(sizes, 0.5, SnrNorm::ensemble);
         // The ensemble's own RMS correlates its particles to O(1/n): nothing beside 1/√n.
         return verify::estimate_check("", 1.25, {found.value, found.standard_error}, z(), 0, "1 + r^2");
       }});
  plan.checks.push_back({"particle_norms_are_ruinous", [=] {
                           const double found = inflation(sizes, 0.5, SnrNorm::particle).value;
                           return verify::value_check(1, std::abs(found - 1.25) > 0.5 ? 1 : 0, 0,
                                                      "1 + r^2 is 1.25",
                                                      "whether the variance is off by more than a half");
                         }});
  plan.checks.push_back({"share/L=50", [=] {
                           // Start and score agree to e^{-(5/20)²/2}, 3 % of the weights' difference 0.3, at
                           // σ = 20.
                           return verify::estimate_check("", left_weight, share(sizes, 50), z(), 0.02,
                                                         "weight of the left well");
                         }});
  plan.tables.push_back([=](io::Group& part) {
    std::vector<double> ratios{0.05, 0.1, 0.2, 0.3, 0.4, 0.5}, ensemble, error;
    for (const double r : ratios) {
      const Estimate found = inflation(sizes, r, SnrNorm::ensemble);
      ensemble.push_back(found.value);
      error.push_back(found.standard_error);
    }
    io::Group& group = part.group("inflation");
    group.scale("r", ratios, {"signal-to-noise ratio", "1"});
    group.variable("variance_ratio", {"r"}, ensemble,
                   {"variance over the target's after 60 correctors", "1"});
    group.variable("standard_error", {"r"}, error, {"standard error", "1"});
  });
  return plan;
}

}  // namespace kolmo::mode_weights
