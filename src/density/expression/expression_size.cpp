#include "expression_size.hpp"

#include <algorithm>
#include <cmath>

namespace kolmo::density {

double largest_bits(const NodePtr& node) {
  double sum = 8;
  switch (node->operation) {
    case Operation::sum:
      for (const NodePtr& operand : node->operands) sum = std::max(sum, largest_bits(operand));
      return sum + static_cast<double>(node->operands.size());
    case Operation::product:
      for (const NodePtr& operand : node->operands) sum += largest_bits(operand);
      return sum;
    case Operation::power:
      return node->operands[1]->is_constant()
                 ? largest_bits(node->operands[0]) * std::max(1.0, std::abs(node->operands[1]->constant))
                 : sum;
    default:
      return sum;
  }
}

double expanded_terms(const NodePtr& node, double at_most) {
  double terms = node->operation == Operation::sum ? 0 : 1;
  if (node->operation == Operation::sum || node->operation == Operation::product) {
    for (const NodePtr& operand : node->operands) {
      const double more = expanded_terms(operand, at_most);
      terms = node->operation == Operation::sum ? terms + more : terms * more;
    }
  } else if (node->operation == Operation::power && node->operands[1]->is_constant()) {
    const double k = expanded_terms(node->operands[0], at_most), n = std::abs(node->operands[1]->constant);
    for (double i = 1; i <= n && k > 1 && terms <= at_most; ++i) terms *= (k - 1 + i) / i;
  }
  return terms;
}

}  // namespace kolmo::density
