#include "expression_derivative.hpp"

#include <ginac/ginac.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <mutex>
#include <numbers>
#include <set>
#include <vector>

#include "kolmo/core/errors.hpp"

namespace kolmo::density {
namespace {

constexpr std::size_t text_length_at_most = 20000;

std::string print(const GiNaC::ex& expression);

std::string parenthesised(const std::string& inner) {
  std::string text(1, '(');
  text.append(inner);
  text.push_back(')');
  return text;
}

std::string print_number(const GiNaC::numeric& number) {
  if (!number.is_real()) throw InvalidArgument("expression: a constant in it or its derivatives is not real");
  const double value = number.to_double();
  if (!std::isfinite(value))
    throw InvalidArgument("expression: a constant in it or its derivatives is not finite");
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  const std::string digits(text, end);
  return value < 0 ? parenthesised(digits) : digits;
}

/// The operands printed and sorted, joined by `symbol`: GiNaC's own order changes from run to run.
std::string print_sorted(const GiNaC::ex& expression, const char* symbol) {
  std::vector<std::string> operands;
  for (const auto& operand : expression) operands.push_back(print(operand));
  std::sort(operands.begin(), operands.end());
  std::string text;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (i > 0) text += symbol;
    text += operands[i];
  }
  return parenthesised(text);
}

/// Base^n for whole n from 2 to 4 is written as a product, which is exact to rounding and fast.
std::string print_power(const GiNaC::ex& base, const GiNaC::ex& exponent) {
  const std::string text = print(base);
  if (exponent.is_equal(GiNaC::ex(1) / 2)) return "sqrt" + parenthesised(text);
  if (!exponent.info(GiNaC::info_flags::integer)) return parenthesised(text + "^" + print(exponent));
  const GiNaC::numeric n = GiNaC::ex_to<GiNaC::numeric>(exponent);
  if (n.is_negative()) return parenthesised(std::string("1/").append(print_power(base, -exponent)));
  if (n.is_equal(1)) return text;
  if (n > 4) return parenthesised(text + "^" + print(exponent));
  std::string product = text;
  for (int i = 1; i < n.to_int(); ++i) product += "*" + text;
  return parenthesised(product);
}

std::string print_function(const GiNaC::ex& expression) {
  static const std::set<std::string> known = {"exp",  "log",  "sin",  "cos", "tan",
                                              "sinh", "cosh", "tanh", "abs"};
  const std::string name = GiNaC::ex_to<GiNaC::function>(expression).get_name();
  if (!known.contains(name) || expression.nops() != 1) {
    throw InvalidArgument("expression: its derivatives need the function '" + name +
                          "', which is not allowed");
  }
  return name + parenthesised(print(expression.op(0)));
}

std::string print(const GiNaC::ex& expression) {
  std::string text;
  if (GiNaC::is_a<GiNaC::numeric>(expression)) {
    text = print_number(GiNaC::ex_to<GiNaC::numeric>(expression));
  } else if (GiNaC::is_a<GiNaC::symbol>(expression)) {
    text.assign(1, 'x');
  } else if (GiNaC::is_a<GiNaC::add>(expression)) {
    text = print_sorted(expression, "+");
  } else if (GiNaC::is_a<GiNaC::mul>(expression)) {
    text = print_sorted(expression, "*");
  } else if (GiNaC::is_a<GiNaC::power>(expression)) {
    text = print_power(expression.op(0), expression.op(1));
  } else if (GiNaC::is_a<GiNaC::function>(expression)) {
    text = print_function(expression);
  } else {
    throw InvalidArgument("expression: it or its derivatives cannot be written with the allowed functions");
  }
  if (text.size() > text_length_at_most) {
    throw InvalidArgument("expression: its derivatives take more than 20000 characters; write a simpler one");
  }
  return text;
}

}  // namespace

DerivativeTexts differentiate_twice(const std::string& expression) {
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
    return {print(value), print(first), print(first.diff(x))};
  } catch (const InvalidArgument&) {
    throw;
  } catch (const std::exception& error) {
    throw InvalidArgument("expression '" + expression + "': cannot be differentiated: " + error.what());
  }
}

}  // namespace kolmo::density
