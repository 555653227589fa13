#include "kolmo/io/configuration.hpp"

#include <algorithm>
#include <stdexcept>

#include "build_facts.hpp"
#include "configuration_value.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/io/sha256.hpp"

namespace kolmo::io {

namespace fs = std::filesystem;

const Configuration::Entry* Configuration::find(const std::string& path) const {
  const auto found = places_.find(path);
  return found == places_.end() ? nullptr : &entries_[found->second];
}

bool Configuration::has(const std::string& path) const { return find(path) != nullptr; }

bool Configuration::given(const std::string& path) const {
  const Entry* entry = find(path);
  return entry != nullptr && entry->given;
}

template <class T>
const T& Configuration::get(const std::string& path, const char* type) const {
  const Entry* entry = find(path);
  if (entry == nullptr) throw std::logic_error("configuration: '" + path + "' is not there; ask has() first");
  const T* value = std::get_if<T>(&entry->value);
  if (value == nullptr) throw std::logic_error("configuration: '" + path + "' is no " + type);
  return *value;
}

bool Configuration::boolean(const std::string& path) const { return get<bool>(path, "boolean"); }
std::int64_t Configuration::integer(const std::string& path) const {
  return get<std::int64_t>(path, "integer");
}

double Configuration::number(const std::string& path) const {
  const Entry* entry = find(path);
  if (entry != nullptr && std::holds_alternative<std::int64_t>(entry->value))
    return static_cast<double>(std::get<std::int64_t>(entry->value));
  return get<double>(path, "number");
}

const std::string& Configuration::text(const std::string& path) const {
  return get<std::string>(path, "text");
}
const Matrix& Configuration::matrix(const std::string& path) const { return get<Matrix>(path, "matrix"); }

const TextMatrix& Configuration::expressions(const std::string& path) const {
  return get<TextMatrix>(path, "rows of formulas");
}

std::vector<std::pair<std::string, double>> Configuration::open_numbers(const std::string& table) const {
  std::vector<std::pair<std::string, double>> found;
  for (const Entry& entry : entries_) {
    const bool inside = entry.path.compare(0, table.size() + 1, table + ".") == 0;
    if (inside && entry.path.find('.', table.size() + 1) == std::string::npos)
      found.emplace_back(entry.path.substr(table.size() + 1), number(entry.path));
  }
  return found;
}

const std::vector<double>& Configuration::numbers(const std::string& path) const {
  return get<std::vector<double>>(path, "array of numbers");
}

const std::vector<std::string>& Configuration::texts(const std::string& path) const {
  return get<std::vector<std::string>>(path, "array of texts");
}

fs::path Configuration::input_file(const std::string& path) const {
  if (const auto known = located_.find(path); known != located_.end()) return known->second;
  const fs::path name = text(path);
  const Entry& entry = *find(path);
  std::vector<fs::path> places = {"", build_source};
  if (!entry.given) std::swap(places[0], places[1]);
  if (entry.location.compare(0, origin_.size() + 1, origin_ + ":") == 0)
    places.insert(places.begin(), fs::path(origin_).parent_path());
  std::string tried;
  std::error_code error;
  for (const fs::path& place : places) {
    fs::path candidate = fs::absolute(place / name, error).lexically_normal();
    if (!error && fs::exists(candidate, error)) return candidate;
    tried += (tried.empty() ? "" : ", ") + candidate.string();
    if (name.is_absolute()) break;
  }
  throw MissingInput(entry.location + ": '" + path + "' = " + to_toml(name.string()) +
                     ": there is no such file (looked for " + tried + ")");
}

std::vector<std::string> Configuration::names(const std::string& path) const {
  for (const Names& names : names_)
    if (names.path == path) return names.names;
  return {};
}

std::vector<std::string> Configuration::own_names(const std::string& path) const {
  for (const Names& names : names_)
    if (names.path == path)
      return {names.names.begin() + static_cast<std::ptrdiff_t>(names.defaults), names.names.end()};
  return {};
}

ConfigurationError Configuration::error_at(const std::string& path, const std::string& message) const {
  std::string location;
  if (const Entry* entry = find(path)) location = entry->location;
  for (const auto& [table, place] : table_locations_)
    if (location.empty() && table == path) location = place;
  if (location.empty()) location = origin_;
  return ConfigurationError(location + ": '" + path + "': " + message);
}

std::string Configuration::resolved_toml() const {
  std::string text, open_table;
  std::vector<std::string> named;
  for (const Entry& entry : entries_) {
    const std::size_t dot = entry.path.rfind('.');
    const std::string table = dot == std::string::npos ? "" : entry.path.substr(0, dot);
    if (table != open_table) {
      text += (text.empty() ? "[" : "\n[") + table + "]\n";
      open_table = table;
    }
    text += entry.path.substr(dot == std::string::npos ? 0 : dot + 1) + " = " + to_toml(entry.value) + "\n";
  }
  // A name without a single key would be lost otherwise.
  for (const Names& names : names_)
    for (const std::string& name : names.names) {
      const std::string table = names.path + "." + name;
      const auto inside = [&](const Entry& entry) {
        return entry.path.compare(0, table.size() + 1, table + ".") == 0;
      };
      if (std::none_of(entries_.begin(), entries_.end(), inside)) text += "\n[" + table + "]\n";
    }
  return text;
}

std::string Configuration::hash() const { return sha256(resolved_toml()); }

}  // namespace kolmo::io
