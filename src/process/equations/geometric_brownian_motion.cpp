#include "kolmo/process/equations/geometric_brownian_motion.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "process/structure/isotropic.hpp"

namespace kolmo::process {

GeometricBrownianMotion::GeometricBrownianMotion(double mu, double sigma, Index dimension)
    : mu_(mu), sigma_(sigma), rates_(origin(dimension).array() + mu) {
  require(std::isfinite(mu), "mu", mu, "must be finite");
  require(std::isfinite(sigma) && sigma > 0, "sigma", sigma, "must be positive and finite");
}

void GeometricBrownianMotion::drift(double, const ConstBlock& x, Block out) const { out = mu_ * x; }

void GeometricBrownianMotion::drift_divergence(double, const ConstBlock&, Values out) const {
  out.setConstant(mu_ * static_cast<double>(dimension()));
}

void GeometricBrownianMotion::drift_jacobian(double, const ConstBlock&, Block out) const {
  isotropic_jacobian(mu_, out, dimension());
}

void GeometricBrownianMotion::diffusion_diagonal(double, const ConstBlock& x, Block out) const {
  out = sigma_ * x;
}

void GeometricBrownianMotion::diffusion_derivative(double, const ConstBlock&, Block out) const {
  out.setConstant(sigma_);
}

void GeometricBrownianMotion::solve(double t, const ConstBlock& w, Block x) const {
  const double growth = (mu_ - 0.5 * sigma_ * sigma_) * t;
  for (Index j = 0; j < x.cols(); ++j) {
    for (Index i = 0; i < x.rows(); ++i) x(i, j) *= std::exp(growth + sigma_ * w(i, j));
  }
}

}  // namespace kolmo::process
