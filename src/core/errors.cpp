#include "kolmo/core/errors.hpp"

#include "kolmo/core/number_text.hpp"

namespace kolmo {

InvalidArgument::InvalidArgument(std::string_view argument, double value, std::string_view allowed)
    : std::invalid_argument(std::string(argument) + " = " + number_text(value) + ": " +
                            std::string(allowed)) {}

void require(bool ok, std::string_view argument, double value, std::string_view allowed) {
  if (!ok) throw InvalidArgument(argument, value, allowed);
}

}  // namespace kolmo
