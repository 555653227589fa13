// Values of a configuration as TOML writes them.

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "configuration_value.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::io {
namespace {

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (byte < 0x20 || byte == 0x7f) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04X", byte);
      out += escape;
    } else
      out += c;
  }
  return out + "\"";
}

template <class T, class F>
std::string listed(const std::vector<T>& values, const F& write) {
  std::string out = "[";
  for (std::size_t i = 0; i < values.size(); ++i) out += (i == 0 ? "" : ", ") + write(values[i]);
  return out + "]";
}

std::string numbers_to_toml(const std::vector<double>& row) {
  return listed(row, [](double value) { return to_toml(value); });
}

}  // namespace

std::string to_toml(double value) {
  if (!std::isfinite(value)) return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
  std::array<char, 40> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  std::string text(buffer.data(), end);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string to_toml(const ConfigurationValue& value) {
  if (const auto* boolean = std::get_if<bool>(&value)) return *boolean ? "true" : "false";
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return number_text(*integer);
  if (const auto* number = std::get_if<double>(&value)) return to_toml(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return quoted(*text);
  if (const auto* numbers = std::get_if<std::vector<double>>(&value)) return numbers_to_toml(*numbers);
  if (const auto* matrix = std::get_if<Matrix>(&value)) return listed(*matrix, numbers_to_toml);
  if (const auto* rows = std::get_if<TextMatrix>(&value)) {
    if (rows->size() == 1 && (*rows)[0].size() == 1) return quoted((*rows)[0][0]);
    return listed(*rows, [](const std::vector<std::string>& row) { return listed(row, quoted); });
  }
  return listed(std::get<std::vector<std::string>>(value), quoted);
}

}  // namespace kolmo::io
