#pragma once
// What laws say at one point.

#include <Eigen/Core>

#include "kolmo/density/gaussian_mixture.hpp"

namespace kolmo::claims {

/// log p(x), ∇log p(x), Δlog p(x) and ∇²log p(x) at one point of d numbers.
double log_density_at(const density::Density& law, const Eigen::VectorXd& x);
Eigen::VectorXd score_at(const density::Density& law, const Eigen::VectorXd& x);
double divergence_at(const density::Density& law, const Eigen::VectorXd& x);
Eigen::MatrixXd hessian_at(const density::Density& law, const Eigen::VectorXd& x);

/// The same on the line.
double log_density_at(const density::Density& law, double x);
double score_at(const density::Density& law, double x);
double divergence_at(const density::Density& law, double x);

/// ∇log p(x) by central differences of log p with steps `h` and h/2, extrapolated: its error is O(h⁴).
Eigen::VectorXd differenced_score(const density::Density& law, const Eigen::VectorXd& x, double h);

/// ½N(−a, 1) + ½N(a, 1) along the first of d coordinates, standard normal along the others.
density::GaussianMixture two_modes(double a, Index d);

/// The angle between two vectors, in degrees.
double angle_in_degrees(const Eigen::VectorXd& a, const Eigen::VectorXd& b);

}  // namespace kolmo::claims
