#include "expression_scanner.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "expression_names.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::density {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t'; }

}  // namespace

void ExpressionScanner::fail(std::size_t position, const std::string& what) const {
  throw InvalidArgument("expression '" + text_ + "', position " + number_text(position + 1) + ": " + what +
                        "; " + allowed(names_));
}

void ExpressionScanner::unexpected() {
  skip_spaces();
  if (at_ >= text_.size()) fail(text_.size(), "a number, a name or a parenthesis is missing at the end");
  if (text_.compare(at_, 2, "**") == 0) fail(at_, "unexpected '**', use ^ for powers");
  if (text_[at_] == '(' || is_digit(text_[at_]) || is_letter(text_[at_]))
    fail(at_, "an operator is missing before '" + text_.substr(at_, 10) + "'");
  fail(at_, std::string("unexpected character '") + text_[at_] + "'");
}

void ExpressionScanner::skip_spaces() {
  while (at_ < text_.size() && is_space(text_[at_])) ++at_;
}

bool ExpressionScanner::take(std::string_view token) {
  skip_spaces();
  if (text_.compare(at_, token.size(), token) != 0) return false;
  at_ += token.size();
  return true;
}

bool ExpressionScanner::at_end() {
  skip_spaces();
  return at_ >= text_.size();
}

bool ExpressionScanner::sees(std::string_view token) {
  skip_spaces();
  return text_.compare(at_, token.size(), token) == 0;
}

void ExpressionScanner::missing_parenthesis(std::size_t open) {
  skip_spaces();
  if (at_ < text_.size()) unexpected();
  fail(open, "this parenthesis is not closed");
}

double ExpressionScanner::number() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
  if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
    std::size_t end = at_ + 1;
    if (end < text_.size() && (text_[end] == '+' || text_[end] == '-')) ++end;
    if (end < text_.size() && is_digit(text_[end])) {
      while (end < text_.size() && is_digit(text_[end])) ++end;
      at_ = end;
    }
  }
  const std::string digits = text_.substr(begin, at_ - begin);
  if (std::count(digits.begin(), digits.end(), '.') > 1 || digits == ".")
    fail(begin, "'" + digits + "' is not a number");
  const double value = std::strtod(digits.c_str(), nullptr);
  const bool zero = digits.find_first_of("123456789") >= std::min(digits.find_first_of("eE"), digits.size());
  if (!std::isfinite(value) || (!zero && value < std::numeric_limits<double>::min()))
    fail(begin, "'" + digits + "' is outside the range of numbers, 2.3e-308 to 1.7e308");
  return value;
}

std::string ExpressionScanner::name() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
  return text_.substr(begin, at_ - begin);
}

}  // namespace kolmo::density
