#pragma once
// Potentials in the plane by their values, as hard as a user's.

#include <cmath>
#include <functional>

#include "kolmo/density/potential.hpp"

namespace kolmo::fokker_planck::testing {

/// V by a function of the plane; the gradient by central differences, which no flux with a potential reads.
class PlanePotential final : public density::Potential {
 public:
  using Function = std::function<double(double x, double y)>;
  explicit PlanePotential(Function value) : value_(std::move(value)) {}
  std::string name() const override { return "plane_potential"; }
  Index dimension() const override { return 2; }
  void value(const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i) = value_(x(i, 0), x(i, 1));
  }
  void gradient(const ConstBlock& x, Block out) const override {
    const double h = 1e-6;
    for (Index i = 0; i < x.rows(); ++i) {
      out(i, 0) = (value_(x(i, 0) + h, x(i, 1)) - value_(x(i, 0) - h, x(i, 1))) / (2 * h);
      out(i, 1) = (value_(x(i, 0), x(i, 1) + h) - value_(x(i, 0), x(i, 1) - h)) / (2 * h);
    }
  }
  void laplacian(const ConstBlock& x, Values out) const override { out.setConstant(std::nan("")), (void)x; }

 private:
  Function value_;
};

inline double rosenbrock(double x, double y) { return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x); }

/// Müller, Brown 1979.
inline double mueller_brown(double x, double y) {
  constexpr double height[] = {-200, -100, -170, 15}, a[] = {-1, -1, -6.5, 0.7}, b[] = {0, 0, 11, 0.6},
                   c[] = {-10, -10, -6.5, 0.7}, u[] = {1, 0, -0.5, -1}, v[] = {0, 0.5, 1.5, 1};
  double sum = 0;
  for (int k = 0; k < 4; ++k) {
    sum += height[k] * std::exp(a[k] * (x - u[k]) * (x - u[k]) + b[k] * (x - u[k]) * (y - v[k]) +
                                c[k] * (y - v[k]) * (y - v[k]));
  }
  return sum;
}

/// A repulsion of 1e16 at x = 0.05.
inline double lennard_jones_well(double x, double y) {
  return 4 * (std::pow(x, -12) - std::pow(x, -6)) + 2 * (x - y) * (x - y) + 0.3 * (x - 1.5) * (x - 1.5);
}

}  // namespace kolmo::fokker_planck::testing
