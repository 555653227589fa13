// In the place of expression_derivative.cpp where Kolmo is built without GiNaC.

#include "expression_node.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::density {

NodePtr derivative_node(const NodePtr&, Index) {
  throw InvalidArgument(
      "expression: derivatives need GiNaC, and Kolmo was built without KOLMO_WITH_EXPRESSIONS");
}

bool expands_to_zero(const NodePtr& node) { return node->is(0); }

}  // namespace kolmo::density
