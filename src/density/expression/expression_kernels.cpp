#include "expression_kernels.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo::density {
namespace {

// y may be one of the operands, which the compiler would otherwise take for a dependence between elements.

KOLMO_VECTORISED void add(double* y, const double* a, const double* b, Index n) {
#pragma GCC ivdep
  for (Index i = 0; i < n; ++i) y[i] = a[i] + b[i];
}
KOLMO_VECTORISED void subtract(double* y, const double* a, const double* b, Index n) {
#pragma GCC ivdep
  for (Index i = 0; i < n; ++i) y[i] = a[i] - b[i];
}
KOLMO_VECTORISED void multiply(double* y, const double* a, const double* b, Index n) {
#pragma GCC ivdep
  for (Index i = 0; i < n; ++i) y[i] = a[i] * b[i];
}
KOLMO_VECTORISED void divide(double* y, const double* a, const double* b, Index n) {
#pragma GCC ivdep
  for (Index i = 0; i < n; ++i) y[i] = a[i] / b[i];
}
KOLMO_VECTORISED void add_number(double* y, const double* a, double c, Index n) {
#pragma GCC ivdep
  for (Index i = 0; i < n; ++i) y[i] = a[i] + c;
}
KOLMO_VECTORISED void multiply_number(double* y, const double* a, double c, Index n) {
#pragma GCC ivdep
  for (Index i = 0; i < n; ++i) y[i] = a[i] * c;
}
KOLMO_VECTORISED void invert(double* y, const double* a, Index n) {
#pragma GCC ivdep
  for (Index i = 0; i < n; ++i) y[i] = 1 / a[i];
}
KOLMO_VECTORISED void where(double* y, const double* condition, const double* a, const double* b, Index n) {
#pragma GCC ivdep
  for (Index i = 0; i < n; ++i) y[i] = condition[i] > 0 ? a[i] : b[i];
}
KOLMO_VECTORISED void smaller(double* y, const double* a, const double* b, Index n) {
#pragma GCC ivdep
  for (Index i = 0; i < n; ++i) y[i] = b[i] < a[i] ? b[i] : a[i];
}
KOLMO_VECTORISED void larger(double* y, const double* a, const double* b, Index n) {
#pragma GCC ivdep
  for (Index i = 0; i < n; ++i) y[i] = b[i] > a[i] ? b[i] : a[i];
}
KOLMO_VECTORISED void absolute(double* y, const double* a, Index n) {
#pragma GCC ivdep
  for (Index i = 0; i < n; ++i) y[i] = std::abs(a[i]);
}
KOLMO_VECTORISED void square_root(double* y, const double* a, Index n) {
#pragma GCC ivdep
  for (Index i = 0; i < n; ++i) y[i] = std::sqrt(a[i]);
}
KOLMO_VECTORISED void signs(double* y, const double* a, Index n) {
#pragma GCC ivdep
  for (Index i = 0; i < n; ++i) y[i] = (a[i] > 0 ? 1.0 : 0.0) - (a[i] < 0 ? 1.0 : 0.0);
}

void map(double* y, const double* a, Index n, double (*function)(double)) {
  for (Index i = 0; i < n; ++i) y[i] = function(a[i]);
}

}  // namespace

void run_kernel(Kernel kernel, double* y, const double* a, const double* b, const double* c, double number,
                Index n) {
  switch (kernel) {
    case Kernel::fill:
      std::fill_n(y, n, number);
      return;
    case Kernel::copy:
      std::copy_n(a, n, y);
      return;
    case Kernel::add:
      return add(y, a, b, n);
    case Kernel::subtract:
      return subtract(y, a, b, n);
    case Kernel::multiply:
      return multiply(y, a, b, n);
    case Kernel::divide:
      return divide(y, a, b, n);
    case Kernel::add_number:
      return add_number(y, a, number, n);
    case Kernel::multiply_number:
      return multiply_number(y, a, number, n);
    case Kernel::invert:
      return invert(y, a, n);
    case Kernel::power:
      for (Index i = 0; i < n; ++i) y[i] = std::pow(a[i], b[i]);
      return;
    case Kernel::power_number:
      for (Index i = 0; i < n; ++i) y[i] = std::pow(a[i], number);
      return;
    case Kernel::where:
      return where(y, a, b, c, n);
    case Kernel::min:
      return smaller(y, a, b, n);
    case Kernel::max:
      return larger(y, a, b, n);
    case Kernel::atan2:
      for (Index i = 0; i < n; ++i) y[i] = std::atan2(a[i], b[i]);
      return;
    case Kernel::sqrt:
      return square_root(y, a, n);
    case Kernel::exp:
      return kolmo::exp(a, y, n);
    case Kernel::log:
      return kolmo::log(a, y, n);
    case Kernel::sin:
      return kolmo::sin(a, y, n);
    case Kernel::cos:
      return kolmo::cos(a, y, n);
    case Kernel::tan:
      return map(y, a, n, std::tan);
    case Kernel::sinh:
      return map(y, a, n, std::sinh);
    case Kernel::cosh:
      return map(y, a, n, std::cosh);
    case Kernel::tanh:
      return kolmo::tanh(a, y, n);
    case Kernel::abs:
      return absolute(y, a, n);
    case Kernel::sign:
      return signs(y, a, n);
    case Kernel::floor:
      return map(y, a, n, std::floor);
    case Kernel::erf:
      return map(y, a, n, std::erf);
  }
}

}  // namespace kolmo::density
