// The only door to GiNaC: derivatives, and whether something is zero.

#include "expression_node.hpp"
#include "expression_size.hpp"
#include "kolmo/core/errors.hpp"

#include <ginac/ginac.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numbers>
#include <unordered_map>

namespace kolmo::density {
namespace {

using GiNaC::ex;

// Functions that GiNaC does not have, or simplifies by rules of its own. Each is differentiated on either
// side of its kink.
ex where_derivative(const ex& condition, const ex& a, const ex& b, unsigned operand);
ex zero_derivative(const ex&, unsigned) { return 0; }
ex abs_derivative(const ex& x, unsigned);
ex erf_derivative(const ex& x, unsigned) {
  return 2 * GiNaC::power(GiNaC::Pi, GiNaC::numeric(-1, 2)) * GiNaC::exp(-x * x);
}

}  // namespace

DECLARE_FUNCTION_3P(kolmo_where)
DECLARE_FUNCTION_1P(kolmo_sign)
DECLARE_FUNCTION_1P(kolmo_floor)
DECLARE_FUNCTION_1P(kolmo_abs)
DECLARE_FUNCTION_1P(kolmo_erf)
DECLARE_FUNCTION_2P(kolmo_atan2)

namespace {

ex where_derivative(const ex& condition, const ex&, const ex&, unsigned operand) {
  if (operand == 0) return 0;
  return operand == 1 ? ex(kolmo_where(condition, ex(1), ex(0))) : ex(kolmo_where(condition, ex(0), ex(1)));
}
ex abs_derivative(const ex& x, unsigned) { return kolmo_sign(x); }
ex atan2_derivative(const ex& y, const ex& x, unsigned operand) {
  return (operand == 0 ? x : -y) / (x * x + y * y);
}

}  // namespace

REGISTER_FUNCTION(kolmo_where, derivative_func(where_derivative))
REGISTER_FUNCTION(kolmo_sign, derivative_func(zero_derivative))
REGISTER_FUNCTION(kolmo_floor, derivative_func(zero_derivative))
REGISTER_FUNCTION(kolmo_abs, derivative_func(abs_derivative))
REGISTER_FUNCTION(kolmo_erf, derivative_func(erf_derivative))
REGISTER_FUNCTION(kolmo_atan2, derivative_func(atan2_derivative))

namespace {

constexpr double size_at_most = 20000;   ///< operations of what is differentiated, and of the result
constexpr double terms_at_most = 20000;  ///< of an expansion
constexpr double digits_at_most = 4096;  ///< bits that a number may have in GiNaC

std::mutex mutex;  // GiNaC's reference counts are not atomic

/// What GiNaC has in place of a function of one operand; null for any other operation.
ex (*function_of_one(Operation operation))(const ex&) {
  using One = ex (*)(const ex&);
  static const std::unordered_map<Operation, One> known = {
      {Operation::sqrt, [](const ex& x) -> ex { return GiNaC::power(x, GiNaC::numeric(1, 2)); }},
      {Operation::exp, [](const ex& x) -> ex { return GiNaC::exp(x); }},
      {Operation::log, [](const ex& x) -> ex { return GiNaC::log(x); }},
      {Operation::sin, [](const ex& x) -> ex { return GiNaC::sin(x); }},
      {Operation::cos, [](const ex& x) -> ex { return GiNaC::cos(x); }},
      {Operation::tan, [](const ex& x) -> ex { return GiNaC::tan(x); }},
      {Operation::sinh, [](const ex& x) -> ex { return GiNaC::sinh(x); }},
      {Operation::cosh, [](const ex& x) -> ex { return GiNaC::cosh(x); }},
      {Operation::tanh, [](const ex& x) -> ex { return GiNaC::tanh(x); }},
      {Operation::abs, [](const ex& x) -> ex { return kolmo_abs(x); }},
      {Operation::sign, [](const ex& x) -> ex { return kolmo_sign(x); }},
      {Operation::floor, [](const ex& x) -> ex { return kolmo_floor(x); }},
      {Operation::erf, [](const ex& x) -> ex { return kolmo_erf(x); }}};
  const auto found = known.find(operation);
  return found == known.end() ? nullptr : found->second;
}

/// Trees of Kolmo as GiNaC's and back. Numbers other than small fractions are symbols there, so that nothing
/// is computed with them.
class Translation {
 public:
  ex to(const NodePtr& node) {
    if (const auto known = done_.find(node.get()); known != done_.end()) return known->second;
    const ex result = translated(node);
    done_.emplace(node.get(), result);
    return result;
  }

  NodePtr from(const ex& expression) {
    if (++visited_ > size_at_most)
      throw InvalidArgument(
          "expression: its derivatives take more than 20000 operations; write a simpler one");
    if (GiNaC::is_a<GiNaC::numeric>(expression))
      return constant_node(GiNaC::ex_to<GiNaC::numeric>(expression).to_double());
    if (GiNaC::is_a<GiNaC::symbol>(expression)) {
      for (const auto& [symbol, node] : symbols_)
        if (expression.is_equal(symbol)) return node;
    }
    if (expression.is_equal(GiNaC::Pi)) return constant_node(std::numbers::pi);
    if (GiNaC::is_a<GiNaC::add>(expression)) return sum_node(sorted(expression));
    if (GiNaC::is_a<GiNaC::mul>(expression)) return product_node(sorted(expression));
    if (GiNaC::is_a<GiNaC::power>(expression))
      return power_node(from(expression.op(0)), from(expression.op(1)));
    if (GiNaC::is_a<GiNaC::function>(expression)) return from_function(expression);
    throw InvalidArgument("expression: its derivatives cannot be written with the allowed functions");
  }

