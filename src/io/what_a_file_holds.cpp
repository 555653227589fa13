#include "what_a_file_holds.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <string_view>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::io {

std::size_t size_of(const Data& data) {
  return std::visit([](const auto& values) { return values.size(); }, data);
}

void require_name(const std::string& name, const std::string& where) {
  const auto allowed = [](unsigned char c) {
    return std::isalnum(c) != 0 || std::string_view("_-+~.@").find(c) != std::string_view::npos;
  };
  // netCDF's rule: tools of it refuse a file with a name that begins otherwise.
  const bool begins =
      !name.empty() && (std::isalnum(static_cast<unsigned char>(name[0])) != 0 || name[0] == '_');
  if (!begins || !std::all_of(name.begin(), name.end(), allowed))
    throw InvalidArgument(where + ": name '" + name +
                          "': a letter, a digit or '_', then letters, digits and _-+~.@ are allowed");
}

void require_finite(const Data& data, bool missing_allowed, const std::string& where) {
  const auto* values = std::get_if<std::vector<double>>(&data);
  if (values == nullptr) return;
  for (std::size_t i = 0; i < values->size(); ++i) {
    const double value = (*values)[i];
    if (std::isfinite(value) || (missing_allowed && std::isnan(value))) continue;
    throw NumericalFailure(where + ": entry " + number_text(i) + " of " + number_text(values->size()) +
                           " is " + number_text(value));
  }
}

void one_kind_of_nan(Data& data) {
  auto* values = std::get_if<std::vector<double>>(&data);
  if (values == nullptr) return;
  for (double& value : *values)
    if (std::isnan(value)) value = std::numeric_limits<double>::quiet_NaN();
}

void require_finite(const AttributeValue& value, const std::string& where) {
  const auto* number = std::get_if<double>(&value);
  if (number != nullptr && !std::isfinite(*number))
    throw NumericalFailure(where + " is " + number_text(*number));
}

}  // namespace kolmo::io
