#include "expression_derivative.hpp"

#include <ginac/ginac.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <mutex>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::density {
namespace {

constexpr std::size_t text_length_at_most = 20000;

CanonicalExpression canonical(const GiNaC::ex& expression);

std::string parenthesised(const std::string& inner) {
  std::string text(1, '(');
  text.append(inner);
  text.push_back(')');
  return text;
}

/// `inner` with one more instruction, as `text`.
CanonicalExpression extended(CanonicalExpression inner, std::string text, Operation operation,
                             double constant = 0) {
  inner.text = std::move(text);
  inner.code.push_back({operation, constant});
  return inner;
}

bool is_constant(const CanonicalExpression& expression) {
  return expression.code.size() == 1 && expression.code.front().operation == Operation::constant;
}

CanonicalExpression canonical_number(const GiNaC::numeric& number) {
  if (!number.is_real()) throw InvalidArgument("expression: a constant in it or its derivatives is not real");
  const double value = number.to_double();
  if (!std::isfinite(value)) {
    throw InvalidArgument("expression: a constant in it or its derivatives is not finite");
  }
  char text[32];
  const std::string digits(text, std::to_chars(text, text + sizeof text, value).ptr);
  return {value < 0 ? parenthesised(digits) : digits, {{Operation::constant, value}}};
}

/// Sums and products: the operands sorted by their text, for GiNaC's own order changes from run to run.
CanonicalExpression canonical_sorted(const GiNaC::ex& expression, char symbol) {
  std::vector<CanonicalExpression> operands;
  for (const auto& operand : expression) operands.push_back(canonical(operand));
  std::sort(operands.begin(), operands.end(), [](const auto& a, const auto& b) { return a.text < b.text; });
  std::string text = operands.front().text;
  for (std::size_t i = 1; i < operands.size(); ++i) text.append(1, symbol).append(operands[i].text);
  if (operands.size() > 1 && is_constant(operands[0]))
    std::swap(operands[0], operands[1]);  // a + b has the bits of b + a
  const bool is_sum = symbol == '+';
  CanonicalExpression result = std::move(operands.front());
  for (std::size_t i = 1; i < operands.size(); ++i) {
    if (is_constant(operands[i])) {
      result.code.push_back({is_sum ? Operation::add_constant : Operation::multiply_constant,
                             operands[i].code.front().constant});
      continue;
    }
    result.code.insert(result.code.end(), operands[i].code.begin(), operands[i].code.end());
    result.code.push_back({is_sum ? Operation::add : Operation::multiply});
  }
  result.text = parenthesised(text);
  return result;
}

/// base^n for whole n is computed by products, which is exact to rounding and fast; up to 4 also its text
/// says so.
CanonicalExpression canonical_power(const GiNaC::ex& base, const GiNaC::ex& exponent) {
  if (exponent.info(GiNaC::info_flags::integer)) {
    const GiNaC::numeric n = GiNaC::ex_to<GiNaC::numeric>(exponent);
    if (n.is_negative()) {
      CanonicalExpression inverse = canonical_power(base, -exponent);
      const std::string text = parenthesised(std::string("1/").append(inverse.text));
      return extended(std::move(inverse), text, Operation::reciprocal);
    }
    CanonicalExpression inner = canonical(base);
    if (n.is_equal(1)) return inner;
    if (n <= 4) {
      std::string product = inner.text;
      for (int i = 1; i < n.to_int(); ++i) product.append(1, '*').append(inner.text);
      return extended(std::move(inner), parenthesised(product), Operation::integer_power, n.to_double());
    }
    if (n <= largest_integer_power) {
      const std::string text = parenthesised(inner.text + "^" + number_text(n.to_int()));
      return extended(std::move(inner), text, Operation::integer_power, n.to_double());
    }
  }
  CanonicalExpression inner = canonical(base);
  if (exponent.is_equal(GiNaC::ex(1) / 2)) {
    const std::string text = "sqrt" + parenthesised(inner.text);
    return extended(std::move(inner), text, Operation::sqrt);
  }
  const CanonicalExpression outer = canonical(exponent);
  const std::string text = parenthesised(inner.text + "^" + outer.text);
  inner.code.insert(inner.code.end(), outer.code.begin(), outer.code.end());
  return extended(std::move(inner), text, Operation::power);
}

CanonicalExpression canonical_function(const GiNaC::ex& expression) {
  static const std::map<std::string, Operation> known = {
      {"exp", Operation::exp},   {"log", Operation::log},   {"sin", Operation::sin},
      {"cos", Operation::cos},   {"tan", Operation::tan},   {"sinh", Operation::sinh},
      {"cosh", Operation::cosh}, {"tanh", Operation::tanh}, {"abs", Operation::abs}};
  const std::string name = GiNaC::ex_to<GiNaC::function>(expression).get_name();
  const auto found = known.find(name);
  if (found == known.end() || expression.nops() != 1) {
    throw InvalidArgument("expression: its derivatives need the function '" + name +
                          "', which is not allowed");
  }
  CanonicalExpression inner = canonical(expression.op(0));
  const std::string text = name + parenthesised(inner.text);
  return extended(std::move(inner), text, found->second);
}

CanonicalExpression canonical_any(const GiNaC::ex& expression) {
  if (GiNaC::is_a<GiNaC::numeric>(expression))
    return canonical_number(GiNaC::ex_to<GiNaC::numeric>(expression));
  if (GiNaC::is_a<GiNaC::symbol>(expression)) return {std::string(1, 'x'), {{Operation::variable}}};
  if (GiNaC::is_a<GiNaC::add>(expression)) return canonical_sorted(expression, '+');
  if (GiNaC::is_a<GiNaC::mul>(expression)) return canonical_sorted(expression, '*');
  if (GiNaC::is_a<GiNaC::power>(expression)) return canonical_power(expression.op(0), expression.op(1));
  if (GiNaC::is_a<GiNaC::function>(expression)) return canonical_function(expression);
  throw InvalidArgument("expression: it or its derivatives cannot be written with the allowed functions");
}

CanonicalExpression canonical(const GiNaC::ex& expression) {
  CanonicalExpression result = canonical_any(expression);
  if (result.text.size() > text_length_at_most) {
    throw InvalidArgument("expression: its derivatives take more than 20000 characters; write a simpler one");
  }
  return result;
}

}  // namespace

Derivatives differentiate_twice(const std::string& expression) {
  static std::mutex mutex;  // GiNaC's reference counts are not atomic
  const std::lock_guard lock(mutex);
  try {
    const GiNaC::realsymbol x("x");
    GiNaC::symtab names;
    names["x"] = x;
    names["pi"] = GiNaC::numeric(std::numbers::pi);
    names["e"] = GiNaC::numeric(std::numbers::e);
    GiNaC::parser reader(names, true);
    const GiNaC::ex value = reader(expression);
    const GiNaC::ex first = value.diff(x);
    return {canonical(value), canonical(first), canonical(first.diff(x))};
  } catch (const InvalidArgument&) {
    throw;
  } catch (const std::exception& error) {
    throw InvalidArgument("expression '" + expression + "': cannot be differentiated: " + error.what());
  }
}

}  // namespace kolmo::density
