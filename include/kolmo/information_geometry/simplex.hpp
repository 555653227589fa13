#pragma once
// The simplex of probabilities in Fisher and Rao's metric: an eighth, or 2⁻ⁿ, of a sphere of radius 2.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::information_geometry {

// p and q hold probabilities: finite, ≥ 0, sum 1 to 1e−9 (else InvalidArgument).

/// 2 arccos Σ√(p_i q_i), ≤ π; near 0 by 4 arcsin of half the chord.
double fisher_rao_distance(const Eigen::VectorXd& p, const Eigen::VectorXd& q);
/// √(½ Σ(√p_i − √q_i)²), between 0 and 1.
double hellinger_distance(const Eigen::VectorXd& p, const Eigen::VectorXd& q);
/// The geodesic at 0 ≤ t ≤ 1: the square of (sin((1 − t)φ) √p + sin(tφ) √q)/sin φ, φ half the distance.
Eigen::VectorXd fisher_rao_geodesic(const Eigen::VectorXd& p, const Eigen::VectorXd& q, double t);
/// ∝ p^{1−t} q^t: straight in natural parameters (the e-geodesic); p, q > 0.
Eigen::VectorXd exponential_geodesic(const Eigen::VectorXd& p, const Eigen::VectorXd& q, double t);
/// v less its mean: onto Σv = 0, the tangent space.
Eigen::VectorXd tangent(const Eigen::VectorXd& v);
/// e^θ/Σe^θ.
Eigen::VectorXd softmax(const Eigen::VectorXd& theta);
/// diag(p) − ppᵀ: Fisher's matrix of softmax in n coordinates, singular along (1, …, 1).
Eigen::MatrixXd softmax_fisher(const Eigen::VectorXd& theta);
/// Σ of the distances between neighbours: the length of a sampled curve (rows are probabilities), from below,
/// order 2.
double fisher_rao_length(const Eigen::MatrixXd& curve);

}  // namespace kolmo::information_geometry
