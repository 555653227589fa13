#pragma once
// An expression compiled to operations on batches of points.

#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::density {

/// What an instruction does to a stack of batches: push x or a constant; combine the topmost batch with a
/// constant; replace the two topmost by one; or map the topmost.
enum class Operation {
  variable,
  constant,
  add_constant,
  multiply_constant,
  add,
  multiply,
  power,          ///< second^topmost
  integer_power,  ///< topmost^constant, a whole number from 2 to largest_integer_power, as products
  reciprocal,
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
};

/// Beyond it x^n is std::pow's: some forty times as slow as the products of x^5.
inline constexpr int largest_integer_power = 64;

struct Instruction {
  Operation operation;
  double constant = 0;
};

/// A function of one variable in postfix order. Const and thread-safe; a point's result has the same bits
/// wherever it stands.
class ExpressionProgram {
 public:
  /// Code that leaves exactly one batch on the stack.
  explicit ExpressionProgram(std::vector<Instruction> code);
  /// out[i] = f(x[i]), n ≥ 0.
  void evaluate(const double* x, double* out, Index n) const;

 private:
  std::vector<Instruction> code_;
  Index depth_ = 0;
};

}  // namespace kolmo::density
