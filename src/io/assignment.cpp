#include "assignment.hpp"

#include "key_match.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::io {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t");
  return first == std::string::npos ? std::string() : text.substr(first, last - first + 1);
}

}  // namespace

void refuse_long_key(const std::string& path, const std::string& where) {
  if (path.size() > configuration_max_key)
    throw ConfigurationError(where + ": a key of " + number_text(path.size()) + " bytes ('" +
                             path.substr(0, 40) + "…'): at most " + number_text(configuration_max_key) +
                             " are looked at");
}

Assignment read_assignment(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::string path = trimmed(text.substr(0, equals));
  Assignment assignment{.key = {}, .value = {}, .where = "--set " + path.substr(0, 200)};
  if (equals == std::string::npos || path.empty())
    throw ConfigurationError("--set " + text.substr(0, 200) + ": key=value is wanted");
  assignment.key = split_path(path);
  if (assignment.key.size() > static_cast<std::size_t>(configuration_max_depth))
    throw ConfigurationError(assignment.where + ": too deep: at most " +
                             number_text(configuration_max_depth) + " names in a key");
  refuse_long_key(path, assignment.where);
  assignment.value = trimmed(text.substr(equals + 1));
  if (assignment.value.empty())
    throw ConfigurationError(assignment.where + ": no value (an empty text is \"\")");
  return assignment;
}

}  // namespace kolmo::io
