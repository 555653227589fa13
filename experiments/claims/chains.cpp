#include "claims/chains.hpp"

#include "kolmo/density/potentials.hpp"

namespace kolmo::claims {

std::shared_ptr<const sampling::Target> normal_target(double variance, Index d) {
  return sampling::target_of(
      std::make_shared<density::QuadraticPotential>(1 / variance, Eigen::VectorXd::Zero(d)));
}

sampling::KernelSettings with_step(double h) {
  sampling::KernelSettings settings;
  settings.step = h;
  return settings;
}

sampling::AffineChain unadjusted_langevin(double variance, double h, Index d) {
  return sampling::affine_chain(sampling::kernel("ula"), *normal_target(variance, d), with_step(h));
}

}  // namespace kolmo::claims
