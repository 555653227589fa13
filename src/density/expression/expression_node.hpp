#pragma once
// Expressions as trees that share their branches, with constants folded.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kolmo/density/expression.hpp"

namespace kolmo::density {

enum class Operation {
  constant,
  variable,  ///< of index `variable`, or time
  sum,       ///< of two or more
  product,   ///< of two or more; a constant stands first
  power,     ///< base, exponent
  where,     ///< where(c, a, b) = a for c > 0, else b
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

struct ExpressionNode {
  Operation operation = Operation::constant;
  double constant = 0;
  Index variable = 0;
  std::vector<std::shared_ptr<const ExpressionNode>> operands = {};
  std::uint64_t hash = 0;  ///< of the structure; the same in every run
  double tree_size = 1;    ///< operations, shared ones counted wherever they stand
  unsigned depends = 0;    ///< bit k + 1: on variable k; bit 0: on time
  bool kink = false;

  bool is_constant() const { return operation == Operation::constant; }
  bool is(double value) const { return is_constant() && constant == value; }
};
using NodePtr = std::shared_ptr<const ExpressionNode>;

/// The name of a function of one operand or of atan2, min, max in texts; null for other operations.
const char* function_name(Operation operation);
/// The value of a function of one operand.
double apply(Operation operation, double x);

NodePtr constant_node(double value);
NodePtr variable_node(Index variable);
NodePtr sum_node(const std::vector<NodePtr>& operands);
NodePtr product_node(const std::vector<NodePtr>& operands);
NodePtr power_node(const NodePtr& base, const NodePtr& exponent);
NodePtr where_node(const NodePtr& condition, const NodePtr& a, const NodePtr& b);
/// Functions of one operand; min, max, atan2 of two.
NodePtr function_node(Operation operation, const std::vector<NodePtr>& operands);

/// ∂/∂x_variable by GiNaC.
NodePtr derivative_node(const NodePtr& node, Index variable);
/// Whether GiNaC's expansion of it is 0; false where it is too long to expand.
bool expands_to_zero(const NodePtr& node);

/// Fully parenthesised.
std::string node_text(const NodePtr& node, const ExpressionNames& names);

}  // namespace kolmo::density
