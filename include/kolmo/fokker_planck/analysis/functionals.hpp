#pragma once
// Numbers that describe a density on a grid. p has one value a cell; every function throws InvalidArgument on
// another size. Sums run in a fixed order.

#include "kolmo/core/grid.hpp"
#include "kolmo/density/potential.hpp"

namespace kolmo::fokker_planck {

/// Σ p v, v the cell volume.
double mass(const Grid& grid, const Eigen::ArrayXd& p);

/// E X_axis^order = Σ x^order p v / mass (midpoint rule; error O(h²), beyond every order where p vanishes at
/// the ends). order ≥ 1.
double raw_moment(const Grid& grid, const Eigen::ArrayXd& p, Index axis, int order);

/// E X, d entries.
Eigen::VectorXd mean(const Grid& grid, const Eigen::ArrayXd& p);

/// E (X − E X)(X − E X)ᵀ, d×d.
Eigen::MatrixXd covariance(const Grid& grid, const Eigen::ArrayXd& p);

/// −∫ p log p, nats, with 0 log 0 = 0. Negative entries throw InvalidArgument, here and below.
double entropy(const Grid& grid, const Eigen::ArrayXd& p);

/// ∫ p |∇ log p|² = 4 ∫ |∇√p|² with differences over the interior faces; error O(h²). Divides by nothing.
double fisher_information(const Grid& grid, const Eigen::ArrayXd& p);

/// ∫ p V + T ∫ p log p, with V at the cell centres. temperature > 0.
double free_energy(const Grid& grid, const Eigen::ArrayXd& p, const density::Potential& potential,
                   double temperature);

/// KL(p‖q) = ∫ p log(p/q); infinite where q = 0 < p.
double relative_entropy(const Grid& grid, const Eigen::ArrayXd& p, const Eigen::ArrayXd& q);

/// Sets negative entries to 0, rescales to the same mass, and returns the relative mass that was cut off: for
/// steppers that do not keep p ≥ 0, where the caller reports it. Throws InvalidArgument if nothing positive
/// remains.
double remove_negative(Eigen::ArrayXd& p);

}  // namespace kolmo::fokker_planck
