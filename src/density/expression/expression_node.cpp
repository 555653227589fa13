#include "expression_node.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <unordered_set>

#include "kolmo/core/errors.hpp"

namespace kolmo::density {
namespace {

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
  hash ^= value + 0x9e3779b97f4a7c15u + (hash << 6) + (hash >> 2);
  hash *= 0xbf58476d1ce4e5b9u;
  return hash ^ (hash >> 31);
}

bool kinks(Operation operation) {
  return operation == Operation::where || operation == Operation::min || operation == Operation::max ||
         operation == Operation::abs || operation == Operation::sign || operation == Operation::floor;
}

NodePtr finished(ExpressionNode node) {
  node.hash =
      mixed(static_cast<std::uint64_t>(node.operation) + 1, std::bit_cast<std::uint64_t>(node.constant));
  node.hash = mixed(node.hash, static_cast<std::uint64_t>(node.variable));
  if (node.operation == Operation::variable) node.depends = 1u << static_cast<unsigned>(node.variable + 1);
  node.kink = kinks(node.operation);
  for (const NodePtr& operand : node.operands) {
    node.hash = mixed(node.hash, operand->hash);
    node.tree_size += operand->tree_size;
    node.depends |= operand->depends;
    node.kink = node.kink || operand->kink;
  }
  return std::make_shared<const ExpressionNode>(std::move(node));
}

NodePtr made(Operation operation, std::vector<NodePtr> operands) {
  ExpressionNode node;
  node.operation = operation;
  node.operands = std::move(operands);
  return finished(std::move(node));
}

}  // namespace

const char* function_name(Operation operation) {
  switch (operation) {
    case Operation::min:
      return "min";
    case Operation::max:
      return "max";
    case Operation::atan2:
      return "atan2";
    case Operation::sqrt:
      return "sqrt";
    case Operation::exp:
      return "exp";
    case Operation::log:
      return "log";
    case Operation::sin:
      return "sin";
    case Operation::cos:
      return "cos";
    case Operation::tan:
      return "tan";
    case Operation::sinh:
      return "sinh";
    case Operation::cosh:
      return "cosh";
    case Operation::tanh:
      return "tanh";
    case Operation::abs:
      return "abs";
    case Operation::sign:
      return "sign";
    case Operation::floor:
      return "floor";
    case Operation::erf:
      return "erf";
    default:
      return nullptr;
  }
}

double apply(Operation operation, double x) {
  switch (operation) {
    case Operation::sqrt:
      return std::sqrt(x);
    case Operation::exp:
      return std::exp(x);
    case Operation::log:
      return std::log(x);
    case Operation::sin:
      return std::sin(x);
    case Operation::cos:
      return std::cos(x);
    case Operation::tan:
      return std::tan(x);
    case Operation::sinh:
      return std::sinh(x);
    case Operation::cosh:
      return std::cosh(x);
    case Operation::tanh:
      return std::tanh(x);
    case Operation::abs:
      return std::abs(x);
    case Operation::sign:
      return static_cast<double>(x > 0) - static_cast<double>(x < 0);
    case Operation::floor:
      return std::floor(x);
    case Operation::erf:
      return std::erf(x);
    default:
      return x;
  }
}

NodePtr constant_node(double value) {
  if (!std::isfinite(value))
    throw InvalidArgument("expression: a part of it or of its derivatives without variables is not finite");
  ExpressionNode node;
  node.constant = value;
  return finished(std::move(node));
}

NodePtr variable_node(Index variable) {
  ExpressionNode node;
  node.operation = Operation::variable;
  node.variable = variable;
  return finished(std::move(node));
}

