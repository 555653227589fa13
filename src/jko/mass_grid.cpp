// Nodes and masses for a given density.

#include <algorithm>
#include <cmath>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/jko/lagrangian_density.hpp"

namespace kolmo::jko {
namespace {

/// log p at every number of x, in blocks.
Eigen::ArrayXd log_density_at(const density::Density& density, const Eigen::ArrayXd& x) {
  Eigen::ArrayXd out(x.size());
  for (Index first = 0; first < x.size(); first += block_rows) {
    const Index rows = std::min(block_rows, x.size() - first);
    const Eigen::Map<const Eigen::ArrayXXd> block(x.data() + first, rows, 1);
    density.log_density(block, out.segment(first, rows));
  }
  return out;
}

double density_at(const density::Density& density, double x) {
  return std::exp(log_density_at(density, Eigen::ArrayXd::Constant(1, x))[0]);
}

/// ∫ p^power over every cell between the nodes.
Eigen::ArrayXd cell_integrals(const density::Density& density, const Eigen::ArrayXd& nodes, double power) {
  const Index n = nodes.size() - 1;
  const Eigen::ArrayXd half = 0.5 * (nodes.tail(n) - nodes.head(n));
  const Eigen::ArrayXd centre = 0.5 * (nodes.tail(n) + nodes.head(n));
  Eigen::ArrayXd total = Eigen::ArrayXd::Zero(n);
  static const GaussLegendre<4> rule;
  for (const auto& [side, q] : {std::pair{-1, 1}, {-1, 0}, {1, 0}, {1, 1}}) {
    const auto at = static_cast<std::size_t>(q);
    Eigen::ArrayXd values = power * log_density_at(density, centre + side * rule.nodes[at] * half);
    kolmo::exp(values.data(), values.data(), n);
    total += rule.weights[at] * half * values;
  }
  return total;
}

/// Every cell between the nodes in `parts` equal ones.
Eigen::ArrayXd divided(const Eigen::ArrayXd& nodes, Index parts) {
  const Index n = nodes.size() - 1;
  Eigen::ArrayXd finer(n * parts + 1);
  for (Index i = 0; i < n; ++i)
    for (Index k = 0; k < parts; ++k)
      finer[i * parts + k] =
          nodes[i] + static_cast<double>(k) / static_cast<double>(parts) * (nodes[i + 1] - nodes[i]);
  finer[n * parts] = nodes[n];
  return finer;
}

/// ∫ p over every cell, whose parts are halved until all of them add up to `total` within `tolerance`, or
/// there are 64: a component of a mixture may be narrower than a cell.
Eigen::ArrayXd cell_masses(const density::Density& density, const Eigen::ArrayXd& nodes, double total,
                           double tolerance) {
  const Index n = nodes.size() - 1;
  Eigen::ArrayXd masses;
  for (Index parts = 1; parts <= 64; parts *= 2) {
    const Eigen::ArrayXd pieces = cell_integrals(density, divided(nodes, parts), 1);
    masses.setZero(n);
    for (Index i = 0; i < n * parts; ++i) masses[i / parts] += pieces[i];
    if (std::abs(sum(masses.data(), n) - total) <= tolerance) break;
  }
  return masses;
}

/// An interval outside of which p holds far less than tail_mass: around samples, widened until p is small
/// enough.
std::pair<double, double> bracket(const density::Density& density, double tail_mass) {
  Points points(block_rows, 1);
  density.sample(RandomStream(0).role("mass"), 0, points);
  double lower = points.minCoeff();
  double upper = points.maxCoeff();
  require(std::isfinite(lower) && lower < upper, "spread of samples", upper - lower,
          "must be finite and > 0");
  const double spread = upper - lower;
  constexpr int most = 400;
  for (const double direction : {-1.0, 1.0}) {
    double& end = direction < 0 ? lower : upper;
    int widened = 0;
    while (density_at(density, end) * spread > 1e-3 * tail_mass && widened < most) {
      end += direction * spread / 8;
      ++widened;
    }
    require(widened < most, "tail_mass", tail_mass, "the density's tail is too heavy to be cut there");
  }
  return {lower, upper};
}

/// The x where the integrals over cells, added from the left, reach `target`; linear within a cell.
double reach(const Eigen::ArrayXd& nodes, const Eigen::ArrayXd& integrals, double target) {
  double below = 0;
  for (Index i = 0; i < integrals.size(); ++i) {
    if (below + integrals[i] >= target) {
      return nodes[i] + (nodes[i + 1] - nodes[i]) * (target - below) / integrals[i];
    }
    below += integrals[i];
  }
  return nodes[integrals.size()];
}

/// [X_0, X_N]: tail_mass of p lies on either side.
std::pair<double, double> support(const density::Density& density, Index fine, double tail_mass) {
  const auto [lower, upper] = bracket(density, tail_mass);
  const Eigen::ArrayXd nodes = Eigen::ArrayXd::LinSpaced(fine + 1, lower, upper);
  const Eigen::ArrayXd masses = cell_integrals(density, nodes, 1);
  const double left = reach(nodes, masses, tail_mass);
  const double right = -reach(-nodes.reverse(), masses.reverse(), tail_mass);
  return {left, right};
}

/// Nodes that share ½/(upper − lower) + ½ p^{1/3}/∫p^{1/3} equally.
Eigen::ArrayXd graded_nodes(const density::Density& density, double lower, double upper, Index cells,
                            Index fine) {
  const Eigen::ArrayXd mesh = Eigen::ArrayXd::LinSpaced(fine + 1, lower, upper);
  const Eigen::ArrayXd third = cell_integrals(density, mesh, 1.0 / 3.0);
  double total = 0;
  for (Index i = 0; i < fine; ++i) total += third[i];
  Eigen::ArrayXd nodes(cells + 1);
  nodes[0] = lower;
  nodes[cells] = upper;
  double below = 0;
  Index j = 1;
  for (Index i = 0; i < fine; ++i) {
    const double share = 0.5 / static_cast<double>(fine) + 0.5 * third[i] / total;
    for (; j < cells; ++j) {
      const double target = static_cast<double>(j) / static_cast<double>(cells);
      if (target > below + share) break;
      nodes[j] = mesh[i] + (mesh[i + 1] - mesh[i]) * (target - below) / share;
    }
    below += share;
  }
  require(j == cells, "cells", static_cast<double>(cells), "the density could not be divided into that many");
  return nodes;
}

}  // namespace

LagrangianDensity lagrangian_density(const density::Density& density, Index cells, double tail_mass) {
  require(density.dimension() == 1, "dimension of the density", static_cast<double>(density.dimension()),
          "must be 1");
  require(cells >= 8, "cells", static_cast<double>(cells), "must be at least 8");
  require(tail_mass >= 1e-15 && tail_mass <= 1e-3, "tail_mass", tail_mass, "must be in [1e-15, 1e-3]");
  const Index fine = std::max<Index>(16 * cells, 16384);
  const auto [lower, upper] = support(density, fine, tail_mass);
  Eigen::ArrayXd nodes = graded_nodes(density, lower, upper, cells, fine);
  constexpr double tolerance = 1e-6;
  Eigen::ArrayXd masses = cell_masses(density, nodes, 1 - 2 * tail_mass, tolerance);
  for (Index i = 0; i < cells; ++i) {
    require(masses[i] > 0, "mass of a cell", masses[i],
            "the density underflows in a gap within its range; the quantile scheme needs mass everywhere");
  }
  const double total = sum(masses.data(), cells);
  require(std::abs(total - (1 - 2 * tail_mass)) <= tolerance, "integral of the density",
          total + 2 * tail_mass,
          "must be 1 within 1e-6: is it normalised, and are all modes among its samples?");
  masses /= total;
  return {std::move(nodes), std::move(masses)};
}

}  // namespace kolmo::jko
