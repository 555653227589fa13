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

void powers(double* y, const double* a, const double* b, Index n) {
  for (Index i = 0; i < n; ++i) y[i] = std::pow(a[i], b[i]);
}
void angles(double* y, const double* a, const double* b, Index n) {
  for (Index i = 0; i < n; ++i) y[i] = std::atan2(a[i], b[i]);
}
void power_number(double* y, const double* a, double c, Index n) {
  for (Index i = 0; i < n; ++i) y[i] = std::pow(a[i], c);
}
template <double (*function)(double)>
void map(double* y, const double* a, Index n) {
  for (Index i = 0; i < n; ++i) y[i] = function(a[i]);
}
template <void (*function)(const double*, double*, Index)>
void vector_map(double* y, const double* a, Index n) {
  function(a, y, n);
}

using OfOne = void (*)(double* y, const double* a, Index n);
using OfTwo = void (*)(double* y, const double* a, const double* b, Index n);
using OfNumber = void (*)(double* y, const double* a, double c, Index n);

/// The kernel where it takes one operand, else null.
OfOne of_one(Kernel kernel) {
  switch (kernel) {
    case Kernel::invert:
      return invert;
    case Kernel::sqrt:
      return square_root;
    case Kernel::exp:
      return vector_map<kolmo::exp>;
    case Kernel::log:
      return vector_map<kolmo::log>;
    case Kernel::sin:
      return vector_map<kolmo::sin>;
    case Kernel::cos:
      return vector_map<kolmo::cos>;
    case Kernel::tan:
      return map<std::tan>;
    case Kernel::sinh:
      return map<std::sinh>;
    case Kernel::cosh:
      return map<std::cosh>;
    case Kernel::tanh:
      return vector_map<kolmo::tanh>;
    case Kernel::abs:
      return absolute;
    case Kernel::sign:
      return signs;
    case Kernel::floor:
      return map<std::floor>;
    case Kernel::erf:
      return map<std::erf>;
    default:
      return nullptr;
  }
}

/// The kernel where it takes two operands, else null.
OfTwo of_two(Kernel kernel) {
  switch (kernel) {
    case Kernel::add:
      return add;
    case Kernel::subtract:
      return subtract;
    case Kernel::multiply:
      return multiply;
    case Kernel::divide:
      return divide;
    case Kernel::power:
      return powers;
    case Kernel::min:
      return smaller;
    case Kernel::max:
      return larger;
    case Kernel::atan2:
      return angles;
    default:
      return nullptr;
  }
}

/// The kernel where it takes an operand and a number, else null.
OfNumber of_number(Kernel kernel) {
  switch (kernel) {
    case Kernel::add_number:
      return add_number;
    case Kernel::multiply_number:
      return multiply_number;
    case Kernel::power_number:
      return power_number;
    default:
      return nullptr;
  }
}

}  // namespace

void run_kernel(Kernel kernel, double* y, const double* a, const double* b, const double* c, double number,
                Index n) {
  if (const OfTwo two = of_two(kernel)) return two(y, a, b, n);
  if (const OfOne one = of_one(kernel)) return one(y, a, n);
  if (const OfNumber with_number = of_number(kernel)) return with_number(y, a, number, n);
  if (kernel == Kernel::fill) std::fill_n(y, n, number);
  if (kernel == Kernel::copy) std::copy_n(a, n, y);
  if (kernel == Kernel::where) where(y, a, b, c, n);
}

}  // namespace kolmo::density
