// Uses the installed package as a stranger would, compiled for this processor while the library is generic.

#include <cmath>
#include <cstdio>

#include "kolmo/core/grid.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/sde/drivers/simulate.hpp"

namespace {

int failures = 0;

void expect(bool ok, const char* what) {
  std::printf("%s: %s\n", ok ? "ok" : "FAILED", what);
  if (!ok) ++failures;
}

/// The library allocates the array, this program resizes and frees it: both sides must agree on alignment.
void an_array_crosses_the_border() {
  const kolmo::Grid grid({{-1.0, 1.0, 40}, {0.0, 2.0, 30}});
  bool ok = true;
  for (kolmo::Index rows : {7, 4096, 33}) {
    kolmo::Points points = grid.centres();
    points.conservativeResize(rows, 3);
    points.resize(rows + 1, 2);
    points = grid.centres();
    ok = ok && points.rows() == 1200 && std::abs(points(0, 0) + 0.975) < 1e-15;
  }
  expect(ok, "an array crosses the border and is resized on this side");
}

kolmo::density::GaussianMixture two_gaussians() {
  kolmo::Points means(2, 1);
  means << -1.0, 2.0;
  const Eigen::ArrayXd weights = Eigen::ArrayXd::Constant(2, 0.5),
                       variances = Eigen::ArrayXd::Constant(2, 0.25);
  return {weights, means, kolmo::density::Covariances::isotropic(variances, 1)};
}

/// 10⁴ samples: E X = ½, Var X = 9/4 + 1/4, so that 5 standard errors of the mean are 0.079.
void a_mixture_is_sampled() {
  const kolmo::Points x = kolmo::density::sample(two_gaussians(), kolmo::RandomStream(1, 1), 10000);
  expect(std::abs(x.mean() - 0.5) < 0.079, "a mixture is sampled");
}

/// dX = −X dt + √2 dW over ten steps of 0.01: Euler–Maruyama multiplies the mean ½ by 0.99¹⁰; the variance
/// stays below 5/2, so that 5 standard errors of 10⁴ particles are at most 0.079.
void an_ensemble_is_simulated() {
  const kolmo::process::OrnsteinUhlenbeck process(1, 0, std::sqrt(2.0), 1);
  const kolmo::sde::Schedule schedule{{0.0, 0.1}, {10}};
  const kolmo::Points start = kolmo::density::sample(two_gaussians(), kolmo::RandomStream(1, 1), 10000);
  const auto snapshots = kolmo::sde::simulate_snapshots(
      {process, kolmo::sde::scheme("euler_maruyama"), schedule, start.rows(), kolmo::RandomStream(1, 2)},
      start);
  expect(std::abs(snapshots.back()[0].mean() - 0.5 * std::pow(0.99, 10)) < 0.079, "an ensemble is simulated");
}

}  // namespace

int main() {
  an_array_crosses_the_border();
  a_mixture_is_sampled();
  an_ensemble_is_simulated();
  return failures == 0 ? 0 : 1;
}
