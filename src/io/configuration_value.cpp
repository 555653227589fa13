#include "configuration_value.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/io/keys_of_others.hpp"
#include "kolmo/io/nearest.hpp"

namespace kolmo::io {
namespace {

using Kind = TomlValue::Kind;

/// Relative distance 2^-24 below which neighbours are too close. n steps h from t to t + gap are each off by
/// up to 2^-53 t of rounding, 2^-53 n t/gap of h: below a hundredth up to n = 5 million steps.
constexpr double closest_increase = 0x1p-24;

const char* name_of(Type type) {
  switch (type) {
    case Type::boolean:
      return "true or false";
    case Type::integer:
      return "an integer";
    case Type::number:
      return "a number";
    case Type::text:
      return "a text";
    case Type::numbers:
      return "an array of numbers";
    case Type::matrix:
      return "an array of arrays of numbers";
    case Type::texts:
      return "an array of texts";
    case Type::expressions:
      return "a formula, an array of formulas or an array of rows of them (texts or numbers)";
  }
  return "";
}

[[noreturn]] void wrong_type(const Key& key, const TomlValue& value) {
  std::string message = " must be " + std::string(name_of(key.type)) + ", not " + value.described;
  const double number = value.number;
  if (key.type == Type::integer && value.kind == Kind::number && std::abs(number) < 9e15 &&
      number == std::floor(number))
    message += " (write " + number_text(static_cast<std::int64_t>(number)) + ")";
  if (key.type == Type::texts && value.kind == Kind::text)
    message += " (write [" + to_toml(value.text) + "])";
  throw ConfigurationError(message);
}

std::string plain(double value) {
  if (value == std::floor(value) && std::abs(value) < 1e15)
    return number_text(static_cast<std::int64_t>(value));
  return to_toml(value);
}

double in_range(const Key& key, double value) {
  const bool above = key.lower_excluded ? value > key.lower : value >= key.lower;
  if (!std::isfinite(value) || !above || !(value <= key.upper))
    throw ConfigurationError(" = " + plain(value) + ": must be " + describe_allowed(key));
  return value;
}

const std::string& a_choice(const Key& key, const std::string& text) {
  if (key.choices.empty() || std::find(key.choices.begin(), key.choices.end(), text) != key.choices.end())
    return text;
  throw ConfigurationError(" = \"" + text + "\": must be " + describe_allowed(key) +
                           did_you_mean(nearest_word(key.choices, text)));
}

/// Numbers of which some method makes steps from one to the next: they must be far enough apart for that.
void require_increasing(const std::vector<double>& row) {
  for (std::size_t i = 1; i < row.size(); ++i) {
    const double before = row[i - 1], now = row[i];
    if (now - before > closest_increase * std::max(std::abs(before), std::abs(now))) continue;
    throw ConfigurationError(": entry " + number_text(i + 1) + " = " + plain(now) + " after " +
                             plain(before) +
                             (now > before ? ": too close, two neighbours must differ by more than 6e-8 of "
                                             "their size"
                                           : ": the numbers must increase"));
  }
}

std::vector<double> row_of(const Key& key, const TomlValue& value) {
  if (value.kind != Kind::array) wrong_type(key, value);
  std::vector<double> row;
  for (const TomlValue& item : value.items) {
    if (item.kind != Kind::integer && item.kind != Kind::number) wrong_type(key, item);
    row.push_back(in_range(key, item.number));
  }
  if (key.increasing) require_increasing(row);
  return row;
}

Matrix matrix_of(const Key& key, const TomlValue& value) {
  if (value.kind != Kind::array) wrong_type(key, value);
  Matrix rows;
  const bool flat = std::all_of(value.items.begin(), value.items.end(), [](const TomlValue& item) {
    return item.kind == Kind::integer || item.kind == Kind::number;
  });
  if (flat) {
    for (const double number : row_of(key, value)) rows.push_back({number});
    return rows;
  }
  for (const TomlValue& item : value.items) rows.push_back(row_of(key, item));
  if (!rows.empty() && rows[0].empty())
    throw ConfigurationError(": row 1 is empty: every row must hold at least one number");
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (rows[i].size() != rows[0].size())
      throw ConfigurationError(": row " + number_text(i + 1) + " has " + number_text(rows[i].size()) +
                               " numbers, the first has " + number_text(rows[0].size()));
  return rows;
}

std::vector<std::string> texts_of(const Key& key, const TomlValue& value) {
  if (value.kind != Kind::array) wrong_type(key, value);
  std::vector<std::string> texts;
  for (const TomlValue& item : value.items) {
    if (item.kind != Kind::text) wrong_type(key, item);
    texts.push_back(a_choice(key, item.text));
  }
  return texts;
}

/// A formula, or the number in its place.
std::string formula_of(const Key& key, const TomlValue& value) {
  if (value.kind == Kind::text) return value.text;
  if (value.kind == Kind::boolean && is_of_another(key)) return value.boolean ? "true" : "false";
  if (value.kind != Kind::integer && value.kind != Kind::number) wrong_type(key, value);
  return to_toml(in_range(key, value.number));
}

TextMatrix formulas_of(const Key& key, const TomlValue& value) {
  if (value.kind != Kind::array) return {{formula_of(key, value)}};
  TextMatrix rows;
  for (const TomlValue& item : value.items) {
    rows.emplace_back();
    if (item.kind != Kind::array) {
      rows.back().push_back(formula_of(key, item));
      continue;
    }
    for (const TomlValue& each : item.items) rows.back().push_back(formula_of(key, each));
  }
  if (is_of_another(key)) return rows.empty() ? TextMatrix{{""}} : rows;
  if (rows.empty()) throw ConfigurationError(": is empty: at least one formula is needed");
  for (const auto& row : rows)
    if (row.empty() || row.size() != rows[0].size())
      throw ConfigurationError(": the rows must hold equally many formulas, at least one");
  return rows;
}

/// One form for all that mean the same (Shape).
Matrix one_form(const Key& key, Matrix rows) {
  const bool column = rows.size() == 2 && rows[0].size() == 1 && rows[1].size() == 1;
  if (key.shape == Shape::intervals && column) return {{rows[0][0], rows[1][0]}};
  return rows;
}

TextMatrix one_form(const Key& key, TextMatrix rows) {
  if (key.shape != Shape::sides || rows[0].size() > 2) return rows;
  if (rows.size() == 2 && rows[0].size() == 1) rows = {{rows[0][0], rows[1][0]}};
  for (auto& row : rows) row.resize(2, row[0]);
  const auto& first = rows[0];
  const bool all_alike = first[0] == first[1] &&
                         std::all_of(rows.begin(), rows.end(), [&](const auto& row) { return row == first; });
  return all_alike ? TextMatrix{{first[0]}} : rows;
}

}  // namespace

ConfigurationValue checked_value(const Key& key, const TomlValue& value) {
  switch (key.type) {
    case Type::boolean:
      if (value.kind != Kind::boolean) wrong_type(key, value);
      return value.boolean;
    case Type::integer:
      if (value.kind != Kind::integer) wrong_type(key, value);
      in_range(key, value.number);
      return value.integer;
    case Type::number:
      if (value.kind != Kind::integer && value.kind != Kind::number) wrong_type(key, value);
      return in_range(key, value.number);
    case Type::text:
      if (value.kind != Kind::text) wrong_type(key, value);
      return a_choice(key, value.text);
    case Type::numbers:
      return row_of(key, value);
    case Type::matrix:
      return one_form(key, matrix_of(key, value));
    case Type::texts:
      return texts_of(key, value);
    case Type::expressions:
      return one_form(key, formulas_of(key, value));
  }
  return false;
}

ConfigurationValue scaled_value(const Key& key, const ConfigurationValue& value, const Scale& scale) {
  const double factor = key.scaling == Scaling::particles ? scale.particles
                        : key.scaling == Scaling::steps   ? scale.steps
                        : key.scaling == Scaling::cells   ? scale.cells
                                                          : 1.0;
  if (factor == 1.0) return value;
  if (const auto* number = std::get_if<double>(&value)) return *number * factor;
  const auto* integer = std::get_if<std::int64_t>(&value);
  if (integer == nullptr) return value;
  const auto multiple = static_cast<double>(key.multiple_of);
  double scaled =
      std::max(multiple, multiple * std::round(static_cast<double>(*integer) * factor / multiple));
  if (scaled < key.lower) scaled = multiple * std::ceil(key.lower / multiple);
  return static_cast<std::int64_t>(scaled);
}

std::string describe_allowed(const Key& key) {
  if (!key.choices.empty()) {
    std::string all;
    for (const std::string& choice : key.choices) all += (all.empty() ? "\"" : ", \"") + choice + "\"";
    return (key.type == Type::texts ? "texts out of " : "one of ") + all;
  }
  std::string allowed = name_of(key.type);
  const bool low = std::isfinite(key.lower), high = std::isfinite(key.upper);
  if (key.increasing) allowed += low || high ? " that increase," : " that increase";
  const std::string open = key.lower_excluded ? "(" : "[";
  if (low && high) return allowed + " in " + open + plain(key.lower) + ", " + plain(key.upper) + "]";
  if (low) return allowed + (key.lower_excluded ? " > " : " ≥ ") + plain(key.lower);
  if (high) return allowed + " ≤ " + plain(key.upper);
  return allowed;
}

}  // namespace kolmo::io
