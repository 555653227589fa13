#pragma once
// A compiled program: instructions on batches of points, and where their numbers lie.

#include <memory>
#include <utility>
#include <vector>

#include "expression_kernels.hpp"
#include "kolmo/density/expression.hpp"

namespace kolmo::density {

/// Where a batch of numbers lies.
struct Place {
  enum Kind { none, variable, scratch, output, time };
  Kind kind = none;
  Index index = 0;
};

struct Instruction {
  Kernel kernel;
  Place target, a, b, c;
  double constant = 0;
  Index slot = -1;  ///< of what depends on time alone, in place of the constant
};

struct ExpressionProgram::Implementation {
  std::vector<Instruction> code;
  Index outputs = 0, scratch = 0;
  std::vector<std::pair<Index, Index>> copies;    ///< outputs that are the same as another: to, from
  std::unique_ptr<const Implementation> in_time;  ///< what depends on time alone, one output a slot

  void evaluate(double t, const ConstBlock& x, Block out) const;
  void run(double t, const ConstBlock& x, Index first, Index rows, const double* slots, double* memory,
           Block& out) const;
};

/// The program of these expressions. With slots, what depends on time alone is a program of its own, run once
/// a call.
std::unique_ptr<ExpressionProgram::Implementation> compiled(
    const std::vector<std::shared_ptr<const ExpressionNode>>& nodes, bool slots);

}  // namespace kolmo::density
