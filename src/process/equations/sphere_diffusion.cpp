#include "kolmo/process/equations/sphere_diffusion.hpp"

#include <cmath>

namespace kolmo::process {

SphereDiffusion::SphereDiffusion(Index dimension, double radius, double noise, Field field)
    : dimension_(dimension), radius_(radius), noise_(noise), field_(std::move(field)) {
  require(dimension >= 2, "dimension", static_cast<double>(dimension), "must be at least 2");
  require(radius > 0 && std::isfinite(radius), "radius", radius, "must be positive and finite");
  require(noise > 0 && std::isfinite(noise), "noise", noise, "must be positive and finite");
}

void SphereDiffusion::drift(double, const ConstBlock& x, Block out) const {
  const double half = 0.5 * noise_ * noise_;
  const double inwards = static_cast<double>(dimension_ - 1) / (radius_ * radius_);
  if (!field_) {
    out = -half * inwards * x;
    return;
  }
  field_(x, out);
  for (Index i = 0; i < x.rows(); ++i) {
    double along = 0, squared = 0;
    for (Index j = 0; j < dimension_; ++j) {
      along += x(i, j) * out(i, j);
      squared += x(i, j) * x(i, j);
    }
    const double back = along / squared + inwards;
    for (Index j = 0; j < dimension_; ++j) out(i, j) = half * (out(i, j) - back * x(i, j));
  }
}

void SphereDiffusion::diffusion_matrix(double, const ConstBlock& x, Block out) const {
  for (Index i = 0; i < x.rows(); ++i) {
    double squared = 0;
    for (Index j = 0; j < dimension_; ++j) squared += x(i, j) * x(i, j);
    for (Index k = 0; k < dimension_; ++k) {
      const double part = noise_ * x(i, k) / squared;
      for (Index j = 0; j < dimension_; ++j)
        out(i, k * dimension_ + j) = (j == k ? noise_ : 0.0) - part * x(i, j);
    }
  }
}

SphereDiffusion von_mises_fisher(Index dimension, double radius, double noise, double concentration) {
  if (concentration == 0) return {dimension, radius, noise};
  return {dimension, radius, noise, [pull = concentration / radius](const ConstBlock&, Block out) {
            out.setZero();
            out.col(0).setConstant(pull);
          }};
}

VonMisesFisherMoments von_mises_fisher_moments(Index dimension, double concentration) {
  require(dimension >= 2, "dimension", static_cast<double>(dimension), "must be at least 2");
  require(concentration >= 0 && std::isfinite(concentration), "concentration", concentration,
          "must be at least 0 and finite");
  // A_ν(κ) = I_ν/I_{ν−1} = κ/(2ν + κ A_{ν+1}), from an order at which A is κ/(2ν) to rounding.
  const double nu = 0.5 * static_cast<double>(dimension);
  const auto terms = static_cast<Index>(30 + 2 * concentration);
  double ratio = 0;
  for (Index n = terms; n >= 0; --n)
    ratio = concentration / (2 * (nu + static_cast<double>(n)) + concentration * ratio);
  // 1 − (d − 1) A/κ with A/κ = 1/(2ν + κ A_{ν+1}) formed without a division by κ.
  double next = 0;
  for (Index n = terms; n >= 1; --n)
    next = concentration / (2 * (nu + static_cast<double>(n)) + concentration * next);
  return {ratio, 1 - static_cast<double>(dimension - 1) / (2 * nu + concentration * next)};
}

}  // namespace kolmo::process