  GiNaC::symbol variable(Index variable) {
    const ex symbol = to(variable_node(variable));
    return GiNaC::ex_to<GiNaC::symbol>(symbol);
  }

 private:
  ex translated(const NodePtr& node) {
    std::vector<ex> operands;
    if (node->operation != Operation::power) {
      for (const NodePtr& operand : node->operands) operands.push_back(to(operand));
    }
    switch (node->operation) {
      case Operation::constant:
        return number(node);
      case Operation::variable:
        return symbol(node);
      case Operation::sum: {
        ex sum = 0;
        for (const ex& operand : operands) sum += operand;
        return sum;
      }
      case Operation::product: {
        ex product = 1;
        for (const ex& operand : operands) product *= operand;
        return product;
      }
      case Operation::power:
        return power(node);
      case Operation::where:
        return kolmo_where(operands[0], operands[1], operands[2]);
      case Operation::min:
        return kolmo_where(operands[1] - operands[0], operands[0], operands[1]);
      case Operation::max:
        return kolmo_where(operands[0] - operands[1], operands[0], operands[1]);
      case Operation::atan2:
        return kolmo_atan2(operands[0], operands[1]);
      default:
        return function_of_one(node->operation)(operands[0]);
    }
  }

  ex symbol(const NodePtr& node) {
    for (const auto& [symbol, known] : symbols_)
      if (known->hash == node->hash) return symbol;
    symbols_.emplace_back(GiNaC::realsymbol(), node);
    return symbols_.back().first;
  }

  ex number(const NodePtr& node) {
    if (node->constant < 0) return -number(constant_node(-node->constant));
    const double sixtyfourths = 64 * node->constant;
    if (std::abs(sixtyfourths) <= 4096 && sixtyfourths == std::floor(sixtyfourths))
      return GiNaC::numeric(static_cast<long>(sixtyfourths), 64);
    return symbol(node);
  }

  ex power(const NodePtr& node) {
    const NodePtr &base = node->operands[0], &exponent = node->operands[1];
    if (!exponent->is_constant()) return GiNaC::exp(to(exponent) * GiNaC::log(to(base)));
    return GiNaC::power(to(base), largest_bits(node) < digits_at_most ? number(exponent) : symbol(exponent));
  }

  /// In one order, for GiNaC's own changes from run to run; numbers first, by size.
  std::vector<NodePtr> sorted(const ex& expression) {
    std::vector<NodePtr> operands;
    for (const auto& operand : expression) operands.push_back(from(operand));
    std::sort(operands.begin(), operands.end(), [](const NodePtr& a, const NodePtr& b) {
      if (a->is_constant() != b->is_constant()) return a->is_constant();
      return a->is_constant() ? a->constant < b->constant : a->hash < b->hash;
    });
    return operands;
  }

  NodePtr from_function(const ex& expression) {
    static const std::unordered_map<std::string, Operation> known = {
        {"exp", Operation::exp},           {"log", Operation::log},           {"sin", Operation::sin},
        {"cos", Operation::cos},           {"tan", Operation::tan},           {"sinh", Operation::sinh},
        {"cosh", Operation::cosh},         {"tanh", Operation::tanh},         {"kolmo_abs", Operation::abs},
        {"kolmo_sign", Operation::sign},   {"kolmo_floor", Operation::floor}, {"kolmo_erf", Operation::erf},
        {"kolmo_atan2", Operation::atan2}, {"kolmo_where", Operation::where}};
    const std::string name = GiNaC::ex_to<GiNaC::function>(expression).get_name();
    const auto found = known.find(name);
    if (found == known.end())
      throw InvalidArgument("expression: its derivatives need the function '" + name +
                            "', which is not allowed");
    std::vector<NodePtr> operands;
    for (const auto& operand : expression) operands.push_back(from(operand));
    if (found->second == Operation::where) return where_node(operands[0], operands[1], operands[2]);
    return function_node(found->second, operands);
  }

  std::unordered_map<const ExpressionNode*, ex> done_;
  std::vector<std::pair<GiNaC::realsymbol, NodePtr>> symbols_;
  double visited_ = 0;
};

}  // namespace

NodePtr derivative_node(const NodePtr& node, Index variable) {
  if (node->tree_size > size_at_most)
    throw InvalidArgument("expression: its derivatives take more than 20000 operations; write a simpler one");
  const std::lock_guard lock(mutex);
  try {
    Translation translation;
    const ex expression = translation.to(node);
    return translation.from(expression.diff(translation.variable(variable)));
  } catch (const InvalidArgument&) {
    throw;
  } catch (const std::exception& error) {
    throw InvalidArgument(std::string("expression: cannot be differentiated: ") + error.what());
  }
}

bool expands_to_zero(const NodePtr& node) {
  if (node->is_constant()) return node->constant == 0;
  if (node->tree_size > size_at_most || expanded_terms(node, terms_at_most) > terms_at_most) return false;
  const std::lock_guard lock(mutex);
  try {
    Translation translation;
    return translation.to(node).expand().is_zero();
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace kolmo::density
