#pragma once
// Symbolic derivatives of expressions in x.

#include <string>

namespace kolmo::density {

/// V, V′, V″ as fully parenthesised text in one canonical order of terms: the same characters in every run.
struct DerivativeTexts {
  std::string value, first, second;
};

/// `expression`: numbers, x, + − * / ^, parentheses and the functions of ExpressionPotential. Throws
/// InvalidArgument where it has no derivative in these terms.
DerivativeTexts differentiate_twice(const std::string& expression);

}  // namespace kolmo::density
