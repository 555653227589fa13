#pragma once
// Σ_k w_k (t² + |x − p_k|²)^{−n/2} and its moments, vectorised.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::green_flow {

/// One call: `rows` queries against `points` sources in dimension 1, 2 or 3, all lengths in the unit t. With
/// q_k = 1
/// + |x − p_k|² and s_k = min q/q_k:
///   log_sum = log Σ w_k s_k^{n/2} − (n/2) log min q,  mean = Σ w_k s_k^{n/2} (x − p_k)/Σ w_k s_k^{n/2}, and
///   spread = Σ … n|x − p_k|²/q_k/Σ … − mean · (Σ … n (x − p_k)/q_k/Σ …).
/// Outputs that are null are not computed; columns of x and mean lie `x_stride` and `mean_stride` apart.
struct PowerSumTask {
  Index dimension, points, rows;
  double power;         ///< n > 0
  double inverse_unit;  ///< of x and p
  const double* p;      ///< points × dimension, column-major
  const double* weights;
  const double* x;
  Index x_stride;
  double* log_sum;
  double* mean;
  Index mean_stride;
  double* spread;
};

void power_sum(const PowerSumTask& task);

}  // namespace kolmo::green_flow
