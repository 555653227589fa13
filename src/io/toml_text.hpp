#pragma once
// TOML as a flat list of what it says and where: the only door to toml++.

#include <cstdint>
#include <string>
#include <vector>

namespace kolmo::io {

struct TomlValue {
  enum class Kind { boolean, integer, number, text, array, other };
  Kind kind = Kind::other;
  bool boolean = false;
  std::int64_t integer = 0;
  double number = 0;  ///< also of an integer
  std::string text;
  std::vector<TomlValue> items;
  std::string described;  ///< "the integer 3", "a table", for messages
};

/// A key with its value, or a table (no value).
struct TomlItem {
  std::vector<std::string> path;
  bool is_table = false;
  TomlValue value;
  int line = 0, column = 0;              ///< of the key
  int value_line = 0, value_column = 0;  ///< of the value
};

/// All tables and keys in the order in which they are written. `origin` stands before ":line:column: " in the
/// message of the ConfigurationError that wrong TOML throws. Size and depth are limited before parsing.
std::vector<TomlItem> read_toml(const std::string& text, const std::string& origin);

}  // namespace kolmo::io
