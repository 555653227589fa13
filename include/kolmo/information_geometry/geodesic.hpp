#pragma once
// Geodesics of Fisher's metric in any exponential family, by energy.

#include "kolmo/information_geometry/exponential_family.hpp"

namespace kolmo::information_geometry {

/// A discrete geodesic: rows are natural parameters at equal steps, the ends among them.
struct Geodesic {
  Eigen::MatrixXd points;  ///< (N + 1)×parameters
  double length;           ///< √E; its error has even powers of 1/N
  Index iterations;
};

/// The curve of N steps of least E = N Σ (θ_{k+1} − θ_k)·(η_{k+1} − η_k): every term is KL both ways, the
/// squared distance up to its fourth power, so that √E tends to the distance with order 2. By Newton with a
/// block tridiagonal LDLᵀ, its shift raised until the pivots are positive, steps cut in half until E falls
/// inside of the family; from the curve straight in θ (an e-geodesic). Throws InvalidArgument where the ends
/// are outside of the family or N < 2, NumericalFailure where it does not settle in 200 steps.
Geodesic geodesic(const ExponentialFamily& family, const Eigen::VectorXd& from, const Eigen::VectorXd& to,
                  Index steps);

/// The limit of its lengths on N, 2N and 4N steps (Richardson; error O(N⁻⁶)).
double geodesic_distance(const ExponentialFamily& family, const Eigen::VectorXd& from,
                         const Eigen::VectorXd& to, Index steps = 16);

}  // namespace kolmo::information_geometry
