#pragma once
// Distances between Gaussians, and lengths of curves of them in two metrics.

#include <array>
#include <functional>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::information_geometry {

/// Fisher and Rao's distance of N(m₁, s₁²) and N(m₂, s₂²): √2 arccosh(1 + (½Δm² + Δs²)/(2 s₁s₂)), hyperbolic
/// geometry on the half plane of (m/√2, s) times √2. Deviations > 0 (InvalidArgument). By arcsinh of half the
/// chord, accurate for near laws.
double fisher_rao_distance_1d(double mean_1, double deviation_1, double mean_2, double deviation_2);

/// A point of that geodesic at 0 ≤ t ≤ 1: {mean, deviation}.
std::array<double, 2> fisher_rao_geodesic_1d(double mean_1, double deviation_1, double mean_2,
                                             double deviation_2, double t);

/// Of equal means: √(½ Σ log² λ_i), λ_i the eigenvalues of C₁⁻¹C₂ (James 1973). Positive definite of one size
/// (InvalidArgument).
double fisher_rao_distance_of_covariances(const Eigen::MatrixXd& covariance_1,
                                          const Eigen::MatrixXd& covariance_2);

/// A curve of Gaussians: mean, covariance and their derivatives at t.
struct CurvePoint {
  Eigen::VectorXd mean, mean_rate;
  Eigen::MatrixXd covariance, covariance_rate;
};
using GaussianCurve = std::function<CurvePoint(double t)>;

/// √(ṁ·C⁻¹ṁ + ½ tr (C⁻¹Ċ)²).
double fisher_rao_speed(const CurvePoint& at);
/// √(|ṁ|² + tr V C V), V symmetric with V C + C V = Ċ: the gradient velocity that carries the law. Any other
/// velocity that does is faster.
double wasserstein_speed(const CurvePoint& at);

/// ∫ speed dt from `begin` to `end` by Gauss and Legendre's rule on `panels` equal panels of 20 points.
double curve_length(const GaussianCurve& curve, const std::function<double(const CurvePoint&)>& speed,
                    double begin, double end, Index panels = 8);

}  // namespace kolmo::information_geometry
