#include "langevin_sampling/known_targets.hpp"

#include <cmath>
#include <numbers>

#include "kolmo/density/potentials.hpp"

namespace kolmo::langevin_sampling {

std::shared_ptr<const sampling::Target> normal_target(double variance, Index d) {
  return sampling::target_of(
      std::make_shared<density::QuadraticPotential>(1 / variance, Eigen::VectorXd::Zero(d)));
}

std::shared_ptr<const sampling::Target> tanh_target() {
  return sampling::target_of(std::make_shared<density::LogCoshPotential>());
}

double tanh_cosine() { return std::exp(-0.5) * std::cos(1.0); }

std::shared_ptr<const sampling::Target> quartic_target() {
  return sampling::target_of(std::make_shared<density::QuarticPotential>());
}

double quartic_square() { return 2 * std::tgamma(0.75) / std::tgamma(0.25); }

double normal_density(double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi); }

sampling::KernelSettings with_step(double h) {
  sampling::KernelSettings settings;
  settings.step = h;
  return settings;
}

}  // namespace kolmo::langevin_sampling
