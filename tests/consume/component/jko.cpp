// Two JKO steps of a Gaussian in a harmonic well: each divides the mean by 1 + τ.

#include <cmath>
#include <cstdio>
#include <memory>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/jko/flow.hpp"

int main() {
  using namespace kolmo;
  const jko::FreeEnergy energy(std::make_shared<density::QuadraticPotential>(1, Eigen::VectorXd::Zero(1)),
                               1.0);
  const auto start = jko::lagrangian_density(density::gaussian_1d(2.0, 0.5), 100);
  double mean = 0;
  jko::flow(energy, jko::even_plan({0, 1}, 0.5), start,
            [&](Index, double, const jko::LagrangianDensity& rho) { mean = rho.mean(); });
  const bool ok = std::abs(mean - 2 / (1.5 * 1.5)) < 1e-9;
  std::printf("%s: the mean after two JKO steps is %.9f\n", ok ? "ok" : "FAILED", mean);
  return ok ? 0 : 1;
}
