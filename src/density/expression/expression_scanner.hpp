#pragma once
// The text of an expression, taken token by token, and where it is wrong.

#include <string>
#include <string_view>

#include "expression_node.hpp"

namespace kolmo::density {

class ExpressionScanner {
 public:
  ExpressionScanner(const std::string& text, const ExpressionNames& names) : text_(text), names_(names) {}
  const ExpressionNames& names() const { return names_; }
  /// Where the next token begins, from 0.
  std::size_t at() const { return at_; }

  void skip_spaces();
  bool at_end();
  /// Whether the text goes on with this after spaces; it is not taken.
  bool sees(std::string_view token);
  bool take(std::string_view token);
  /// Digits, a point, digits, an exponent. A number outside the range of doubles has no value here.
  double number();
  /// Letters, digits and _.
  std::string name();
  /// The character that is next; there must be one.
  char next() const { return text_[at_]; }

  /// InvalidArgument "expression '…', position n: what; allowed are …".
  [[noreturn]] void fail(std::size_t position, const std::string& what) const;
  /// What is next is none of what may be there.
  [[noreturn]] void unexpected();
  [[noreturn]] void missing_parenthesis(std::size_t open);

 private:
  const std::string& text_;
  const ExpressionNames& names_;
  std::size_t at_ = 0;
};

}  // namespace kolmo::density
