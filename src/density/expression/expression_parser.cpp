#include "expression_parser.hpp"

#include <algorithm>
#include <numbers>

#include "expression_names.hpp"
#include "expression_scanner.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::density {
namespace {

constexpr std::size_t length_at_most = 1000;
constexpr int depth_at_most = 50;

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
  Parser(const std::string& text, const ExpressionNames& names) : scan_(text, names) {
    if (scan_.at_end()) throw InvalidArgument("expression: is empty; " + allowed(names));
    if (text.size() > length_at_most) {
      throw InvalidArgument("expression: has " + number_text(text.size()) +
                            " characters, at most 1000 are allowed");
    }
  }

  NodePtr all() {
    const NodePtr node = conditional().node;
    if (!scan_.at_end()) scan_.unexpected();
    return node;
  }

 private:
  /// Every way down passes here: nested parentheses, functions, signs, powers and conditionals are counted.
  struct Depth {
    explicit Depth(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > depth_at_most)
        parser_.scan_.fail(parser_.scan_.at(), "nested deeper than 50 parentheses");
    }
    ~Depth() { --parser_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    Parser& parser_;
  };

  void require_condition(const Parsed& parsed, std::size_t begin) const {
    if (!parsed.condition) scan_.fail(begin, "a comparison such as x > 0 is wanted as a condition");
  }

  Parsed conditional() {
    const Depth depth(*this);
    scan_.skip_spaces();
    const std::size_t begin = scan_.at();
    Parsed first = either();
    if (!scan_.take("?")) return first;
    require_condition(first, begin);
    const Parsed a = conditional();
    if (!scan_.take(":")) scan_.fail(scan_.at(), "':' is missing after the condition's first value");
    const Parsed b = conditional();
    return {where_node(first.node, a.node, b.node)};
  }

  Parsed either() {
    const std::size_t begin = scan_.at();
    Parsed first = both();
    while (scan_.take("||")) {
      const std::size_t next = scan_.at();
      const Parsed second = both();
      require_condition(first, begin);
      require_condition(second, next);
      first = {where_node(first.node, constant_node(1), second.node), true};
    }
    return first;
  }

  Parsed both() {
    const std::size_t begin = scan_.at();
    Parsed first = comparison();
    while (scan_.take("&&")) {
      const std::size_t next = scan_.at();
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
    if (scan_.take("<=")) return {where_node(below(sum().node, a), zero, one), true};
    if (scan_.take(">=")) return {where_node(below(a, sum().node), zero, one), true};
    if (scan_.take("<")) return {below(a, sum().node), true};
    if (scan_.take(">")) return {below(sum().node, a), true};
    const bool equal = scan_.take("==");
    if (!equal && !scan_.take("!=")) return first;
    const NodePtr b = sum().node;
    const NodePtr differ = where_node(below(a, b), one, below(b, a));
    return {equal ? where_node(differ, zero, one) : differ, true};
  }

  Parsed sum() {
    Parsed first = product();
    std::vector<NodePtr> terms = {first.node};
    for (;;) {
      if (scan_.take("+"))
        terms.push_back(product().node);
      else if (scan_.take("-"))
        terms.push_back(negated(product().node));
      else
        return terms.size() == 1 ? first : Parsed{sum_node(terms)};
    }
  }

  Parsed product() {
    Parsed first = signed_power();
    std::vector<NodePtr> factors = {first.node};
    for (;;) {
      if (scan_.sees("**")) scan_.unexpected();
      if (scan_.take("*"))
        factors.push_back(signed_power().node);
      else if (scan_.take("/"))
        factors.push_back(power_node(signed_power().node, constant_node(-1)));
      else
        return factors.size() == 1 ? first : Parsed{product_node(factors)};
    }
  }

  Parsed signed_power() {
    bool negative = false, any = false;
    for (;; any = true) {
      if (scan_.take("-"))
        negative = !negative;
      else if (!scan_.take("+"))
        break;
    }
    const Parsed value = power();
    return negative ? Parsed{negated(value.node)} : any ? Parsed{value.node} : value;
  }

  Parsed power() {
    const Parsed base = primary();
    if (!scan_.take("^")) return base;
    const Depth depth(*this);
    return {power_node(base.node, signed_power().node)};
  }

  Parsed primary() {
    if (scan_.at_end()) scan_.unexpected();
    const char c = scan_.next();
    if (is_digit(c) || c == '.') return {constant_node(scan_.number())};
    if (is_letter(c)) return {name()};
    if (c == ')') scan_.fail(scan_.at(), "unexpected ')'");
    const std::size_t open = scan_.at();
    if (!scan_.take("(")) scan_.unexpected();
    const Parsed inside = conditional();
    if (!scan_.take(")")) scan_.missing_parenthesis(open);
    return inside;
  }

  NodePtr name() {
    const ExpressionNames& names = scan_.names();
    const std::size_t begin = scan_.at();
    const std::string name = scan_.name();
    const auto variable = std::find(names.variables.begin(), names.variables.end(), name);
    if (variable != names.variables.end()) return variable_node(variable - names.variables.begin());
    if (names.time && name == "t") return variable_node(Expression::time);
    if (const auto parameter = names.parameters.find(name); parameter != names.parameters.end())
      return constant_node(parameter->second);
    if (name == "pi") return constant_node(std::numbers::pi);
    if (name == "e") return constant_node(std::numbers::e);
    return function(name, begin);
  }

  NodePtr function(const std::string& name, std::size_t begin) {
    const auto operation = function_of(name);
    if (!operation && name != "step") scan_.fail(begin, "unknown name '" + name + "'");
    scan_.skip_spaces();
    const std::size_t open = scan_.at();
    if (!scan_.take("("))
      scan_.fail(begin, "'" + name + "' is a function: its argument in parentheses is missing");
    std::vector<NodePtr> operands = {conditional().node};
    while (scan_.take(",")) operands.push_back(conditional().node);
    if (!scan_.take(")")) scan_.missing_parenthesis(open);
    return called(operation, name, operands, begin);
  }

  NodePtr called(std::optional<Operation> operation, const std::string& name,
                 const std::vector<NodePtr>& operands, std::size_t begin) const {
    const bool several = operation == Operation::min || operation == Operation::max;
    const std::size_t wanted = several || operation == Operation::atan2 ? 2 : 1;
    if (operands.size() < wanted || (!several && operands.size() > wanted)) {
      scan_.fail(begin, "'" + name + "' takes " + number_text(wanted) +
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

  ExpressionScanner scan_;
  int depth_ = 0;
};

}  // namespace

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
