#include "kolmo/core/errors.hpp"

#include <charconv>

namespace kolmo {
namespace {

std::string shortest(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

}  // namespace

InvalidArgument::InvalidArgument(std::string_view argument, double value, std::string_view allowed)
    : std::invalid_argument(std::string(argument) + " = " + shortest(value) + ": " + std::string(allowed)) {}

void require(bool ok, std::string_view argument, double value, std::string_view allowed) {
  if (!ok) throw InvalidArgument(argument, value, allowed);
}

}  // namespace kolmo
