#pragma once
// Logarithms and exponentials of arrays as values, by the vector kernels.

#include "kolmo/core/simd/simd_math.hpp"

namespace kolmo::green_flow {

inline Eigen::ArrayXd log_of(Eigen::ArrayXd x) {
  kolmo::log(x.data(), x.data(), x.size());
  return x;
}

inline Eigen::ArrayXd exp_of(Eigen::ArrayXd x) {
  kolmo::exp(x.data(), x.data(), x.size());
  return x;
}

inline Eigen::ArrayXd tanh_of(Eigen::ArrayXd x) {
  kolmo::tanh(x.data(), x.data(), x.size());
  return x;
}

}  // namespace kolmo::green_flow
