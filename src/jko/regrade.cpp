#include "kolmo/jko/regrade.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::jko {
namespace {

/// ½ Δ_i/(X_N − X_0) + ½ ρ_i^{1/3} Δ_i/Σ.
Eigen::ArrayXd shares(const LagrangianDensity& rho) {
  const Index n = rho.cells();
  const Eigen::ArrayXd width = rho.nodes().tail(n) - rho.nodes().head(n);
  Eigen::ArrayXd third(n);
  for (Index i = 0; i < n; ++i) third(i) = std::cbrt(rho.masses()(i) / width(i)) * width(i);
  return 0.5 * width / (rho.nodes()(n) - rho.nodes()(0)) + 0.5 * third / sum(third.data(), n);
}

/// ρ at the nodes: linear between the centres of the neighbouring cells; at the ends the end cells'.
Eigen::ArrayXd node_densities(const LagrangianDensity& rho) {
  const Index n = rho.cells();
  const Eigen::ArrayXd width = rho.nodes().tail(n) - rho.nodes().head(n);
  Eigen::ArrayXd density(n + 1);
  density(0) = rho.masses()(0) / width(0);
  density(n) = rho.masses()(n - 1) / width(n - 1);
  for (Index j = 1; j < n; ++j) {
    const double left = rho.masses()(j - 1) / width(j - 1), right = rho.masses()(j) / width(j);
    density(j) = (left * width(j) + right * width(j - 1)) / (width(j - 1) + width(j));
  }
  return density;
}

/// Mass of cell i up to a share ξ of its width.
double mass_below(const LagrangianDensity& rho, const Eigen::ArrayXd& density, Index i, double xi) {
  const double width = rho.nodes()(i + 1) - rho.nodes()(i), own = rho.masses()(i) / width;
  const double from = std::min(density(i) / own, 3.0), to = std::min(density(i + 1) / own, 3.0);
  const double share = xi * (from + xi * ((3 - 2 * from - to) + xi * (from + to - 2)));
  return rho.masses()(i) * std::clamp(share, 0.0, 1.0);
}

/// Places that share the grading equally; linear within an old cell.
Eigen::ArrayXd graded_nodes(const LagrangianDensity& rho) {
  const Index n = rho.cells();
  const Eigen::ArrayXd share = shares(rho);
  Eigen::ArrayXd nodes(n + 1);
  nodes(0) = rho.nodes()(0);
  nodes(n) = rho.nodes()(n);
  double below = 0;
  Index j = 1;
  for (Index i = 0; i < n; ++i) {
    for (; j < n; ++j) {
      const double target = static_cast<double>(j) / static_cast<double>(n);
      if (target > below + share(i) && i + 1 < n) break;
      const double xi = std::clamp((target - below) / share(i), 0.0, 1.0);
      nodes(j) = rho.nodes()(i) + (rho.nodes()(i + 1) - rho.nodes()(i)) * xi;
    }
    below += share(i);
  }
  return nodes;
}

}  // namespace

double grading(const LagrangianDensity& rho) {
  return shares(rho).maxCoeff() * static_cast<double>(rho.cells());
}

LagrangianDensity regraded(const LagrangianDensity& rho) {
  const Index n = rho.cells();
  const Eigen::ArrayXd density = node_densities(rho);
  Eigen::ArrayXd nodes = graded_nodes(rho), masses = Eigen::ArrayXd::Zero(n);
  // Old cells and new ones are walked together: each piece between two nodes of either belongs to one of
  // both.
  Index old_cell = 0;
  double taken = 0;  // mass of the old cell that is left of the place reached
  for (Index i = 0; i < n; ++i) {
    const double end = nodes(i + 1);
    while (old_cell + 1 < n && rho.nodes()(old_cell + 1) <= end) {
      masses(i) += rho.masses()(old_cell) - taken;
      taken = 0;
      ++old_cell;
    }
    const double width = rho.nodes()(old_cell + 1) - rho.nodes()(old_cell);
    const double xi = i + 1 == n ? 1 : (end - rho.nodes()(old_cell)) / width;
    const double below = i + 1 == n ? rho.masses()(old_cell) : mass_below(rho, density, old_cell, xi);
    masses(i) += below - taken;
    taken = below;
  }
  return {std::move(nodes), std::move(masses)};
}

double mass_above(const LagrangianDensity& rho, double x) {
  const Index n = rho.cells();
  if (x <= rho.nodes()(0)) return 1;
  if (x >= rho.nodes()(n)) return 0;
  const double* const begin = rho.nodes().data();
  const Index cell = std::upper_bound(begin, begin + n + 1, x) - begin - 1;
  const double xi = (x - rho.nodes()(cell)) / (rho.nodes()(cell + 1) - rho.nodes()(cell));
  const double below = mass_below(rho, node_densities(rho), cell, xi);
  return (1 - rho.cumulated()(cell + 1)) + (rho.masses()(cell) - below);
}

}  // namespace kolmo::jko
