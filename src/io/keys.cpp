#include "kolmo/io/keys.hpp"

#include <utility>

namespace kolmo::io::keys {
namespace {

Key in_range(Type type, const std::string& path, const std::string& default_value, const std::string& unit,
             const std::string& sentence, const Range& range) {
  Key key{path, type, default_value, unit, sentence, range.lower, range.upper};
  key.lower_excluded = range.lower_excluded;
  return key;
}

Key of_choices(Type type, const std::string& path, const std::string& default_value,
               const std::string& sentence, std::vector<std::string> choices) {
  Key key{path, type, default_value, "", sentence};
  key.choices = std::move(choices);
  return key;
}

}  // namespace

Key number(const std::string& path, const std::string& default_value, const std::string& unit,
           const std::string& sentence, const Range& range) {
  return in_range(Type::number, path, default_value, unit, sentence, range);
}

Key numbers(const std::string& path, const std::string& default_value, const std::string& unit,
            const std::string& sentence, const Range& range) {
  return in_range(Type::numbers, path, default_value, unit, sentence, range);
}

Key matrix(const std::string& path, const std::string& default_value, const std::string& unit,
           const std::string& sentence, const Range& range) {
  return in_range(Type::matrix, path, default_value, unit, sentence, range);
}

Key increasing(const std::string& path, const std::string& default_value, const std::string& unit,
               const std::string& sentence, const Range& range) {
  Key key = numbers(path, default_value, unit, sentence, range);
  key.increasing = true;
  return key;
}

Key count(const std::string& path, const std::string& default_value, const std::string& sentence,
          const Range& range, Scaling scaling, std::int64_t multiple_of) {
  Key key = in_range(Type::integer, path, default_value, "1", sentence, range);
  key.scaling = scaling;
  key.multiple_of = multiple_of;
  return key;
}

Key particles(const std::string& path, const std::string& default_value, const std::string& sentence,
              const Range& range, std::int64_t multiple_of) {
  return count(path, default_value, sentence, range, Scaling::particles, multiple_of);
}

Key steps(const std::string& path, const std::string& default_value, const std::string& sentence,
          const Range& range, std::int64_t multiple_of) {
  return count(path, default_value, sentence, range, Scaling::steps, multiple_of);
}

Key cells(const std::string& path, const std::string& default_value, const std::string& sentence,
          const Range& range, std::int64_t multiple_of) {
  return count(path, default_value, sentence, range, Scaling::cells, multiple_of);
}

Key text(const std::string& path, const std::string& default_value, const std::string& sentence,
         std::vector<std::string> choices) {
  return of_choices(Type::text, path, default_value, sentence, std::move(choices));
}

Key texts(const std::string& path, const std::string& default_value, const std::string& sentence,
          std::vector<std::string> choices) {
  return of_choices(Type::texts, path, default_value, sentence, std::move(choices));
}

Key expressions(const std::string& path, const std::string& sentence) {
  return {path, Type::expressions, "", "", sentence};
}

Key file(const std::string& path, const std::string& sentence) {
  Key key = text(path, "", sentence);
  key.input_file = true;
  return key;
}

Key flag(const std::string& path, const std::string& default_value, const std::string& sentence) {
  return {path, Type::boolean, default_value, "", sentence};
}

}  // namespace kolmo::io::keys
