#pragma once
// The text of an expression becomes a tree.

#include <string>

#include "expression_node.hpp"

namespace kolmo::density {

/// Throws InvalidArgument "expression '…', position n: what; allowed are …" (positions count from 1).
NodePtr parse_expression(const std::string& text, const ExpressionNames& names);

}  // namespace kolmo::density
