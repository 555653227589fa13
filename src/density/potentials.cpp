#include "kolmo/density/potentials.hpp"

#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"

namespace kolmo::density {

QuadraticPotential::QuadraticPotential(double stiffness, Eigen::VectorXd centre)
    : stiffness_(stiffness), centre_(std::move(centre)) {
  require(std::isfinite(stiffness) && stiffness > 0, "stiffness", stiffness, "must be positive and finite");
  require(centre_.size() >= 1, "dimension", static_cast<double>(centre_.size()), "must be at least 1");
  for (Index j = 0; j < centre_.size(); ++j) {
    require(std::isfinite(centre_(j)), "centre of the potential", centre_(j), "must be finite");
  }
}

void QuadraticPotential::value(const ConstBlock& x, Values out) const {
  out.setZero();
  for (Index j = 0; j < dimension(); ++j) out += (0.5 * stiffness_) * (x.col(j) - centre_(j)).square();
}

void QuadraticPotential::gradient(const ConstBlock& x, Block out) const {
  for (Index j = 0; j < dimension(); ++j) out.col(j) = stiffness_ * (x.col(j) - centre_(j));
}

void QuadraticPotential::laplacian(const ConstBlock&, Values out) const {
  out.setConstant(stiffness_ * static_cast<double>(dimension()));
}

DoubleWell::DoubleWell(double tilt) : tilt_(tilt) {
  require(std::isfinite(tilt), "tilt of the double well", tilt, "must be finite");
}

void DoubleWell::value(const ConstBlock& x, Values out) const {
  out = (x.col(0).square() - 1).square() + tilt_ * x.col(0);
}

void DoubleWell::gradient(const ConstBlock& x, Block out) const {
  out.col(0) = 4 * x.col(0) * (x.col(0).square() - 1) + tilt_;
}

void DoubleWell::laplacian(const ConstBlock& x, Values out) const { out = 12 * x.col(0).square() - 4; }

void QuarticPotential::value(const ConstBlock& x, Values out) const {
  out = 0.25 * x.col(0).square().square();
}

void QuarticPotential::gradient(const ConstBlock& x, Block out) const {
  out.col(0) = x.col(0).square() * x.col(0);
}

void QuarticPotential::laplacian(const ConstBlock& x, Values out) const { out = 3 * x.col(0).square(); }

void LogCoshPotential::value(const ConstBlock& x, Values out) const {
  for (Index i = 0; i < x.rows(); ++i) {
    const double a = std::abs(x(i, 0));  // log cosh x = |x| + log(1 + e^{−2|x|}) − log 2
    out(i) = 0.5 * a * a - a - std::log1p(std::exp(-2 * a)) + std::numbers::ln2;
  }
}

void LogCoshPotential::gradient(const ConstBlock& x, Block out) const {
  for (Index i = 0; i < x.rows(); ++i) out(i, 0) = x(i, 0) - std::tanh(x(i, 0));
}

void LogCoshPotential::laplacian(const ConstBlock& x, Values out) const {
  for (Index i = 0; i < x.rows(); ++i) {
    const double t = std::tanh(x(i, 0));  // 1 − sech² = tanh²
    out(i) = t * t;
  }
}

void BentWells::value(const ConstBlock& x, Values out) const {
  out = (x.col(0).square() - 1).square() + 3 * (x.col(1) - x.col(0).square() / 2).square();
}

void BentWells::gradient(const ConstBlock& x, Block out) const {
  out.col(1) = 6 * (x.col(1) - x.col(0).square() / 2);
  out.col(0) = 4 * x.col(0) * (x.col(0).square() - 1) - out.col(1) * x.col(0);
}

void BentWells::laplacian(const ConstBlock& x, Values out) const {
  out = 21 * x.col(0).square() - 6 * x.col(1) + 2;
}

}  // namespace kolmo::density
