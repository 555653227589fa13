#include "frame/ending.hpp"

#include <filesystem>
#include <new>

#include "frame/command_line/command_line.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/io/errors.hpp"

namespace kolmo::frame {
namespace {

template <class T>
bool is(const std::exception& error) {
  return dynamic_cast<const T*>(&error) != nullptr;
}

}  // namespace

Ending ending_of(const std::exception& error) {
  const std::string what = error.what();
  if (is<UsageError>(error)) return {what + " (--help lists the options)", usage};
  if (is<io::ConfigurationError>(error)) return {what, bad_configuration};
  if (is<InvalidArgument>(error))
    return {"numerical failure: the computation came to an argument that is not allowed: " + what,
            not_finite};
  if (is<MissingInput>(error)) return {what, missing_input};
  if (is<InvalidData>(error)) return {what, bad_data};
  if (is<io::CannotCreateOutput>(error)) return {what, cannot_create_output};
  if (is<io::WriteError>(error)) return {what, write_error};
  // What names a path: a directory that vanished, one that may not be looked into, a name that is too long.
  if (is<std::filesystem::filesystem_error>(error)) return {what, write_error};
  if (is<NumericalFailure>(error)) return {what, not_finite};
  if (is<std::bad_alloc>(error))
    return {"this needs more memory than the machine gives: use fewer particles or cells", internal_error};
  return {"internal error: " + what, internal_error};
}

}  // namespace kolmo::frame
