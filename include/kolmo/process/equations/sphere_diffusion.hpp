#pragma once
// Brownian motion and Langevin dynamics on a sphere.

#include <functional>

#include "kolmo/process/noise/matrix_noise.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "kolmo/process/structure/on_sphere.hpp"

namespace kolmo::process {

/// The diffusion on the sphere |x| = R in R^d with generator ½σ² (Δ + ∇log π·∇), both of the sphere itself,
/// as an Itô equation of space,
///   dX = ½σ² [P(X) u(X) − (d − 1) X/R²] dt + σ P(X) dW,   P(x) = I − x xᵀ/|x|²,
/// where u is the gradient in space of any function that is log π on the sphere. π, with respect to area, is
/// stationary; Brownian motion, without u, has E[X_t | x] = e^{−(d − 1)σ²t/(2R²)} x: e^{−t} x on the unit
/// sphere of space with σ = 1. Source: Stroock (1971); Hsu (2002), example 3.3.2.
class SphereDiffusion final : public MatrixNoise, public OnSphere, public ConstantCoefficients {
 public:
  /// out(i, ·) = u(x_i), in 1/length.
  using Field = std::function<void(const ConstBlock& x, Block out)>;

  /// σ in length/√time. InvalidArgument unless d ≥ 2, R and σ positive and finite.
  SphereDiffusion(Index dimension, double radius, double noise, Field field = {});

  std::string name() const override { return "sphere_diffusion"; }
  Index dimension() const override { return dimension_; }
  NoiseKind noise_kind() const override { return NoiseKind::general; }
  Index noise_dimension() const override { return dimension_; }
  std::optional<bool> constant_coefficients() const override { return true; }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override;
  double sphere_radius() const override { return radius_; }
  double noise() const { return noise_; }

 private:
  Index dimension_;
  double radius_, noise_;
  Field field_;
};

/// π ∝ e^{κ x_1/R}, the law of von Mises and Fisher with concentration κ about the first axis.
SphereDiffusion von_mises_fisher(Index dimension, double radius, double noise, double concentration);

/// E cos θ and E cos² θ of that law, θ the angle to the axis: A = I_{d/2}(κ)/I_{d/2−1}(κ) and 1 − (d − 1) A/κ
/// (1/d at κ = 0), to 1e-13. κ ≥ 0 and d ≥ 2, else InvalidArgument. Source: Mardia and Jupp (2000), section
/// 9.3.2.
struct VonMisesFisherMoments {
  double cosine, cosine_squared;
};
VonMisesFisherMoments von_mises_fisher_moments(Index dimension, double concentration);

}  // namespace kolmo::process
