#include "expression_parser.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numbers>
#include <optional>
#include <string_view>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::density {
namespace {

constexpr std::size_t length_at_most = 1000;
constexpr int depth_at_most = 50;
constexpr std::array<Operation, 16> functions = {
    Operation::exp,  Operation::log,  Operation::sqrt, Operation::sin,  Operation::cos, Operation::tan,
    Operation::sinh, Operation::cosh, Operation::tanh, Operation::abs,  Operation::erf, Operation::floor,
    Operation::sign, Operation::min,  Operation::max,  Operation::atan2};

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_space(char c) { return c == ' ' || c == '\t'; }

std::optional<Operation> function_of(std::string_view name) {
  for (const Operation operation : functions)
    if (name == function_name(operation)) return operation;
  return std::nullopt;
}

std::string allowed(const ExpressionNames& names) {
  std::string text = "allowed are ";
  for (const std::string& variable : names.variables) text.append(variable).append(", ");
  if (names.time) text += "t, ";
  for (const auto& [name, value] : names.parameters) text.append(name).append(", ");
  text += "numbers, + - * / ^, parentheses, pi, e";
  for (const Operation operation : functions) text.append(", ").append(function_name(operation));
  return text + ", step, comparisons, && || and condition ? a : b";
}

/// A tree, and whether it is a comparison (1 or 0).
struct Parsed {
  NodePtr node;
  bool condition = false;
};

/// 1 where c > 0, else 0.
NodePtr holds(const NodePtr& c) { return where_node(c, constant_node(1), constant_node(0)); }
NodePtr negated(const NodePtr& a) { return product_node({constant_node(-1), a}); }
NodePtr difference(const NodePtr& a, const NodePtr& b) { return sum_node({a, negated(b)}); }

class Parser {
 public:
  Parser(const std::string& text, const ExpressionNames& names) : text_(text), names_(names) {}

  NodePtr all() {
    if (std::all_of(text_.begin(), text_.end(), is_space))
      throw InvalidArgument("expression: is empty; " + allowed(names_));
    if (text_.size() > length_at_most) {
      throw InvalidArgument("expression: has " + number_text(text_.size()) +
                            " characters, at most 1000 are allowed");
    }
    const NodePtr node = conditional().node;
    skip_spaces();
    if (at_ < text_.size()) unexpected();
    return node;
  }

 private:
  [[noreturn]] void fail(std::size_t position, const std::string& what) const {
    throw InvalidArgument("expression '" + text_ + "', position " + number_text(position + 1) + ": " + what +
                          "; " + allowed(names_));
  }

  [[noreturn]] void unexpected() {
    skip_spaces();
    if (at_ >= text_.size()) fail(text_.size(), "a number, a name or a parenthesis is missing at the end");
    if (text_.compare(at_, 2, "**") == 0) fail(at_, "unexpected '**', use ^ for powers");
    if (text_[at_] == '(' || is_digit(text_[at_]) || is_letter(text_[at_]))
      fail(at_, "an operator is missing before '" + text_.substr(at_, 10) + "'");
    fail(at_, std::string("unexpected character '") + text_[at_] + "'");
  }

  void skip_spaces() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  bool take(std::string_view token) {
    skip_spaces();
    if (text_.compare(at_, token.size(), token) != 0) return false;
    at_ += token.size();
    return true;
  }

  /// Every way down passes here: nested parentheses, functions, signs, powers and conditionals are counted.
  struct Depth {
    explicit Depth(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > depth_at_most) parser_.fail(parser_.at_, "nested deeper than 50 parentheses");
    }
    ~Depth() { --parser_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    Parser& parser_;
  };

  void require_condition(const Parsed& parsed, std::size_t begin) const {
    if (!parsed.condition) fail(begin, "a comparison such as x > 0 is wanted as a condition");
  }

  Parsed conditional() {
    const Depth depth(*this);
    skip_spaces();
    const std::size_t begin = at_;
    Parsed first = either();
    if (!take("?")) return first;
    require_condition(first, begin);
    const Parsed a = conditional();
    if (!take(":")) fail(at_, "':' is missing after the condition's first value");
    const Parsed b = conditional();
    return {where_node(first.node, a.node, b.node)};
  }

