#pragma once
// Symbolic derivatives of expressions in x.

#include <string>
#include <vector>

#include "expression_program.hpp"

namespace kolmo::density {

/// A function as fully parenthesised text in one canonical order of terms, the same characters in every run,
/// and as code that does the same operations in the same order.
struct CanonicalExpression {
  std::string text;
  std::vector<Instruction> code;
};

struct Derivatives {
  CanonicalExpression value, first, second;
};

/// V, V′, V″ of `expression`: numbers, x, + − * / ^, parentheses and the functions of ExpressionPotential.
/// Throws InvalidArgument where it has no derivative in these terms.
Derivatives differentiate_twice(const std::string& expression);

}  // namespace kolmo::density
