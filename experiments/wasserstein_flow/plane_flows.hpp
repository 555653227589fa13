#pragma once
// Flows in the plane whose end is known: a crowd, attraction with diffusion and with pressure, rho_t =
// Laplacian rho^3.

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/density/expression_potential.hpp"
#include "kolmo/jko/barenblatt.hpp"
#include "kolmo/jko/crowd_flux_step.hpp"
#include "kolmo/jko/gaussian_step.hpp"
#include "kolmo/jko/grid_step.hpp"
#include "kolmo/transport/grid/grid_density.hpp"

namespace kolmo::wasserstein_flow::plane {

using std::numbers::pi;
using Shape = std::function<double(double, double)>;

/// Averages over cells of a function (8×8 points each), of mass 1.
inline Eigen::ArrayXd density_of(const Grid& grid, const Shape& shape) {
  const Points x = grid.centres();
  const double h = grid.axis(0).width(), k = grid.axis(1).width();
  Eigen::ArrayXd rho = Eigen::ArrayXd::Zero(grid.cells());
  for (Index cell = 0; cell < grid.cells(); ++cell)
    for (int b = 0; b < 8; ++b)
      for (int a = 0; a < 8; ++a)
        rho(cell) +=
            shape(x(cell, 0) + h * ((a + 0.5) / 8 - 0.5), x(cell, 1) + k * ((b + 0.5) / 8 - 0.5)) / 64;
  return rho / (sum(rho.data(), rho.size()) * grid.cell_volume());
}

/// A function of x and y.
inline density::ExpressionPotential in_plane(const std::string& text) {
  density::ExpressionNames names;
  names.variables = {"x", "y"};
  return {density::Expression(text, names), names};
}

inline Eigen::ArrayXd potential_at(const Grid& grid, const std::string& text) {
  Eigen::ArrayXd out(grid.cells());
  const Points x = grid.centres();
  in_plane(text).value(x, out);
  return out;
}

inline double mean(const Grid& grid, const Eigen::ArrayXd& rho, const Eigen::ArrayXd& f) {
  return dot(rho.data(), f.data(), rho.size()) * grid.cell_volume();
}

inline double distance(const Grid& grid, const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) {
  const Eigen::ArrayXd difference = (a - b).abs();
  return sum(difference.data(), difference.size()) * grid.cell_volume();
}

struct Flow {
  std::vector<double> time, energy, second_moment;
  double highest = 0, rise = 0, wall_mass = 0;
  Eigen::ArrayXd density;
};

/// `count` steps of τ; second moments about the mean, per axis.
inline Flow flow(const Grid& grid, const jko::GridEnergy& energy, Eigen::ArrayXd rho, int count, double tau,
                 bool midpoint) {
  jko::GridJkoStep jko(grid, energy, {60, 1e-5});
  const Points x = grid.centres();
  Flow found;
  double before = jko::evaluate(energy, grid, rho);
  for (int k = 0; k < count; ++k) {
    throw_if_stopped();
    const jko::GridStepReport report = midpoint ? jko.midpoint_step(tau, rho) : jko.step(tau, rho);
    found.time.push_back((k + 1) * tau);
    found.energy.push_back(report.energy);
    found.rise = std::max(found.rise, report.energy - before);
    before = report.energy;
    double moment = 0;
    for (Index axis = 0; axis < 2; ++axis) {
      const double first = mean(grid, rho, x.col(axis));
      moment += (mean(grid, rho, x.col(axis).square()) - first * first) / 2;
    }
    found.second_moment.push_back(moment);
    found.highest = std::max(found.highest, rho.maxCoeff());
  }
  found.wall_mass = transport::mass_at_walls(grid, rho);
  found.density = std::move(rho);
  return found;
}

// A ball of density ½ and mass 1 in V = r²/2. Where ρ < 1 each step moves every particle to x/(1 + τ); where
// the ball is full, of radius 1/√π, it stays: R ← max(R/(1 + τ), 1/√π), the second moment per axis is R²/4.
struct Ball {
  static constexpr double tau = 0.15;
  Grid grid;
  Flow found;
  explicit Ball(Index cells) : grid({{-1.5, 1.5, cells}, {-1.5, 1.5, cells}}) {
    const double radius = std::sqrt(2 / pi), full = 1 / std::sqrt(pi);
    const jko::GridEnergy energy{std::make_shared<jko::CrowdEnergy>(1, 0.5 * full * grid.axis(0).width()),
                                 potential_at(grid, "(x^2 + y^2)/2")};
    found = flow(grid, energy,
                 density_of(grid, [=](double x, double y) { return std::hypot(x, y) < radius ? 1.0 : 0.0; }),
                 4, tau, false);
  }
  static double radius(int steps) {
    double r = std::sqrt(2 / pi);
    for (int k = 0; k < steps; ++k) r = std::max(r / (1 + tau), 1 / std::sqrt(pi));
    return r;
  }
  double off() const {
    const double r = radius(4);
    return distance(grid, found.density,
                    density_of(grid, [=](double x, double y) { return std::hypot(x, y) < r ? 1.0 : 0.0; }));
  }
};

// The same start in V = r: all move inwards at speed 1, and pile up in a core of density 1 that grows to (1 +
// √2) t: the mass within is that which began within core + t. Outside ρ = (r + t)/(2r), up to R − t.
struct Core {
  static constexpr double end = 0.15;
  Grid grid;
  Flow found;
  explicit Core(Index cells) : grid({{-1.25, 1.25, cells}, {-1.25, 1.25, cells}}) {
    const double radius = std::sqrt(2 / pi);
    const jko::GridEnergy energy{std::make_shared<jko::CrowdEnergy>(1, 0.5 * grid.axis(0).width()),
                                 potential_at(grid, "sqrt(x^2 + y^2)")};
    found = flow(grid, energy,
                 density_of(grid, [=](double x, double y) { return std::hypot(x, y) < radius ? 1.0 : 0.0; }),
                 3, end / 3, false);
  }
  static double exact(double x, double y) {
    const double r = std::hypot(x, y), core = (1 + std::sqrt(2.0)) * end;
    if (r < core) return 1.0;
    return r < std::sqrt(2 / pi) - end ? (r + end) / (2 * r) : 0.0;
  }
  double off() const { return distance(grid, found.density, density_of(grid, exact)); }
};

/// `count` steps of a crowd through faces: shorter than a cell.
inline Flow short_steps(const Grid& grid, const jko::GridEnergy& energy, Eigen::ArrayXd rho, int count,
                        double tau) {
  jko::CrowdFluxStep jko(grid, energy);
  Flow found;
  double before = jko.energy(rho);
  for (int k = 0; k < count; ++k) {
    throw_if_stopped();
    const double now = jko.step(tau, rho).energy;
    found.rise = std::max(found.rise, now - before);
    found.highest = std::max(found.highest, rho.maxCoeff());
    before = now;
  }
  found.density = std::move(rho);
  return found;
}

/// Ball and core in steps of an eighth of a cell or so, as short as back-and-forth cannot take them.
struct ShortSteps {
  Flow ball, core;
  double ball_off, core_off;
  explicit ShortSteps(Index cells) {
    const double radius = std::sqrt(2 / pi), full = 1 / std::sqrt(pi);
    const auto disk = [](double of) {
      return [=](double x, double y) { return std::hypot(x, y) < of ? 1.0 : 0.0; };
    };
    const auto crowd = std::make_shared<jko::CrowdEnergy>(1, 1e-3);
    const Grid wide({{-1.5, 1.5, cells}, {-1.5, 1.5, cells}}),
        narrow({{-1.25, 1.25, cells}, {-1.25, 1.25, cells}});
    ball = short_steps(wide, {crowd, potential_at(wide, "(x^2 + y^2)/2")}, density_of(wide, disk(radius)), 60,
                       0.01);
    ball_off = distance(wide, ball.density, density_of(wide, disk(full)));
    core = short_steps(narrow, {crowd, potential_at(narrow, "sqrt(x^2 + y^2)")},
                       density_of(narrow, disk(radius)), 30, Core::end / 30);
    core_off = distance(narrow, core.density, density_of(narrow, Core::exact));
  }
};

// W = |x|², T = ½: the variance per axis has v′ = 2T − 4v, and exact steps are those of an Ornstein–Uhlenbeck
// process of rate 2 about the mean.
inline Flow attraction(Index cells, int count, bool midpoint) {
  const Grid grid({{-4, 4, cells}, {-4, 4, cells}});
  const jko::GridEnergy energy{std::make_shared<jko::EntropyEnergy>(0.5),
                               {},
                               std::make_shared<jko::GridInteraction>(grid, in_plane("x^2 + y^2"))};
  return flow(grid, energy,
              density_of(grid,
                         [](double x, double y) {
                           return std::exp(-((x - 0.4) * (x - 0.4) + (y + 0.3) * (y + 0.3)) / (2 * 1.21));
                         }),
              count, 1.0 / count, midpoint);
}

inline double exact_step_variance(int count) {
  const jko::QuadraticEnergy energy{2, Eigen::VectorXd::Zero(2), 0.5};
  jko::GaussianLaw law{Eigen::VectorXd::Zero(2), 1.1};
  for (int k = 0; k < count; ++k) law = jko::jko_step(energy, 1.0 / count, law);
  return law.deviation * law.deviation;
}

// U = ρ², W = (χ/2π) log|x| (Keller and Segel's attraction): at rest 2ρ + W∗ρ is constant where ρ > 0, so
// that 2Δρ + χρ = 0 and ρ ∝ J₀(√(χ/2) r) up to its first zero: a radius that no mass changes.
struct Cluster {
  static constexpr double chi = 4, zero = 2.404825557695773;
  Grid grid;
  Flow found;
  Eigen::ArrayXd rest;
  double rest_energy = 0;
  explicit Cluster(Index cells) : grid({{-2.5, 2.5, cells}, {-2.5, 2.5, cells}}) {
    const double k = std::sqrt(chi / 2);
    const density::ExpressionPotential kernel = in_plane("1/pi*log(x^2 + y^2)");
    const jko::GridEnergy energy{std::make_shared<jko::PorousMediumEnergy>(2),
                                 {},
                                 std::make_shared<jko::GridInteraction>(grid, kernel)};
    rest = density_of(grid, [=](double x, double y) {
      const double r = std::hypot(x, y);
      return k * r < zero ? std::cyl_bessel_j(0, k * r) : 0.0;
    });
    rest_energy = jko::evaluate(energy, grid, rest);
    found = flow(grid, energy,
                 density_of(grid, [](double x, double y) { return std::exp(-(x * x + 1.5 * y * y) / 0.7); }),
                 8, 1, false);
  }
};

// ρ_t = Δρ³ from t = 1 to 4: lengths grow like t^{1/6}.
struct Cubic {
  double error = 0, exponent = 0;
  explicit Cubic(Index cells) {
    const Grid grid({{-2, 2, cells}, {-2, 2, cells}});
    const jko::GridEnergy energy{std::make_shared<jko::PorousMediumEnergy>(3)};
    const Eigen::ArrayXd start = jko::barenblatt_cells(grid, 1, 3);
    const Flow found = flow(grid, energy, start, 8, 3.0 / 8, true);
    error = distance(grid, found.density, jko::barenblatt_cells(grid, 4, 3));
    const double before = mean(grid, start, grid.centres().col(0).square());
    exponent = std::log(found.second_moment.back() / before) / (2 * std::log(4.0));
  }
};

}  // namespace kolmo::wasserstein_flow::plane
