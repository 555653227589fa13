#pragma once
// What --set takes: key=value.

#include <string>
#include <vector>

namespace kolmo::io {

struct Assignment {
  std::vector<std::string> key;  ///< the names of its path
  std::string value;             ///< as it was written, without blanks about it
  std::string where;             ///< "--set KEY", for messages
};

/// ConfigurationError where there is no key, no value, or a key that is too deep or too long.
Assignment read_assignment(const std::string& text);

/// A key that is longer than any of a schema is not worth comparing: ConfigurationError.
void refuse_long_key(const std::string& path, const std::string& where);

}  // namespace kolmo::io
