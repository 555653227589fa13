#pragma once
// Tensor products of uniform cubic B-splines.

#include <algorithm>
#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo {

/// The coefficients of the interpolating spline: Σ_j c_j B(ξ − j) through values at ξ = 0 … n − 1, with no
/// third derivative in the first and the last piece, so that these are parabolas: c_{−1} − 3c₀ + 3c₁ − c₂ =
/// 0. `values` holds an array of the given sizes (each ≥ 4), the first axis contiguous; the result has size +
/// 2 entries along every axis, c_{−1} first. Parabolas are reproduced exactly. Source: de Boor (1978),
/// chapter IV.
Eigen::ArrayXd spline_coefficients(const Eigen::ArrayXd& values, const std::vector<Index>& sizes);

/// Where x lies between the centres of an axis, and the four B-splines there with two derivatives in x.
struct SplinePlace {
  Index piece;  ///< coefficients piece … piece + 3
  double value[4], slope[4], curvature[4];

  /// position = (x − first centre)/h; outside [0, n − 1] the outermost piece goes on.
  SplinePlace(double position, Index n, double inverse_width);
};

/// The spline's value, gradient and Laplacian.
template <int D>
struct SplineValue {
  double value = 0, gradient[std::max(D, 1)] = {}, laplacian = 0;
};

/// The spline's value, gradient and all second derivatives.
template <int D>
struct SplineSecond {
  double value = 0, gradient[std::max(D, 1)] = {}, hessian[std::max(D, 1)][std::max(D, 1)] = {};
};

/// As spline_value.
template <int D>
SplineSecond<D> spline_second(const double* c, const SplinePlace* places, const Index* strides) {
  SplineSecond<D> sum;
  if constexpr (D == 0) {
    sum.value = *c;
  } else {
    const SplinePlace& place = places[D - 1];
    const double* from = c + place.piece * strides[D - 1];
    for (int m = 0; m < 4; ++m) {
      const SplineSecond<D - 1> part = spline_second<D - 1>(from + m * strides[D - 1], places, strides);
      sum.value += place.value[m] * part.value;
      for (int k = 0; k + 1 < D; ++k) {
        sum.gradient[k] += place.value[m] * part.gradient[k];
        for (int l = 0; l + 1 < D; ++l) sum.hessian[k][l] += place.value[m] * part.hessian[k][l];
        sum.hessian[k][D - 1] += place.slope[m] * part.gradient[k];
      }
      sum.gradient[D - 1] += place.slope[m] * part.value;
      sum.hessian[D - 1][D - 1] += place.curvature[m] * part.value;
    }
    for (int k = 0; k + 1 < D; ++k) sum.hessian[D - 1][k] = sum.hessian[k][D - 1];
  }
  return sum;
}

/// At `places` (D of them); c points to the first coefficient of all, strides[k] lie between neighbours along
/// k.
template <int D>
SplineValue<D> spline_value(const double* c, const SplinePlace* places, const Index* strides) {
  SplineValue<D> sum;
  if constexpr (D == 0) {
    sum.value = *c;
  } else {
    const SplinePlace& place = places[D - 1];
    const double* from = c + place.piece * strides[D - 1];
    for (int m = 0; m < 4; ++m) {
      const SplineValue<D - 1> part = spline_value<D - 1>(from + m * strides[D - 1], places, strides);
      sum.value += place.value[m] * part.value;
      for (int k = 0; k + 1 < D; ++k) sum.gradient[k] += place.value[m] * part.gradient[k];
      sum.gradient[D - 1] += place.slope[m] * part.value;
      sum.laplacian += place.value[m] * part.laplacian + place.curvature[m] * part.value;
    }
  }
  return sum;
}

}  // namespace kolmo
