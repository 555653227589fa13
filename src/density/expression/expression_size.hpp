#pragma once
// How large an expression becomes before it is made so.

#include "expression_node.hpp"

namespace kolmo::density {

/// Bits of the largest number that a node can become when its variables cancel.
double largest_bits(const NodePtr& node);

/// Terms of the expansion: those of sums add, of products multiply; (a sum of k)^n has C(n + k − 1, n).
/// Counted no further than beyond `at_most`.
double expanded_terms(const NodePtr& node, double at_most);

}  // namespace kolmo::density
