#pragma once
// A probability law on the line, as a sample or as a table of its distribution function, and exact distances.

#include <vector>

#include "kolmo/core/grid.hpp"

namespace kolmo {

/// A law on R: either n equally weighted sorted numbers, or a distribution function that is linear between
/// nodes (x_j, F_j) – a density constant between them. Everything below is exact for what is given; O(size).
class Law1D {
 public:
  /// n ≥ 1 finite numbers in any order.
  static Law1D from_samples(std::vector<double> x);
  /// The same, in ascending order already.
  static Law1D from_sorted(std::vector<double> x);
  /// Nodes strictly increasing and finite, F non-decreasing from F₀ = 0 to F_last = 1.
  static Law1D from_cdf(std::vector<double> x, std::vector<double> cdf);
  /// density[i] = p in cell i of the axis. The mass Σ p_i width may differ from 1 by `mass_tolerance` and is
  /// divided out. Negative cells (a scheme that is not positive) may hold `negative_mass` together at most: F
  /// is then the running maximum of the partial sums, which moves no F_j by more than that. Else
  /// InvalidArgument.
  static Law1D from_density(const Axis& axis, const double* density, double mass_tolerance = 1e-6,
                            double negative_mass = 0);

  bool is_sample() const { return levels_.empty(); }
  /// Number of sample points; infinity for a table (it has no sampling noise).
  double sample_size() const;
  /// The sorted sample, or the nodes x_j.
  const std::vector<double>& points() const { return points_; }
  /// F_j of a table; empty for a sample.
  const std::vector<double>& levels() const { return levels_; }

  /// F(x) = P(X ≤ x).
  double cdf(double x) const;
  /// inf{x : F(x) ≥ u}, 0 ≤ u ≤ 1; u = 0 gives the lower end of the support.
  double quantile(double u) const;
  double probability_above(double x) const { return 1 - cdf(x); }

  /// E X^k, 0 ≤ k ≤ 16.
  double raw_moment(int k) const;
  double mean() const { return raw_moment(1); }
  /// E (X − E X)² (of the law itself: a sample's is divided by n).
  double variance() const;
  double standard_deviation() const;
  /// ∫ √(F(1 − F)) dx: r √(2/π) times this is the mean of W1 under equality.
  double root_bridge_integral() const;
  /// −∫ p log p of a table (nats); InvalidArgument for a sample: see entropy_estimator.hpp.
  double entropy() const;

 private:
  Law1D(std::vector<double> points, std::vector<double> levels);
  double moment_about(double centre, int k) const;

  std::vector<double> points_, levels_;
};

/// sup_x |F_a(x) − F_b(x)|.
double ks_distance(const Law1D& a, const Law1D& b);
/// ∫ |F_a⁻¹ − F_b⁻¹| du = ∫ |F_a − F_b| dx.
double w1_distance(const Law1D& a, const Law1D& b);
/// (∫ |F_a⁻¹ − F_b⁻¹|² du)^{1/2}.
double w2_distance(const Law1D& a, const Law1D& b);

}  // namespace kolmo
