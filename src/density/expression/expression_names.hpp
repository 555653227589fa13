#pragma once
// The names that an expression may hold: functions, constants, and those that its user gives.

#include <optional>
#include <string>
#include <string_view>

#include "expression_node.hpp"

namespace kolmo::density {

bool is_digit(char c);
bool is_letter(char c);  ///< or _

/// The function of this name; `step`, which is a condition, is none of them.
std::optional<Operation> function_of(std::string_view name);

/// "allowed are …": all that a text with these names may hold.
std::string allowed(const ExpressionNames& names);

}  // namespace kolmo::density
