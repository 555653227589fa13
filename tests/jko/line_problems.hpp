#pragma once
// Potentials and densities on the line that these tests know in closed form, independent of the density
// module.

#include <cmath>
#include <numbers>
#include <string>

#include "kolmo/density/density.hpp"
#include "kolmo/density/potential.hpp"

namespace kolmo::jko {

/// V = a(x² − 1)² for `barrier` a.
class DoubleWell final : public density::Potential {
 public:
  explicit DoubleWell(double barrier = 1) : barrier_(barrier) {}
  std::string name() const override { return "double well"; }
  Index dimension() const override { return 1; }
  void value(const ConstBlock& x, Values out) const override {
    out = barrier_ * (x.col(0).square() - 1).square();
  }
  void gradient(const ConstBlock& x, Block out) const override {
    out.col(0) = 4 * barrier_ * x.col(0) * (x.col(0).square() - 1);
  }
  void laplacian(const ConstBlock& x, Values out) const override {
    out = barrier_ * (12 * x.col(0).square() - 4);
  }

 private:
  double barrier_;
};

/// V = θ(x − c)²/2.
class Quadratic final : public density::Potential {
 public:
  Quadratic(double stiffness, double centre) : stiffness_(stiffness), centre_(centre) {}
  std::string name() const override { return "quadratic"; }
  Index dimension() const override { return 1; }
  void value(const ConstBlock& x, Values out) const override {
    out = 0.5 * stiffness_ * (x.col(0) - centre_).square();
  }
  void gradient(const ConstBlock& x, Block out) const override {
    out.col(0) = stiffness_ * (x.col(0) - centre_);
  }
  void laplacian(const ConstBlock&, Values out) const override { out.setConstant(stiffness_); }

 private:
  double stiffness_, centre_;
};

/// w N(a, r²) + (1 − w) N(b, s²); w = 1 for one Gaussian.
class TwoGaussians final : public density::Density {
 public:
  struct Part {
    double weight, mean, deviation;
  };
  TwoGaussians(Part first, Part second) : first_(first), second_(second) {}
  TwoGaussians(double mean, double deviation) : TwoGaussians({1, mean, deviation}, {0, mean, deviation}) {}

  Index dimension() const override { return 1; }
  void log_density(const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) {
      const double a = log_part(first_, x(i, 0));
      const double b = log_part(second_, x(i, 0));
      const double larger = std::max(a, b);
      out[i] = larger + std::log(std::exp(a - larger) + std::exp(b - larger));
    }
  }
  void score(const ConstBlock&, Block out) const override { out.setZero(); }
  void score_and_laplacian(const ConstBlock&, Block, Values) const override {}
  void hessian_product(const ConstBlock&, const ConstBlock&, Block) const override {}
  /// Spread over both parts: all that the choice of nodes needs.
  void sample(const RandomStream&, Index, Block out) const override {
    for (Index i = 0; i < out.rows(); ++i) {
      const Part& part = i % 2 == 0 || second_.weight == 0 ? first_ : second_;
      const double u = static_cast<double>(i) / static_cast<double>(out.rows());
      out(i, 0) = part.mean + part.deviation * (4 * u - 2);
    }
  }

 private:
  static double log_part(const Part& part, double x) {
    const double z = (x - part.mean) / part.deviation;
    return std::log(part.weight) - 0.5 * z * z - std::log(part.deviation * std::sqrt(2 * std::numbers::pi));
  }
  Part first_, second_;
};

}  // namespace kolmo::jko
