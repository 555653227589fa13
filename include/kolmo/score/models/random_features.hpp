#pragma once
// Scores of a kernel exponential family with random Fourier features: one linear system.

#include <vector>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/score/fields/field.hpp"

namespace kolmo::score {

/// φ_m(x) = cos(ω_m·x + b_m), ω_m ~ N(0, I/ℓ²), b_m uniform on [0, 2π): features of the Gaussian kernel of
/// length ℓ (Rahimi and Recht 2007).
struct RandomFeatures {
  Points frequencies;     ///< m×d, in 1/x
  Eigen::ArrayXd phases;  ///< m

  /// m features from the stream. length > 0, m ≥ 1 (else InvalidArgument).
  static RandomFeatures draw(Index m, Index dimension, double length, const RandomStream& stream);
};

/// A family log p = log N(μ, K⁻¹) + Σ_m a_m φ_m + const, with features that are drawn once.
struct FeatureFamily {
  RandomFeatures features;
  Eigen::VectorXd mean;       ///< μ
  Eigen::MatrixXd precision;  ///< K
  /// μ and K those of the data (n×d, n > d; else InvalidArgument).
  static FeatureFamily around(const Points& data, RandomFeatures features);
};

/// s = −K(x − μ) + Σ_m a_m ∇φ_m, a member of the family.
class FeatureScore final : public Field {
 public:
  FeatureScore(FeatureFamily family, Eigen::VectorXd a);
  Index dimension() const override { return family_.features.frequencies.cols(); }
  void value(const ConstBlock& x, Block out) const override;
  void jacobian_product(const ConstBlock& x, const ConstBlock& v, Block out) const override;
  const Eigen::VectorXd& coefficients() const { return a_; }

 private:
  FeatureFamily family_;
  Eigen::VectorXd a_;
};

/// The member that minimises ½aᵀ(A + ridge I)a + bᵀa, J_H over the data with a ridge: A = E GᵀG, b = E[Gᵀs₀ +
/// Δφ], G the gradients of the features and s₀ = −K(x − μ). ridge ≥ 0 in units of A (1/x²).
FeatureScore fit_features(const FeatureFamily& family, const Points& data, double ridge);

/// n E|s_n − s_∞|² as n → ∞ for the fit without ridge: tr(A⁻¹ Cov(GᵀGa + Gᵀs₀ + Δφ)), from the data.
double feature_error_times_n(const FeatureFamily& family, const Points& data);

/// The ridge of the ladder whose J_H on the part of the data that was left out, in the mean over `folds`
/// parts, is least. folds ≥ 2, ridges not empty (else InvalidArgument).
double cross_validated_ridge(const FeatureFamily& family, const Points& data,
                             const std::vector<double>& ridges, Index folds = 5);

}  // namespace kolmo::score
