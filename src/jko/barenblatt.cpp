#include "kolmo/jko/barenblatt.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::jko {
namespace {

using std::numbers::pi;

/// ∫cos^k over [a, b], by Gauss and Legendre's rule of four points.
double cosine_integral(double k, double a, double b) {
  static const GaussLegendre<4> rule;
  const double middle = (a + b) / 2, half = (b - a) / 2;
  double total = 0;
  for (std::size_t i = 0; i < rule.half; ++i)
    for (const double side : {-1.0, 1.0})
      total += rule.weights[i] * std::pow(std::cos(middle + side * rule.nodes[i] * half), k);
  return half * total;
}

}  // namespace

Barenblatt::Barenblatt(int dimension, double m) : dimension_(dimension) {
  require(dimension == 1 || dimension == 2, "dimension", dimension, "must be 1 or 2");
  require(m > 1 && m <= 20, "exponent m", m, "must be within (1, 20]");
  power_ = 1 / (m - 1);
  beta_ = 1 / (dimension * (m - 1) + 2);
  kappa_ = beta_ * (m - 1) / (2 * m);
  // ∫(C − κr²)₊^p is π C^{p+1}/(κ(p + 1)) in the plane, C^{p+½} κ^{−½} B(½, p + 1) on the line
  c_ = dimension == 2 ? std::pow(kappa_ * (power_ + 1) / pi, 1 / (power_ + 1))
                      : std::pow(std::sqrt(kappa_) / std::beta(0.5, power_ + 1), 1 / (power_ + 0.5));
}

double Barenblatt::radius(double t) const { return std::sqrt(c_ / kappa_) * std::pow(t, beta_); }

double Barenblatt::density(double r, double t) const {
  const double base = std::max(0.0, c_ - kappa_ * r * r / std::pow(t, 2 * beta_));
  return std::pow(base, power_) / std::pow(t, dimension_ * beta_);
}

LagrangianDensity Barenblatt::line(Index cells, double t) const {
  require(dimension_ == 1, "dimension", dimension_, "must be 1");
  require(cells >= 8, "cells", static_cast<double>(cells), "must be at least 8");
  require(t > 0 && std::isfinite(t), "t", t, "must be positive and finite");
  // r = R sin θ makes the profile a power of the cosine
  const double k = 2 * power_ + 1, width = pi / static_cast<double>(cells), all = std::beta(0.5, power_ + 1);
  Eigen::ArrayXd nodes(cells + 1), masses(cells);
  for (Index j = 0; j <= cells; ++j) nodes(j) = radius(t) * std::sin(width * static_cast<double>(j) - pi / 2);
  for (Index i = 0; i < cells; ++i) {
    const double a = width * static_cast<double>(i) - pi / 2;
    masses(i) = cosine_integral(k, a, a + width) / all;
  }
  return {std::move(nodes), std::move(masses)};
}

Eigen::ArrayXd barenblatt_cells(const Grid& grid, double t, double m) {
  require(grid.dimension() == 2, "axes", static_cast<double>(grid.dimension()), "must be 2");
  require(t > 0 && std::isfinite(t), "t", t, "must be positive and finite");
  require(m > 1 && m <= 20, "exponent m", m, "must be within (1, 20]");
  const Barenblatt exact(2, m);
  const Points x = grid.centres();
  const double h = grid.axis(0).width(), k = grid.axis(1).width();
  Eigen::ArrayXd rho = Eigen::ArrayXd::Zero(grid.cells());
  for (Index cell = 0; cell < grid.cells(); ++cell)
    for (int row = 0; row < 4; ++row)
      for (int column = 0; column < 4; ++column) {
        const double u = x(cell, 0) + h * ((column + 0.5) / 4 - 0.5),
                     v = x(cell, 1) + k * ((row + 0.5) / 4 - 0.5);
        rho(cell) += exact.density(std::hypot(u, v), t) / 16;
      }
  return rho / (sum(rho.data(), rho.size()) * grid.cell_volume());
}

}  // namespace kolmo::jko
