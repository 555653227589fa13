#pragma once
// Elementwise elementary functions on arrays, by vector kernels chosen at run time.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo {

// For all: x and y hold n ≥ 0 numbers, at any alignment; y may be x. An element's result has the same bits
// wherever it stands in an array. Bits are promised per instruction set (`instruction_set()`); nothing is
// thrown.

/// y[i] = e^x[i], error below 1 ulp (2 without fused multiply-add); 0 below about −745.13, ∞ above about
/// 709.78, NaN for NaN.
void exp(const double* x, double* y, Index n);

/// y[i] = log x[i], error below 1 ulp (2 without fused multiply-add), subnormal numbers too; −∞ for 0, ∞ for
/// ∞, NaN for x < 0 and for NaN.
void log(const double* x, double* y, Index n);

/// sine[i] = sin(π x[i]), cosine[i] = cos(π x[i]), error below 2 ulp; NaN where x[i] is not finite.
void sincospi(const double* x, double* sine, double* cosine, Index n);

/// y[i] = sin x[i] and cos x[i], error below 3 ulp; beyond |x| = 1e5 those of the C library.
void sin(const double* x, double* y, Index n);
void cos(const double* x, double* y, Index n);

/// y[i] = tanh x[i], error below 3 ulp; NaN for NaN.
void tanh(const double* x, double* y, Index n);

}  // namespace kolmo
