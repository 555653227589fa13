#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/potentials.hpp"
#include "process/structure/isotropic.hpp"

namespace kolmo::process {
namespace {

Index checked(Index dimension) {
  require(dimension >= 1, "dimension", static_cast<double>(dimension), "must be at least 1");
  return dimension;
}

void require_positive(const char* what, double value) {
  require(std::isfinite(value) && value > 0, what, value, "must be positive and finite");
}

}  // namespace

OrnsteinUhlenbeck::OrnsteinUhlenbeck(double theta, Eigen::VectorXd mean, double sigma)
    : theta_(theta),
      mean_(std::move(mean)),
      sigma_(sigma),
      rates_(Eigen::ArrayXd::Constant(mean_.size(), -theta)) {
  require_positive("theta", theta);
  require_positive("sigma", sigma);
  checked(mean_.size());
  for (Index j = 0; j < mean_.size(); ++j)
    require(std::isfinite(mean_(j)), "mean", mean_(j), "must be finite");
}

OrnsteinUhlenbeck::OrnsteinUhlenbeck(double theta, double mean, double sigma, Index dimension)
    : OrnsteinUhlenbeck(theta, Eigen::VectorXd::Constant(checked(dimension), mean), sigma) {}

void OrnsteinUhlenbeck::drift(double, const ConstBlock& x, Block out) const {
  for (Index j = 0; j < dimension(); ++j) out.col(j) = theta_ * (mean_(j) - x.col(j));
}

void OrnsteinUhlenbeck::drift_divergence(double, const ConstBlock&, Values out) const {
  out.setConstant(-theta_ * static_cast<double>(dimension()));
}

void OrnsteinUhlenbeck::drift_jacobian(double, const ConstBlock&, Block out) const {
  isotropic_jacobian(-theta_, out, dimension());
}

std::optional<KernelView> OrnsteinUhlenbeck::kernel_view(double s, double t) const {
  const double decay = theta_ * (t - s);
  return kernel_about(mean_, std::exp(-decay), -sigma_ * sigma_ * std::expm1(-2 * decay) / (2 * theta_));
}

std::optional<GradientStructure> OrnsteinUhlenbeck::gradient_structure() const {
  return GradientStructure{std::make_shared<density::QuadraticPotential>(theta_, mean_),
                           0.5 * sigma_ * sigma_};
}

Brownian::Brownian(double sigma, Index dimension)
    : sigma_(sigma), centre_(origin(dimension)), rates_(Eigen::ArrayXd::Zero(dimension)) {
  require_positive("sigma", sigma);
}

void Brownian::drift(double, const ConstBlock&, Block out) const { out.setZero(); }

void Brownian::drift_divergence(double, const ConstBlock&, Values out) const { out.setZero(); }

void Brownian::drift_jacobian(double, const ConstBlock&, Block out) const { out.setZero(); }

std::optional<KernelView> Brownian::kernel_view(double s, double t) const {
  return kernel_about(centre_, 1, noise_variance(s, t));
}

}  // namespace kolmo::process
