#include "four_roads/key_reader.hpp"

#include <algorithm>

#include "four_roads/schema.hpp"

namespace kolmo::four_roads {

void KeyReader::refuse(const std::string& key, const std::string& because) const {
  if (!given(key)) return;
  const io::Schema keys = schema();
  const auto entry = std::find_if(keys.begin(), keys.end(),
                                  [&](const io::Key& other) { return other.path == "problem.*." + key; });
  const std::string& otherwise = entry->default_value;
  bool is_default = false;
  if (!otherwise.empty() && entry->type == io::Type::boolean)
    is_default = boolean(key) == (otherwise == "true");
  if (!otherwise.empty() && entry->type == io::Type::number) is_default = number(key) == std::stod(otherwise);
  if (!is_default) throw wrong(key, "has no effect: " + because);
}

}  // namespace kolmo::four_roads