  Parsed either() {
    const std::size_t begin = at_;
    Parsed first = both();
    while (take("||")) {
      const std::size_t next = at_;
      const Parsed second = both();
      require_condition(first, begin);
      require_condition(second, next);
      first = {where_node(first.node, constant_node(1), second.node), true};
    }
    return first;
  }

  Parsed both() {
    const std::size_t begin = at_;
    Parsed first = comparison();
    while (take("&&")) {
      const std::size_t next = at_;
      const Parsed second = comparison();
      require_condition(first, begin);
      require_condition(second, next);
      first = {where_node(first.node, second.node, constant_node(0)), true};
    }
    return first;
  }

  Parsed comparison() {
    const Parsed first = sum();
    const NodePtr a = first.node, one = constant_node(1), zero = constant_node(0);
    const auto below = [&](const NodePtr& less, const NodePtr& more) {
      return holds(difference(more, less));
    };
    if (take("<=")) return {where_node(below(sum().node, a), zero, one), true};
    if (take(">=")) return {where_node(below(a, sum().node), zero, one), true};
    if (take("<")) return {below(a, sum().node), true};
    if (take(">")) return {below(sum().node, a), true};
    const bool equal = take("==");
    if (!equal && !take("!=")) return first;
    const NodePtr b = sum().node;
    const NodePtr differ = where_node(below(a, b), one, below(b, a));
    return {equal ? where_node(differ, zero, one) : differ, true};
  }

  Parsed sum() {
    Parsed first = product();
    std::vector<NodePtr> terms = {first.node};
    for (;;) {
      if (take("+"))
        terms.push_back(product().node);
      else if (take("-"))
        terms.push_back(negated(product().node));
      else
        return terms.size() == 1 ? first : Parsed{sum_node(terms)};
    }
  }

  Parsed product() {
    Parsed first = signed_power();
    std::vector<NodePtr> factors = {first.node};
    for (;;) {
      skip_spaces();
      if (text_.compare(at_, 2, "**") == 0) unexpected();
      if (take("*"))
        factors.push_back(signed_power().node);
      else if (take("/"))
        factors.push_back(power_node(signed_power().node, constant_node(-1)));
      else
        return factors.size() == 1 ? first : Parsed{product_node(factors)};
    }
  }

  Parsed signed_power() {
    bool negative = false, any = false;
    for (;; any = true) {
      if (take("-"))
        negative = !negative;
      else if (!take("+"))
        break;
    }
    const Parsed value = power();
    return negative ? Parsed{negated(value.node)} : any ? Parsed{value.node} : value;
  }

  Parsed power() {
    const Parsed base = primary();
    if (!take("^")) return base;
    const Depth depth(*this);
    return {power_node(base.node, signed_power().node)};
  }

  Parsed primary() {
    skip_spaces();
    if (at_ >= text_.size()) unexpected();
    const char c = text_[at_];
    if (is_digit(c) || c == '.') return {number()};
    if (is_letter(c)) return {name()};
    if (c != '(') unexpected_character();
    const std::size_t open = at_++;
    const Parsed inside = conditional();
    if (!take(")")) missing_parenthesis(open);
    return inside;
  }

  [[noreturn]] void unexpected_character() {
    if (text_.compare(at_, 1, ")") == 0) fail(at_, "unexpected ')'");
    unexpected();
  }

  [[noreturn]] void missing_parenthesis(std::size_t open) {
    skip_spaces();
    if (at_ < text_.size()) unexpected();
    fail(open, "this parenthesis is not closed");
  }

