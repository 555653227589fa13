#pragma once
// The words in which a schema is written: one function a kind of key, one order of arguments everywhere.

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "kolmo/io/schema.hpp"

/// path, default (TOML text; "" for none), unit where there is one, sentence, then what is allowed. A
/// schema.cpp says `using namespace io::keys;` and lists its keys.
namespace kolmo::io::keys {

/// The numbers that a key allows.
struct Range {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  bool lower_excluded = false;
};

/// value > 0.
inline constexpr Range positive = {.lower = 0, .lower_excluded = true};
/// 0 < value ≤ upper.
constexpr Range positive_up_to(double upper) { return {0, upper, true}; }
/// lower ≤ value.
constexpr Range at_least(double lower) { return {.lower = lower}; }

Key number(const std::string& path, const std::string& default_value, const std::string& unit,
           const std::string& sentence, const Range& range = {});
/// The range holds for every entry.
Key numbers(const std::string& path, const std::string& default_value, const std::string& unit,
            const std::string& sentence, const Range& range = {});
Key matrix(const std::string& path, const std::string& default_value, const std::string& unit,
           const std::string& sentence, const Range& range = {});
/// Numbers that increase.
Key increasing(const std::string& path, const std::string& default_value, const std::string& unit,
               const std::string& sentence, const Range& range = {});

/// A whole number without a unit. With a scaling its default follows the scale, rounded to a multiple.
Key count(const std::string& path, const std::string& default_value, const std::string& sentence,
          const Range& range, Scaling scaling = Scaling::none, std::int64_t multiple_of = 1);
/// count() that follows the scale's column of particles, steps or cells.
Key particles(const std::string& path, const std::string& default_value, const std::string& sentence,
              const Range& range, std::int64_t multiple_of = 1);
Key steps(const std::string& path, const std::string& default_value, const std::string& sentence,
          const Range& range, std::int64_t multiple_of = 1);
Key cells(const std::string& path, const std::string& default_value, const std::string& sentence,
          const Range& range, std::int64_t multiple_of = 1);

/// `choices` empty: any text. They come from the list that the code itself looks names up in.
Key text(const std::string& path, const std::string& default_value, const std::string& sentence,
         std::vector<std::string> choices = {});
Key texts(const std::string& path, const std::string& default_value, const std::string& sentence,
          std::vector<std::string> choices = {});
/// Formulas: one, an array of them, or an array of rows; each a text or a number.
Key expressions(const std::string& path, const std::string& sentence);
/// A file that is read: Configuration::input_file(path) finds it, and the run keeps its SHA-256.
Key file(const std::string& path, const std::string& sentence);

/// name_of(entry) for each entry of a list, for `choices`.
template <class List, class Name>
std::vector<std::string> names_of(const List& list, const Name& name_of) {
  std::vector<std::string> names;
  for (const auto& entry : list) names.emplace_back(name_of(entry));
  return names;
}

/// The same of entries that have a member `name`.
template <class List>
std::vector<std::string> names_of(const List& list) {
  return names_of(list, [](const auto& entry) { return entry.name; });
}

/// The entry of this `name` in a list whose names are the choices of a key; std::logic_error where there is
/// none.
template <class List>
const auto& entry_of(const List& list, const std::string& name) {
  for (const auto& entry : list)
    if (name == entry.name) return entry;
  throw std::logic_error("'" + name + "' is a choice of a key, but no entry of its list");
}

/// true or false.
Key flag(const std::string& path, const std::string& default_value, const std::string& sentence);

}  // namespace kolmo::io::keys
