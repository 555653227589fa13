#include "expression_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string_view>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::density {
namespace {

constexpr std::size_t length_at_most = 1000;
constexpr int depth_at_most = 50;
constexpr std::array<std::string_view, 13> names = {"x",   "pi",  "e",    "exp",  "log",  "sqrt", "sin",
                                                    "cos", "tan", "sinh", "cosh", "tanh", "abs"};

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_space(char c) { return c == ' ' || c == '\t'; }

/// End of the number that starts at `i`: digits, a point, digits, an exponent.
std::size_t end_of_number(const std::string& text, std::size_t i) {
  while (i < text.size() && (is_digit(text[i]) || text[i] == '.')) ++i;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    std::size_t j = i + 1;
    if (j < text.size() && (text[j] == '+' || text[j] == '-')) ++j;
    if (j < text.size() && is_digit(text[j])) {
      while (j < text.size() && is_digit(text[j])) ++j;
      return j;
    }
  }
  return i;
}

/// The first character of `text` at or after `i` that is no space; 0 at the end.
char next_character(const std::string& text, std::size_t i) {
  const auto at = text.find_first_not_of(" \t", i);
  return at == std::string::npos ? '\0' : text[at];
}

/// A number outside the range of doubles has no value here, and as an exact fraction it would have as many
/// digits as its exponent says.
void require_representable(const std::string& expression, std::size_t begin, const std::string& number) {
  const double value = std::strtod(number.c_str(), nullptr);
  const bool zero = number.find_first_of("123456789") >= std::min(number.find_first_of("eE"), number.size());
  if (std::isfinite(value) && (zero || value >= std::numeric_limits<double>::min())) return;
  fail_at(expression, begin + 1, "'" + number + "' is outside the range of numbers, 2.3e-308 to 1.7e308");
}

/// Appends a number. On its own after ^ (and a sign) it stays whole and gets parentheses with its sign;
/// elsewhere it gets a decimal point.
void append_number(const std::string& expression, std::size_t begin, std::size_t end, std::string& out) {
  const std::string number = expression.substr(begin, end - begin);
  if (std::count(number.begin(), number.end(), '.') > 1 || number == ".") {
    fail_at(expression, begin + 1, "'" + number + "' is not a number");
  }
  require_representable(expression, begin, number);
  const auto last = out.find_last_not_of(" \t-+");
  const bool is_exponent =
      last != std::string::npos && out[last] == '^' && next_character(expression, end) != '^';
  const bool is_whole = std::all_of(number.begin(), number.end(), is_digit);
  if (is_exponent) out.insert(last + 1, 1, '(');
  out += number;
  if (is_whole && !(is_exponent && number.size() <= 4)) out += ".0";
  if (is_exponent) out += ')';
}

}  // namespace

void fail_at(const std::string& expression, std::size_t position, const std::string& what) {
  throw InvalidArgument("expression '" + expression + "', position " + number_text(position) + ": " + what +
                        "; " + allowed_names);
}

std::string checked_for_symbols(const std::string& expression) {
  if (std::all_of(expression.begin(), expression.end(), is_space)) {
    throw InvalidArgument(std::string("expression: is empty; ") + allowed_names);
  }
  if (expression.size() > length_at_most) {
    throw InvalidArgument("expression: has " + number_text(expression.size()) +
                          " characters, at most 1000 are allowed");
  }
  std::string out;
  int depth = 0;
  for (std::size_t i = 0; i < expression.size();) {
    const char c = expression[i];
    std::size_t end = i + 1;
    if (c == '*' && end < expression.size() && expression[end] == '*') {
      fail_at(expression, i + 1, "unexpected '**', use ^ for powers");
    }
    if (is_digit(c) || c == '.') {
      end = end_of_number(expression, i);
      append_number(expression, i, end, out);
      i = end;
      continue;
    }
    if (is_letter(c)) {
      while (end < expression.size() && (is_letter(expression[end]) || is_digit(expression[end]))) ++end;
      const std::string_view name = std::string_view(expression).substr(i, end - i);
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        fail_at(expression, i + 1, "unknown name '" + std::string(name) + "'");
      }
    } else if (!is_space(c) && std::string_view("+-*/^()").find(c) == std::string_view::npos) {
      fail_at(expression, i + 1, std::string("unexpected character '") + c + "'");
    }
    if (c == '(' && ++depth > depth_at_most) fail_at(expression, i + 1, "nested deeper than 50 parentheses");
    if (c == ')') --depth;
    out.append(expression, i, end - i);
    i = end;
  }
  return out;
}

}  // namespace kolmo::density