  /// Digits, a point, digits, an exponent. A number outside the range of doubles has no value here.
  NodePtr number() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      std::size_t end = at_ + 1;
      if (end < text_.size() && (text_[end] == '+' || text_[end] == '-')) ++end;
      if (end < text_.size() && is_digit(text_[end])) {
        while (end < text_.size() && is_digit(text_[end])) ++end;
        at_ = end;
      }
    }
    const std::string digits = text_.substr(begin, at_ - begin);
    if (std::count(digits.begin(), digits.end(), '.') > 1 || digits == ".")
      fail(begin, "'" + digits + "' is not a number");
    const double value = std::strtod(digits.c_str(), nullptr);
    const bool zero =
        digits.find_first_of("123456789") >= std::min(digits.find_first_of("eE"), digits.size());
    if (!std::isfinite(value) || (!zero && value < std::numeric_limits<double>::min()))
      fail(begin, "'" + digits + "' is outside the range of numbers, 2.3e-308 to 1.7e308");
    return constant_node(value);
  }

  NodePtr name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
    const std::string name = text_.substr(begin, at_ - begin);
    const auto variable = std::find(names_.variables.begin(), names_.variables.end(), name);
    if (variable != names_.variables.end()) return variable_node(variable - names_.variables.begin());
    if (names_.time && name == "t") return variable_node(Expression::time);
    if (const auto parameter = names_.parameters.find(name); parameter != names_.parameters.end())
      return constant_node(parameter->second);
    if (name == "pi") return constant_node(std::numbers::pi);
    if (name == "e") return constant_node(std::numbers::e);
    const auto operation = function_of(name);
    if (!operation && name != "step") fail(begin, "unknown name '" + name + "'");
    skip_spaces();
    const std::size_t open = at_;
    if (!take("(")) fail(begin, "'" + name + "' is a function: its argument in parentheses is missing");
    std::vector<NodePtr> operands = {conditional().node};
    while (take(",")) operands.push_back(conditional().node);
    if (!take(")")) missing_parenthesis(open);
    return called(operation, name, operands, begin);
  }

  NodePtr called(std::optional<Operation> operation, const std::string& name,
                 const std::vector<NodePtr>& operands, std::size_t begin) const {
    const bool several = operation == Operation::min || operation == Operation::max;
    const std::size_t wanted = several || operation == Operation::atan2 ? 2 : 1;
    if (operands.size() < wanted || (!several && operands.size() > wanted)) {
      fail(begin, "'" + name + "' takes " + number_text(wanted) +
                      (several       ? " or more arguments, not "
                       : wanted == 1 ? " argument, not "
                                     : " arguments, not ") +
                      number_text(operands.size()));
    }
    if (!operation) return holds(operands[0]);
    if (!several) return function_node(*operation, operands);
    NodePtr result = operands[0];
    for (std::size_t i = 1; i < operands.size(); ++i)
      result = function_node(*operation, {result, operands[i]});
    return result;
  }

  const std::string& text_;
  const ExpressionNames& names_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

void require_name(const std::string& name, const char* what, const ExpressionNames& names) {
  const bool identifier =
      !name.empty() && name.size() <= 64 && is_letter(name[0]) &&
      std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c); });
  if (!identifier)
    throw InvalidArgument(std::string(what) + " '" + name.substr(0, 70) +
                          "': a name is a letter or _, then letters, digits and _, at most 64");
  if (function_of(name) || name == "step" || name == "pi" || name == "e" || (names.time && name == "t"))
    throw InvalidArgument(std::string(what) + " '" + name +
                          "': this name has a meaning of its own in expressions");
}

}  // namespace

void require_names(const ExpressionNames& names) {
  if (names.variables.empty() || names.variables.size() > 3)
    throw InvalidArgument("variables: " + number_text(names.variables.size()) +
                          " of them; one to three are allowed");
  for (auto name = names.variables.begin(); name != names.variables.end(); ++name) {
    require_name(*name, "variable", names);
    if (std::find(names.variables.begin(), name, *name) != name || names.parameters.contains(*name))
      throw InvalidArgument("variable '" + *name + "': the name is given twice");
  }
  for (const auto& [name, value] : names.parameters) {
    require_name(name, "parameter", names);
    require(std::isfinite(value), "parameter", value, "must be finite");
  }
}

NodePtr parse_expression(const std::string& text, const ExpressionNames& names) {
  try {
    return Parser(text, names).all();
  } catch (const InvalidArgument& error) {
    const std::string what = error.what();
    if (what.compare(0, 12, "expression: ") != 0 || what.find("not finite") == std::string::npos) throw;
    throw InvalidArgument("expression '" + text + "': a part of it without variables is not finite");
  }
}

}  // namespace kolmo::density
