#include "kolmo/io/keys_of_others.hpp"

#include <string_view>

#include "key_match.hpp"
#include "kolmo/io/keys.hpp"

namespace kolmo::io {
namespace {

// Not of type std::string: schemas are made before main() too.
constexpr std::string_view head = "Has no effect here: ", tail = " reads it.";

}  // namespace

Key key_of_another(const std::string& path, const std::string& reader) {
  return keys::expressions(path, std::string(head) + reader + std::string(tail));
}

bool is_of_another(const Key& key) {
  return key.type == Type::expressions && key.sentence.starts_with(head) && key.sentence.ends_with(tail);
}

std::vector<std::string> keys_without_effect(const Configuration& configuration, const Schema& schema) {
  std::vector<std::string> found;
  for (const Configuration::Entry& entry : configuration.entries()) {
    const Key* key = match_key(schema, split_path(entry.path));
    if (!entry.given || key == nullptr || !is_of_another(*key)) continue;
    const std::string reader =
        key->sentence.substr(head.size(), key->sentence.size() - head.size() - tail.size());
    found.push_back(entry.location + ": '" + entry.path + "' has no effect here: " + reader + " reads it");
  }
  return found;
}

}  // namespace kolmo::io
