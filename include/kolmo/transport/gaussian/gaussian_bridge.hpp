#pragma once
// Schrödinger's bridge between Gaussians on the line, in closed form.

namespace kolmo::transport {

/// From N(mean_0, deviation_0²) at time 0 to N(mean_1, deviation_1²) at 1, the reference dX = √ε dW. The
/// coupling is a Gaussian with the covariance c = ½(√(4 s₀²s₁² + ε²) − ε), and
///   Var X_t = (1 − t)²s₀² + t²s₁² + 2t(1 − t)c + ε t(1 − t),
/// the drift (E[X_1 | X_t = x] − x)/(1 − t). As ε → 0, c → s₀s₁ and the marginals tend to McCann's
/// interpolation, with Var − ((1 − t)s₀ + ts₁)² = t(1 − t)ε²/(4 s₀s₁) + O(ε⁴).
/// Source: Chen, Georgiou and Pavon 2016, section V.
struct GaussianBridge {
  double mean_0, deviation_0, mean_1, deviation_1, epsilon;

  double covariance() const;
  double mean(double t) const;
  double variance(double t) const;
  /// 0 ≤ t < 1.
  double drift(double t, double x) const;
  /// ∂drift/∂x.
  double drift_slope(double t) const;
  double mccann_variance(double t) const;
};

}  // namespace kolmo::transport
