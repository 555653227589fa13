#pragma once
// Checking the text of an expression before any parser sees it.

#include <string>

namespace kolmo::density {

/// The functions and constants that an expression may name, for error messages.
inline constexpr const char* allowed_names =
    "allowed are x, numbers, + - * / ^, parentheses, pi, e, exp, log, sqrt, sin, cos, tan, sinh, cosh, tanh, "
    "abs";

/// Throws InvalidArgument "expression '…', position n: what; allowed are …".
[[noreturn]] void fail_at(const std::string& expression, std::size_t position, const std::string& what);

/// The text with every whole number that is not a plain exponent written as a decimal fraction, so that
/// symbolic arithmetic cannot run into gigantic integers. Throws InvalidArgument for empty, too long or too
/// deep texts, unknown names and characters (positions count from 1).
std::string checked_for_symbols(const std::string& expression);

}  // namespace kolmo::density
