#include "toml_text.hpp"

#include <algorithm>
#include <tuple>

#include "configuration_value.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::io {
namespace {

/// An assumption of toml++ that an input breaks ("[[[a]" does, in 3.3).
struct BrokenAssumption {};

constexpr void assume(bool holds) {
  if (!holds) throw BrokenAssumption{};
}

}  // namespace
}  // namespace kolmo::io

// With NDEBUG toml++ makes undefined behaviour of what its assertions say: here they are kept, as exceptions.
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_ASSERT(expression) ::kolmo::io::assume(static_cast<bool>(expression))
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")

namespace kolmo::io {
namespace {

std::string place(const std::string& origin, std::size_t line, std::size_t column) {
  return origin + ":" + number_text(line) + ":" + number_text(column) + ": ";
}

/// Looks at the bytes alone, as deep keys and arrays overflow the parser's stack: counts open brackets and
/// the dots of one key, outside of texts and comments.
class DepthGuard {
 public:
  DepthGuard(const std::string& text, const std::string& origin) : text_(text), origin_(origin) {}

  void check() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || c == '\'')
        skip_text(c);
      else if (c == '#')
        at_ = std::min(text_.find('\n', at_), text_.size());
      else
        count(c), ++at_;
    }
  }

 private:
  void count(char c) {
    if (c == '\n') ++line_, start_ = at_ + 1;
    if (c == '\n' || c == '=' || c == ',' || c == '{') dots_ = 0;
    if (c == '[' || c == '{') ++open_;
    if ((c == ']' || c == '}') && open_ > 0) --open_;
    if (c == '.') ++dots_;
    if (open_ > configuration_max_depth) fail("nested");
    if (dots_ > configuration_max_depth) fail("keys");
  }

  [[noreturn]] void fail(const char* what) const {
    throw ConfigurationError(
        place(origin_, line_, at_ - start_ + 1) + "too deep: at most " +
        number_text(configuration_max_depth) +
        (std::string_view(what) == "keys" ? " dots in a key" : " brackets open at once"));
  }

  void skip_text(char quote) {
    const std::string three(3, quote);
    const bool block = text_.compare(at_, 3, three) == 0;
    at_ += block ? 3 : 1;
    while (at_ < text_.size()) {
      if (text_[at_] == '\n') {
        if (!block) return;
        ++line_, start_ = at_ + 1;
      }
      if (text_[at_] == '\\' && quote == '"' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n') {
        at_ += 2;
      } else if (block ? text_.compare(at_, 3, three) == 0 : text_[at_] == quote) {
        at_ += block ? 3 : 1;
        return;
      } else {
        ++at_;
      }
    }
  }

  const std::string& text_;
  const std::string& origin_;
  std::size_t at_ = 0, line_ = 1, start_ = 0;
  int open_ = 0, dots_ = 0;
};

TomlValue convert(const toml::node& node) {
  TomlValue value;
  if (const auto* boolean = node.as_boolean()) {
    value.kind = TomlValue::Kind::boolean;
    value.boolean = boolean->get();
    value.described = value.boolean ? "true" : "false";
  } else if (const auto* integer = node.as_integer()) {
    value.kind = TomlValue::Kind::integer;
    value.integer = integer->get();
    value.number = static_cast<double>(value.integer);
    value.described = "the integer " + number_text(value.integer);
  } else if (const auto* number = node.as_floating_point()) {
    value.kind = TomlValue::Kind::number;
    value.number = number->get();
    value.described = "the number " + to_toml(value.number);
  } else if (const auto* text = node.as_string()) {
    value.kind = TomlValue::Kind::text;
    value.text = text->get();
    value.described = "the text \"" + value.text.substr(0, 40) + "\"";
  } else if (const auto* array = node.as_array()) {
    value.kind = TomlValue::Kind::array;
    for (const toml::node& item : *array) value.items.push_back(convert(item));
    value.described = "an array";
  } else {
    value.described = node.is_table() ? "a table" : "a date or time";
  }
  return value;
}

/// A key in parts ("sde.steps = 3") has its place where the first part stands; the tables that it opens on
/// the way are not items of their own.
void collect(const toml::table& table, const TomlItem& above, std::vector<TomlItem>& items) {
  for (const auto& [key, node] : table) {
    TomlItem item;
    item.path = above.path;
    item.path.emplace_back(key.str());
    item.line = static_cast<int>(key.source().begin.line);
    item.column = above.line == item.line ? above.column : static_cast<int>(key.source().begin.column);
    item.value_line = static_cast<int>(node.source().begin.line);
    item.value_column = static_cast<int>(node.source().begin.column);
    const toml::table* inner = node.as_table();
    if (inner == nullptr) {
      item.value = convert(node);
      items.push_back(std::move(item));
      continue;
    }
    item.is_table = true;
    const bool on_the_way = std::any_of(inner->begin(), inner->end(), [&](const auto& child) {
      return static_cast<int>(child.first.source().begin.line) == item.line;
    });
    if (!on_the_way) items.push_back(item);
    collect(*inner, item, items);
  }
}

}  // namespace

std::vector<TomlItem> read_toml(const std::string& text, const std::string& origin) {
  if (text.size() > configuration_max_bytes)
    throw ConfigurationError(origin + ": " + number_text(text.size()) + " bytes, at most " +
                             number_text(configuration_max_bytes) + " are read");
  DepthGuard(text, origin).check();
  std::vector<TomlItem> items;
  try {
    collect(toml::parse(text), TomlItem{}, items);
  } catch (const toml::parse_error& error) {
    throw ConfigurationError(place(origin, error.source().begin.line, error.source().begin.column) +
                             std::string(error.description()));
  } catch (const BrokenAssumption&) {
    const std::size_t at = text.find("[[[");
    const std::size_t line =
        1 + static_cast<std::size_t>(std::count(
                text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(at, text.size())), '\n'));
    throw ConfigurationError(
        (at == std::string::npos ? origin + ": " : place(origin, line, 1)) +
        "this is no TOML: a table is [name] or [[name]], with a key between the brackets");
  }
  std::stable_sort(items.begin(), items.end(), [](const TomlItem& a, const TomlItem& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  return items;
}

}  // namespace kolmo::io
