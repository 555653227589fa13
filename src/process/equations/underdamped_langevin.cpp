#include "kolmo/process/equations/underdamped_langevin.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo::process {
namespace {

/// f = −f − γ p.
KOLMO_VECTORISED void force_column(double friction, const double* p, double* f, Index n) {
  for (Index i = 0; i < n; ++i) f[i] = -f[i] - friction * p[i];
}

}  // namespace

UnderdampedLangevin::UnderdampedLangevin(std::shared_ptr<const density::Potential> potential, double friction,
                                         double temperature)
    : potential_(std::move(potential)), friction_(friction), temperature_(temperature) {
  if (!potential_) throw InvalidArgument("potential of underdamped Langevin dynamics: is null");
  require(std::isfinite(friction) && friction >= 0, "friction", friction, "must be at least 0 and finite");
  require(std::isfinite(temperature) && temperature > 0, "temperature", temperature,
          "must be positive and finite");
  const Index n = potential_->dimension();
  rates_ = Eigen::ArrayXd::Zero(2 * n);
  rates_.tail(n).setConstant(-friction);
}

void UnderdampedLangevin::drift(double, const ConstBlock& x, Block out) const {
  const Index n = noise_dimension();
  out.leftCols(n) = x.rightCols(n);
  potential_->gradient(x.leftCols(n), out.rightCols(n));
  for (Index j = n; j < 2 * n; ++j) force_column(friction_, x.col(j).data(), out.col(j).data(), x.rows());
}

void UnderdampedLangevin::drift_divergence(double, const ConstBlock&, Values out) const {
  out.setConstant(-friction_ * static_cast<double>(noise_dimension()));
}

void UnderdampedLangevin::drift_jacobian(double, const ConstBlock& x, Block out) const {
  if (!has_drift_jacobian()) {
    throw Undefined("process = '" + name() + "': has drift_jacobian for one position alone");
  }
  out.col(0).setZero();
  potential_->laplacian(x.leftCols(1), out.col(1));
  out.col(1) = -out.col(1);
  out.col(2).setConstant(1);
  out.col(3).setConstant(-friction_);
}

void UnderdampedLangevin::diffusion_matrix(double, const ConstBlock&, Block out) const {
  const Index n = noise_dimension();
  out.setZero();
  for (Index k = 0; k < n; ++k)
    out.col(2 * n * k + n + k).setConstant(std::sqrt(2 * friction_ * temperature_));
}

std::optional<KineticStructure> UnderdampedLangevin::kinetic_structure() const {
  return KineticStructure{potential_, friction_, temperature_};
}

}  // namespace kolmo::process
