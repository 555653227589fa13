// A density is a target of samplers as it is.

#include <cmath>
#include <cstdio>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/sampling/targets/target.hpp"

int main() {
  const auto target = kolmo::sampling::tempered(
      kolmo::sampling::target_of(
          std::make_shared<kolmo::density::GaussianMixture>(kolmo::density::gaussian_1d(1, 2))),
      0.5);
  const kolmo::Points x = Eigen::ArrayXd::Constant(1, 3.0);
  kolmo::Points score(1, 1);
  target->score(x, score);  // −½ (3 − 1)/4
  const bool ok = std::abs(score(0, 0) + 0.25) < 1e-14;
  std::printf("%s: the score of a tempered Gaussian is %g\n", ok ? "ok" : "FAILED", score(0, 0));
  return ok ? 0 : 1;
}
