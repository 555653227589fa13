#pragma once
// A potential on the circle.

#include <cmath>
#include <string>

#include "kolmo/density/potential.hpp"

namespace kolmo::measure {

/// V = 0.8 cos q + 0.3 sin 2q, 2π-periodic.
class TorusPotential final : public density::Potential {
 public:
  static double at(double q) { return 0.8 * std::cos(q) + 0.3 * std::sin(2 * q); }
  std::string name() const override { return "torus"; }
  Index dimension() const override { return 1; }
  void value(const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i) = at(x(i, 0));
  }
  void gradient(const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = -0.8 * std::sin(x(i, 0)) + 0.6 * std::cos(2 * x(i, 0));
  }
  void laplacian(const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i) = -0.8 * std::cos(x(i, 0)) - 1.2 * std::sin(2 * x(i, 0));
  }
};

}  // namespace kolmo::measure
