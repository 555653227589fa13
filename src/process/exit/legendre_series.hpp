#pragma once
// A function on an interval as a Legendre series through its values at Gauss points.

#include <Eigen/Core>

namespace kolmo::process {

inline constexpr int series_points = 20;
using SeriesValues = Eigen::Array<double, series_points, 1>;

/// Σ_n c_n P_n(s), s in [−1, 1], n < 20.
class LegendreSeries {
 public:
  /// The Gauss points, ascending.
  static const SeriesValues& nodes();
  LegendreSeries() : coefficients_(SeriesValues::Zero()) {}
  /// c_n = (n + ½) Σ_j w_j P_n(s_j) f(s_j): exact for polynomials of degree below 20.
  explicit LegendreSeries(const SeriesValues& values);

  double value(double s) const;
  /// ∫_{−1}^s, by ∫_{−1}^s P_n = (P_{n+1}(s) − P_{n−1}(s))/(2n + 1).
  double integral(double s) const;
  /// The last two coefficients: what the series has not resolved is about as large.
  double rest() const { return coefficients_.tail<2>().abs().maxCoeff(); }
  double largest() const { return coefficients_.abs().maxCoeff(); }

 private:
  SeriesValues coefficients_;
};

}  // namespace kolmo::process
