#include "kolmo/density/expression.hpp"

#include "expression_node.hpp"
#include "expression_parser.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::density {

Expression::Expression(double value) : node_(constant_node(value)) {}

Expression::Expression(const std::string& text, const ExpressionNames& names) {
  require_names(names);
  node_ = parse_expression(text, names);
}

Expression Expression::derivative(Index variable) const {
  if (!depends_on(variable)) return {};
  return Expression(derivative_node(node_, variable));
}

std::optional<double> Expression::constant() const {
  if (!node_->is_constant()) return std::nullopt;
  return node_->constant;
}

bool Expression::depends_on(Index variable) const {
  return (node_->depends & (1u << static_cast<unsigned>(variable + 1))) != 0;
}

bool Expression::has_kink() const { return node_->kink; }

bool Expression::vanishes() const { return expands_to_zero(node_); }

std::vector<Expression> Expression::switches() const {
  std::vector<Expression> found;
  const auto look = [&](const auto& self, const NodePtr& node) -> void {
    if (!node->kink || found.size() > 100) return;
    const auto& operands = node->operands;
    if (node->operation == Operation::min || node->operation == Operation::max)
      found.push_back(Expression(operands[0]) - Expression(operands[1]));
    if (node->operation == Operation::where || node->operation == Operation::abs ||
        node->operation == Operation::sign)
      found.push_back(Expression(operands[0]));
    for (const NodePtr& operand : operands) self(self, operand);
  };
  look(look, node_);
  return found;
}

double Expression::at(double t, const Eigen::ArrayXd& x) const {
  Eigen::ArrayXXd out(1, 1);
  ExpressionProgram({*this}).evaluate(t, Eigen::ArrayXXd(x.transpose()), out);
  return out(0, 0);
}

std::string Expression::text(const ExpressionNames& names) const { return node_text(node_, names); }

Expression operator+(const Expression& a, const Expression& b) {
  return Expression(sum_node({a.node_, b.node_}));
}
Expression operator-(const Expression& a, const Expression& b) { return a + (-b); }
Expression operator*(const Expression& a, const Expression& b) {
  return Expression(product_node({a.node_, b.node_}));
}
Expression operator-(const Expression& f) { return Expression(-1) * f; }
Expression sqrt(const Expression& f) { return Expression(function_node(Operation::sqrt, {f.node_})); }

}  // namespace kolmo::density
