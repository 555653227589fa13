#pragma once
// What a linear process settles to, in closed form.

#include "kolmo/process/process.hpp"

namespace kolmo::relaxation {

/// D_kk = ½ (G Gᵀ)_kk at each of the points, at time 0.
Eigen::ArrayXd diffusivity(const process::Process& process, const Points& x, Index k);

/// Of dX = −A (X − m) dt + G dW: N(m, C) with A C + C Aᵀ = G Gᵀ.
struct LinearRest {
  Eigen::VectorXd mean, variance;  ///< m, and C's diagonal
  /// ⟨v·D⁻¹v⟩ of the mean velocity v = (D C⁻¹ − A) (x − m), 1/time: 0 with detailed balance.
  double production;
};

/// A and G are read off the process, which is linear and constant in time, with noise in every coordinate.
LinearRest linear_rest(const process::Process& process);

}  // namespace kolmo::relaxation
