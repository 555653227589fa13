#pragma once
// The operations of compiled expressions on batches.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::density {

enum class Kernel {
  fill,  ///< the number
  copy,
  add,
  subtract,
  multiply,
  divide,
  add_number,
  multiply_number,
  invert,
  power,
  power_number,
  where,
  min,
  max,
  atan2,
  sqrt,
  exp,
  log,
  sin,
  cos,
  tan,
  sinh,
  cosh,
  tanh,
  abs,
  sign,
  floor,
  erf,
};

/// y = kernel(a, b, c) or kernel(a, number), elementwise on n numbers; y may be a, b or c.
void run_kernel(Kernel kernel, double* y, const double* a, const double* b, const double* c, double number,
                Index n);

}  // namespace kolmo::density
