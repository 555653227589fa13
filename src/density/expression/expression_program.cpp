#include "expression_program.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo::density {
namespace {

constexpr Index batch = 256;

KOLMO_VECTORISED void add_constant(double* y, double c, Index n) {
  for (Index i = 0; i < n; ++i) y[i] += c;
}

KOLMO_VECTORISED void multiply_constant(double* y, double c, Index n) {
  for (Index i = 0; i < n; ++i) y[i] *= c;
}

KOLMO_VECTORISED void add(double* y, const double* z, Index n) {
  for (Index i = 0; i < n; ++i) y[i] += z[i];
}

KOLMO_VECTORISED void multiply(double* y, const double* z, Index n) {
  for (Index i = 0; i < n; ++i) y[i] *= z[i];
}

/// y^2, y^3, y^4 as y·y, (y·y)·y, ((y·y)·y)·y.
KOLMO_VECTORISED void small_power(double* y, double exponent, Index n) {
  for (Index i = 0; i < n; ++i) {
    const double square = y[i] * y[i], cube = square * y[i];
    y[i] = exponent == 2 ? square : exponent == 3 ? cube : cube * y[i];
  }
}

/// y^k for k ≥ 1 by repeated squaring, of n ≤ batch numbers: about k/2 units in the last place, and a power
/// of two in y leaves the result's mantissa as it is.
void integer_power(double* y, double exponent, Index n) {
  if (exponent <= 4) {
    small_power(y, exponent, n);
    return;
  }
  std::array<double, static_cast<std::size_t>(batch)> square;
  std::copy_n(y, n, square.data());
  auto bits = static_cast<unsigned>(exponent);
  for (; bits % 2 == 0; bits /= 2) multiply(square.data(), square.data(), n);
  std::copy_n(square.data(), n, y);
  while ((bits /= 2) > 0) {
    multiply(square.data(), square.data(), n);
    if (bits % 2 == 1) multiply(y, square.data(), n);
  }
}

KOLMO_VECTORISED void reciprocal(double* y, Index n) {
  for (Index i = 0; i < n; ++i) y[i] = 1 / y[i];
}

void map(double* y, Index n, double (*function)(double)) {
  for (Index i = 0; i < n; ++i) y[i] = function(y[i]);
}

bool pushes(Operation operation) {
  return operation == Operation::variable || operation == Operation::constant;
}

bool pops(Operation operation) {
  return operation == Operation::add || operation == Operation::multiply || operation == Operation::power;
}

/// y is the topmost batch after the operation, z the one above it before, where it takes two.
void apply(const Instruction& instruction, const double* x, double* y, const double* z, Index n) {
  switch (instruction.operation) {
    case Operation::variable:
      std::copy_n(x, n, y);
      return;
    case Operation::constant:
      std::fill_n(y, n, instruction.constant);
      return;
    case Operation::add_constant:
      add_constant(y, instruction.constant, n);
      return;
    case Operation::multiply_constant:
      multiply_constant(y, instruction.constant, n);
      return;
    case Operation::add:
      add(y, z, n);
      return;
    case Operation::multiply:
      multiply(y, z, n);
      return;
    case Operation::power:
      for (Index i = 0; i < n; ++i) y[i] = std::pow(y[i], z[i]);
      return;
    case Operation::integer_power:
      integer_power(y, instruction.constant, n);
      return;
    case Operation::reciprocal:
      reciprocal(y, n);
      return;
    case Operation::sqrt:
      map(y, n, std::sqrt);
      return;
    case Operation::exp:
      exp(y, y, n);
      return;
    case Operation::log:
      log(y, y, n);
      return;
    case Operation::sin:
      map(y, n, std::sin);
      return;
    case Operation::cos:
      map(y, n, std::cos);
      return;
    case Operation::tan:
      map(y, n, std::tan);
      return;
    case Operation::sinh:
      map(y, n, std::sinh);
      return;
    case Operation::cosh:
      map(y, n, std::cosh);
      return;
    case Operation::tanh:
      map(y, n, std::tanh);
      return;
    case Operation::abs:
      map(y, n, std::abs);
      return;
  }
}

}  // namespace

ExpressionProgram::ExpressionProgram(std::vector<Instruction> code) : code_(std::move(code)) {
  Index height = 0;
  for (const Instruction& instruction : code_) {
    height += pushes(instruction.operation) ? 1 : pops(instruction.operation) ? -1 : 0;
    depth_ = std::max(depth_, height);
  }
}

void ExpressionProgram::evaluate(const double* x, double* out, Index n) const {
  thread_local std::vector<double> stack;
  const auto size = static_cast<std::size_t>(depth_ * batch);
  if (stack.size() < size) stack.resize(size);
  for (Index first = 0; first < n; first += batch) {
    const Index rows = std::min(batch, n - first);
    double* top = stack.data() - batch;
    for (const Instruction& instruction : code_) {
      if (pushes(instruction.operation)) top += batch;
      if (pops(instruction.operation)) top -= batch;
      apply(instruction, x + first, top, top + batch, rows);
    }
    std::copy_n(stack.data(), rows, out + first);
  }
}

}  // namespace kolmo::density
