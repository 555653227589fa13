#include "kolmo/core/number_text.hpp"

#include <charconv>
#include <cstdio>

#include "kolmo/core/errors.hpp"

namespace kolmo {
namespace {

template <class Number>
std::string shortest(Number value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

}  // namespace

std::string number_text(double value) { return shortest(value); }
std::string number_text(long long value) { return shortest(value); }
std::string number_text(unsigned long long value) { return shortest(value); }

std::string number_text(double value, int digits) {
  require(digits >= 1 && digits <= 17, "digits", digits, "must lie between 1 and 17");
  char text[40];
  const int length = std::snprintf(text, sizeof text, "%.*g", digits, value);
  return {text, text + length};
}

}  // namespace kolmo
