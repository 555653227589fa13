#pragma once
// The inner loops of a dense network, on vectors of rows: single and double precision.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::score {

// Columns are `stride` apart and hold `rows` numbers, a multiple of kernel_rows; they begin at any address.
// Results depend on the instruction set, through fused operations and lanes, and on nothing else.
inline constexpr Index kernel_rows = 16;

/// out(·, o) = bias[o] + Σ_i a(·, i) w[o·across + i·along], o < outputs, i < inputs; bias null: 0.
template <class T>
struct Combination {
  const T* a;
  Index a_stride;
  const T* w;
  Index across, along;
  const T* bias;
  Index rows, inputs, outputs;
  T* out;
  Index out_stride;
};
void combine(const Combination<float>& task);
void combine(const Combination<double>& task);

/// gradient[o·inputs + i] = Σ_r dz(r, o) a(r, i) and bias_gradient[o] = Σ_r dz(r, o), each in one fixed
/// order.
template <class T>
struct Correlation {
  const T* a;
  Index a_stride;
  const T* dz;
  Index dz_stride;
  Index rows, inputs, outputs;
  T* gradient;
  T* bias_gradient;
};
void correlate(const Correlation<float>& task);
void correlate(const Correlation<double>& task);

/// value[i] = z[i] s, slope[i] = s (1 + z[i](1 − s)), s = 1/(1 + e^{−z[i]}): SiLU and its derivative. n a
/// multiple of kernel_rows; value may be z. Relative error some ulp.
void silu(const float* z, Index n, float* value, float* slope);
void silu(const double* z, Index n, double* value, double* slope);

}  // namespace kolmo::score
