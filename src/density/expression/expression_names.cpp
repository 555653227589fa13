#include "expression_names.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::density {
namespace {

constexpr std::array<Operation, 16> functions = {
    Operation::exp,  Operation::log,  Operation::sqrt, Operation::sin,  Operation::cos, Operation::tan,
    Operation::sinh, Operation::cosh, Operation::tanh, Operation::abs,  Operation::erf, Operation::floor,
    Operation::sign, Operation::min,  Operation::max,  Operation::atan2};

/// What a name means to every expression; empty where it is free.
std::string meaning_of(const std::string& name, const ExpressionNames& names) {
  if (function_of(name) || name == "step") return "the function " + name;
  if (name == "pi") return "3.14159...";
  if (name == "e") return "2.71828...";
  return names.time && name == "t" ? "time" : "";
}

void require_name(const std::string& name, const char* what, const ExpressionNames& names) {
  const bool identifier =
      !name.empty() && name.size() <= 64 && is_letter(name[0]) &&
      std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c); });
  if (!identifier)
    throw InvalidArgument(std::string(what) + " '" + name.substr(0, 70) +
                          "': a name is a letter or _, then letters, digits and _, at most 64");
  const std::string meaning = meaning_of(name, names);
  if (!meaning.empty())
    throw InvalidArgument(std::string(what) + " '" + name +
                          "': this name has a meaning of its own in expressions, " + meaning +
                          "; call it another, such as '" + name + "_0'");
}

}  // namespace

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::optional<Operation> function_of(std::string_view name) {
  for (const Operation operation : functions)
    if (name == function_name(operation)) return operation;
  return std::nullopt;
}

std::string allowed(const ExpressionNames& names) {
  std::string text = "allowed are ";
  for (const std::string& variable : names.variables) text.append(variable).append(", ");
  if (names.time) text += "t, ";
  for (const auto& [name, value] : names.parameters) text.append(name).append(", ");
  text += "numbers, + - * / ^, parentheses, pi, e";
  for (const Operation operation : functions) text.append(", ").append(function_name(operation));
  return text + ", step, comparisons, && || and condition ? a : b";
}

void require_names(const ExpressionNames& names) {
  if (names.variables.empty() || names.variables.size() > 3)
    throw InvalidArgument("variables: " + number_text(names.variables.size()) +
                          " of them; one to three are allowed");
  for (auto name = names.variables.begin(); name != names.variables.end(); ++name) {
    require_name(*name, "variable", names);
    if (std::find(names.variables.begin(), name, *name) != name)
      throw InvalidArgument("variable '" + *name + "': the name is given twice");
    if (names.parameters.contains(*name))
      throw InvalidArgument("parameter '" + *name + "': a variable has this name; call one of them another");
  }
  for (const auto& [name, value] : names.parameters) {
    require_name(name, "parameter", names);
    require(std::isfinite(value), "parameter", value, "must be finite");
  }
}

}  // namespace kolmo::density
