#include "expression_values.hpp"

#include <algorithm>
#include <cmath>

namespace kolmo::density {
namespace {

bool is_inverse(const NodePtr& node) {
  return node->operation == Operation::power && node->operands[1]->is_constant() &&
         node->operands[1]->constant < 0;
}

bool is_negative(const NodePtr& node) {
  return node->operation == Operation::product && node->operands[0]->is(-1);
}

Kernel kernel_of(Operation operation) {
  switch (operation) {
    case Operation::where:
      return Kernel::where;
    case Operation::min:
      return Kernel::min;
    case Operation::max:
      return Kernel::max;
    case Operation::atan2:
      return Kernel::atan2;
    case Operation::sqrt:
      return Kernel::sqrt;
    case Operation::exp:
      return Kernel::exp;
    case Operation::log:
      return Kernel::log;
    case Operation::sin:
      return Kernel::sin;
    case Operation::cos:
      return Kernel::cos;
    case Operation::tan:
      return Kernel::tan;
    case Operation::sinh:
      return Kernel::sinh;
    case Operation::cosh:
      return Kernel::cosh;
    case Operation::tanh:
      return Kernel::tanh;
    case Operation::abs:
      return Kernel::abs;
    case Operation::sign:
      return Kernel::sign;
    case Operation::floor:
      return Kernel::floor;
    case Operation::erf:
      return Kernel::erf;
    default:
      return Kernel::fill;
  }
}

}  // namespace

/// base^n for whole n by squaring: x⁴ = (x²)².
Id ExpressionValues::power(const NodePtr& base, double exponent) {
  const bool whole = exponent == std::floor(exponent) && exponent >= 2 && exponent <= 64;
  if (!whole) {
    return with_number(Kernel::power_number, value(base), constant_node(exponent));
  }
  const auto half = std::floor(exponent / 2);
  const Id root = half == 1 ? value(base) : power(base, half);
  const Id square = operation(Kernel::multiply, {root, root});
  return 2 * half == exponent ? square : operation(Kernel::multiply, {square, value(base)});
}

Id ExpressionValues::sum(const std::vector<NodePtr>& terms) {
  Id total = 0;
  bool any = false;
  std::vector<NodePtr> numbers;
  const auto first = std::find_if(terms.begin(), terms.end(), [&](const NodePtr& term) {
    return !is_number(term) && !is_negative(term);
  });
  const auto take = [&](const NodePtr& term) {
    if (is_number(term)) {
      numbers.push_back(term);
    } else if (!any) {
      total = value(term);
      any = true;
    } else if (is_negative(term)) {
      const std::vector<NodePtr> rest(term->operands.begin() + 1, term->operands.end());
      total = operation(Kernel::subtract, {total, product(rest, nullptr)});
    } else {
      total = operation(Kernel::add, {total, value(term)});
    }
  };
  if (first != terms.end()) take(*first);
  for (auto term = terms.begin(); term != terms.end(); ++term)
    if (term != first) take(*term);
  for (const NodePtr& number : numbers) total = with_number(Kernel::add_number, total, number);
  return total;
}

Id ExpressionValues::product(const std::vector<NodePtr>& factors, const NodePtr* number) {
  Id above = 0, below = 0;
  bool any_above = false, any_below = false;
  const auto take = [&](Id id, Id& total, bool& any) {
    total = any ? operation(Kernel::multiply, {total, id}) : id;
    any = true;
  };
  std::vector<NodePtr> numbers;
  if (number != nullptr) numbers.push_back(*number);
  for (const NodePtr& factor : factors) {
    if (is_number(factor)) {
      numbers.push_back(factor);
    } else if (is_inverse(factor)) {
      const double n = -factor->operands[1]->constant;
      take(n == 1 ? value(factor->operands[0]) : power(factor->operands[0], n), below, any_below);
    } else {
      take(value(factor), above, any_above);
    }
  }
  if (any_above && any_below) above = operation(Kernel::divide, {above, below});
  if (!any_above) above = operation(Kernel::invert, {below});
  for (const NodePtr& each : numbers) above = with_number(Kernel::multiply_number, above, each);
  return above;
}

Id ExpressionValues::compiled(const NodePtr& node) {
  if (is_number(node)) {
    Value value{Kernel::fill};
    put_number(node, value);
    return add(value);
  }
  switch (node->operation) {
    case Operation::variable: {
      Value value;
      value.variable = node->variable;
      return add(value);
    }
    case Operation::sum:
      return sum(node->operands);
    case Operation::product:
      return product(node->operands, nullptr);
    case Operation::power:
      if (is_inverse(node)) return product({node}, nullptr);
      if (node->operands[1]->is_constant()) return power(node->operands[0], node->operands[1]->constant);
      return operation(Kernel::power, {value(node->operands[0]), value(node->operands[1])});
    default:
      break;
  }
  const Kernel kernel = kernel_of(node->operation);
  std::vector<Id> ids;
  for (const NodePtr& operand : node->operands) ids.push_back(value(operand));
  if (ids.size() == 1) return operation(kernel, {ids[0]});
  return ids.size() == 2 ? operation(kernel, {ids[0], ids[1]}) : operation(kernel, {ids[0], ids[1], ids[2]});
}

}  // namespace kolmo::density
