#pragma once
// What processes without scalar noise say where g(t) is asked for.

#include <string>

#include "kolmo/core/errors.hpp"

namespace kolmo::process {

[[noreturn]] inline void refuse_scalar_noise(const std::string& name, const char* what) {
  throw InvalidArgument("process = '" + name + "': its noise is not scalar, so that there is no " + what +
                        "; must have scalar noise here");
}

}  // namespace kolmo::process