NodePtr sum_node(const std::vector<NodePtr>& operands) {
  std::vector<NodePtr> terms;
  double constant = 0;
  const auto take = [&](const NodePtr& term) {
    if (term->is_constant())
      constant += term->constant;
    else
      terms.push_back(term);
  };
  for (const NodePtr& operand : operands) {
    if (operand->operation == Operation::sum)
      std::for_each(operand->operands.begin(), operand->operands.end(), take);
    else
      take(operand);
  }
  if (terms.empty()) return constant_node(constant);
  if (constant != 0) terms.push_back(constant_node(constant));
  return terms.size() == 1 ? terms.front() : made(Operation::sum, std::move(terms));
}

NodePtr product_node(const std::vector<NodePtr>& operands) {
  std::vector<NodePtr> factors;
  double constant = 1;
  const auto take = [&](const NodePtr& factor) {
    if (factor->is_constant())
      constant *= factor->constant;
    else
      factors.push_back(factor);
  };
  for (const NodePtr& operand : operands) {
    if (operand->operation == Operation::product)
      std::for_each(operand->operands.begin(), operand->operands.end(), take);
    else
      take(operand);
  }
  if (factors.empty() || constant == 0) return constant_node(constant);
  if (constant != 1) factors.insert(factors.begin(), constant_node(constant));
  return factors.size() == 1 ? factors.front() : made(Operation::product, std::move(factors));
}

NodePtr power_node(const NodePtr& base, const NodePtr& exponent) {
  if (base->is_constant() && exponent->is_constant())
    return constant_node(std::pow(base->constant, exponent->constant));
  if (exponent->is(0)) return constant_node(1);
  if (exponent->is(1)) return base;
  if (exponent->is(0.5)) return function_node(Operation::sqrt, {base});
  return made(Operation::power, {base, exponent});
}

NodePtr where_node(const NodePtr& condition, const NodePtr& a, const NodePtr& b) {
  if (condition->is_constant()) return condition->constant > 0 ? a : b;
  if (condition->operation == Operation::where) {  // of a comparison
    const NodePtr &one = condition->operands[1], &other = condition->operands[2];
    if (one->is(1) && other->is(0)) return where_node(condition->operands[0], a, b);
    if (one->is(0) && other->is(1)) return where_node(condition->operands[0], b, a);
  }
  if (a->hash == b->hash) return a;
  return made(Operation::where, {condition, a, b});
}

NodePtr function_node(Operation operation, const std::vector<NodePtr>& operands) {
  const bool constant = std::all_of(operands.begin(), operands.end(),
                                    [](const NodePtr& operand) { return operand->is_constant(); });
  if (!constant) return made(operation, operands);
  const double x = operands[0]->constant, y = operands.back()->constant;
  if (operation == Operation::min) return constant_node(std::min(x, y));
  if (operation == Operation::max) return constant_node(std::max(x, y));
  if (operation == Operation::atan2) return constant_node(std::atan2(x, y));
  return constant_node(apply(operation, x));
}

std::string node_text(const NodePtr& node, const ExpressionNames& names) {
  std::vector<std::string> parts;
  for (const NodePtr& operand : node->operands) parts.push_back(node_text(operand, names));
  const auto joined = [&](const char* between) {
    std::string text(1, '(');
    for (std::size_t i = 0; i < parts.size(); ++i) text.append(i == 0 ? "" : between).append(parts[i]);
    return text.append(1, ')');
  };
  switch (node->operation) {
    case Operation::constant: {
      char digits[32];
      const std::string number(digits, std::to_chars(digits, digits + sizeof digits, node->constant).ptr);
      return node->constant < 0 ? "(" + number + ")" : number;
    }
    case Operation::variable:
      return node->variable < 0 ? std::string("t")
                                : names.variables.at(static_cast<std::size_t>(node->variable));
    case Operation::sum:
      return joined("+");
    case Operation::product:
      return joined("*");
    case Operation::power:
      return joined("^");
    case Operation::where:
      return "(" + parts[0] + ">0 ? " + parts[1] + " : " + parts[2] + ")";
    default:
      return function_name(node->operation) + joined(", ");
  }
}

}  // namespace kolmo::density
