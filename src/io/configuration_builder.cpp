#include "configuration_builder.hpp"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

#include "assignment.hpp"
#include "configuration_value.hpp"
#include "key_match.hpp"
#include "key_path.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/io/atomic_file.hpp"
#include "kolmo/io/nearest.hpp"

namespace kolmo::io {
namespace {

/// Keys of one table stand together, those of no table first.
void gather_tables(std::vector<Configuration::Entry>& entries) {
  std::unordered_map<std::string, std::size_t> ranks = {{"", 0}};
  for (const auto& entry : entries) ranks.emplace(table_of(entry.path), ranks.size());
  std::stable_sort(entries.begin(), entries.end(), [&](const auto& a, const auto& b) {
    return ranks.at(table_of(a.path)) < ranks.at(table_of(b.path));
  });
}

}  // namespace

ConfigurationBuilder::ConfigurationBuilder(const Schema& schema) : schema_(schema) {
  for (const Key& key : schema) {
    if (std::count(key.path.begin(), key.path.end() - 1, '*') > 1)
      throw std::logic_error("schema: more than one * within " + key.path);
    const auto prefix = before_star(key.path);
    const auto known = [&](const Configuration::Names& names) { return names.path == *prefix; };
    if (prefix && std::none_of(names_.begin(), names_.end(), known)) names_.push_back({*prefix, {}});
  }
}

void ConfigurationBuilder::default_text(const std::string& text) {
  layer(text, "default configuration", false);
}

void ConfigurationBuilder::file(const std::filesystem::path& path) {
  std::string text;
  try {
    text = read_file(path, configuration_max_bytes);
  } catch (const InvalidData& error) {
    throw ConfigurationError(error.what());
  }
  layer(text, path.string(), true);
}

void ConfigurationBuilder::layer(const std::string& text, const std::string& origin, bool given) {
  for (const TomlItem& item : read_toml(text, origin)) {
    const auto place = [&](int line, int column) {
      return origin + ":" + number_text(line) + ":" + number_text(column);
    };
    take(item, place(item.line, item.column), place(item.value_line, item.value_column), given);
  }
}

void ConfigurationBuilder::set(const std::string& assignment) {
  const auto [segments, text, where] = read_assignment(assignment);
  const Key* key = match_key(schema_, segments);
  if (key == nullptr) key = match_key(schema_, split_path(join_path(segments) + ".law"));
  TomlItem item;
  const bool quoted = text[0] == '"' || text[0] == '\'', array = text[0] == '[';
  const bool plain_text =
      key != nullptr && (key->type == Type::text || (key->type == Type::expressions && !array));
  if (plain_text && !quoted) {
    item.value.kind = TomlValue::Kind::text;
    item.value.text = text;
  } else {
    if (text.find('\n') != std::string::npos) throw ConfigurationError(where + ": one line is wanted");
    const auto items = read_toml("value = " + text + "\n", where);
    if (items.size() != 1 || items[0].is_table || items[0].path.size() != 1)
      throw ConfigurationError(where + ": one value is wanted, not a table");
    item = items[0];
  }
  item.path = segments;
  take(item, where, where, true);
}

void ConfigurationBuilder::take_name(const std::vector<std::string>& path, const std::string& where) {
  for (Configuration::Names& names : names_) {
    const auto prefix = split_path(names.path);
    if (path.size() <= prefix.size() || !std::equal(prefix.begin(), prefix.end(), path.begin())) continue;
    const std::string& name = path[prefix.size()];
    if (!is_name(name))
      throw ConfigurationError(
          where + ": '" + name +
          "': a name begins with a letter, a digit or '_' and holds at most 64 letters, digits, "
          "'_' and '-'");
    if (!seen_.insert(names.path + "." + name).second) continue;
    names.names.push_back(name);
    if (names.names.size() > configuration_max_names)
      throw ConfigurationError(where + ": more than " + number_text(configuration_max_names) + " names in '" +
                               names.path + "'");
  }
}

void ConfigurationBuilder::take(const TomlItem& item, const std::string& where,
                                const std::string& value_where, bool given) {
  const std::string path = join_path(item.path);
  refuse_long_key(path, where);
  if (item.is_table) {
    if (const Key* key = match_key(schema_, item.path))
      throw ConfigurationError(where + ": '" + path + "' must be " + describe_allowed(*key) +
                               ", not a table");
    if (!match_table(schema_, item.path))
      throw ConfigurationError(where + ": unknown table '" + path + "'" +
                               did_you_mean(nearest_key(schema_, item.path, true)));
    tables_.emplace_back(path, where);
    return take_name(item.path, where);
  }
  const Key* key = match_key(schema_, item.path);
  if (key == nullptr && item.value.kind == TomlValue::Kind::text) {
    TomlItem law = item;
    law.path.emplace_back("law");
    if (match_key(schema_, law.path) != nullptr) return take(law, where, value_where, given);
  }
  if (key == nullptr && match_table(schema_, item.path))
    throw ConfigurationError(where + ": '" + path + "' must be a table of keys, not " + item.value.described);
  if (key == nullptr)
    throw ConfigurationError(where + ": unknown key '" + path + "'" +
                             did_you_mean(nearest_key(schema_, item.path, false)));
  take_name(item.path, where);
  if (is_open(key->path) && !is_name(item.path.back()))
    throw ConfigurationError(where + ": '" + item.path.back() + "': a name holds letters, digits and '_'");
  try {
    values_[path] = {checked_value(*key, item.value), where, given};
  } catch (const ConfigurationError& error) {
    throw ConfigurationError(value_where + ": '" + path + "'" + error.what());
  }
}

std::string ConfigurationBuilder::location_of(const std::string& path) const {
  const auto found = values_.find(path);
  return found == values_.end() ? "configuration" : found->second.location;
}

std::string ConfigurationBuilder::scale_name(const std::string& wanted) const {
  if (!wanted.empty()) return wanted;
  const auto found = values_.find("run.scale");
  if (found != values_.end() && std::holds_alternative<std::string>(found->second.value))
    return std::get<std::string>(found->second.value);
  return "standard";
}

/// Every one that is there of the keys that `path` ("problem.NAME.parameters.*") stands for.
void ConfigurationBuilder::fill_open(Configuration& result, const Key& key, const std::string& path,
                                     const Scale& scale) const {
  const std::string prefix = path.substr(0, path.size() - 1);
  for (auto value = values_.lower_bound(prefix); value != values_.end(); ++value) {
    if (value->first.compare(0, prefix.size(), prefix) != 0) return;
    if (value->first.find('.', prefix.size()) == std::string::npos) fill(result, key, value->first, scale);
  }
}

void ConfigurationBuilder::fill(Configuration& result, const Key& key, const std::string& path,
                                const Scale& scale) const {
  Configuration::Entry entry{
      .path = path, .value = {}, .location = "default", .given = false, .input_file = key.input_file};
  const auto found = values_.find(path);
  if (found != values_.end()) {
    entry.value = found->second.given ? found->second.value : scaled_value(key, found->second.value, scale);
    entry.location = found->second.location;
    entry.given = found->second.given;
  } else if (!key.default_value.empty()) {
    const auto items = read_toml("value = " + key.default_value + "\n", "default of '" + key.path + "'");
    try {
      entry.value = scaled_value(key, checked_value(key, items.at(0).value), scale);
    } catch (const ConfigurationError& error) {
      throw ConfigurationError("default of '" + key.path + "'" + error.what());
    }
  } else {
    return;
  }
  const auto* integer = std::get_if<std::int64_t>(&entry.value);
  if (!entry.given && integer != nullptr && static_cast<double>(*integer) > key.upper)
    throw ConfigurationError(entry.location + ": '" + path + "' = " + number_text(*integer) + " at scale " +
                             scale.name + ": must be " + describe_allowed(key));
  result.entries_.push_back(std::move(entry));
}

const Scale& ConfigurationBuilder::find_scale(const ScaleTable& scales, const std::string& name,
                                              bool wanted) const {
  std::vector<std::string> known;
  std::string all;
  for (const Scale& scale : scales) {
    if (scale.name == name) return scale;
    known.push_back(scale.name);
    all += (all.empty() ? "" : ", ") + scale.name;
  }
  throw ConfigurationError((wanted ? "--scale" : location_of("run.scale")) + ": unknown scale '" + name +
                           "' (" + all + ")" + did_you_mean(nearest_word(known, name)));
}

void ConfigurationBuilder::record_scale(const std::string& name, bool wanted) {
  if (match_key(schema_, {"run", "scale"}) == nullptr) return;
  Given& recorded = values_["run.scale"];
  if (wanted)
    recorded = {name, "--scale", true};
  else if (recorded.location.empty())
    recorded = {name, "default", false};
}

Configuration ConfigurationBuilder::build(const ScaleTable& scales, const std::string& wanted) {
  const std::string name = scale_name(wanted);
  const Scale& scale = find_scale(scales, name, !wanted.empty());
  record_scale(name, !wanted.empty());
  Configuration result;
  for (const Key& key : schema_)
    if (!before_star(key.path))
      is_open(key.path) ? fill_open(result, key, key.path, scale) : fill(result, key, key.path, scale);
  for (const Configuration::Names& names : names_)
    for (const std::string& each : names.names)
      for (const Key& key : schema_)
        if (before_star(key.path) == names.path) {
          const std::string path = with_name(key.path, each);
          is_open(key.path) ? fill_open(result, key, path, scale) : fill(result, key, path, scale);
        }
  gather_tables(result.entries_);
  for (const auto& entry : result.entries_) result.places_.emplace(entry.path, result.places_.size());
  result.names_ = names_;
  // The last one said is the one that holds.
  result.table_locations_.assign(tables_.rbegin(), tables_.rend());
  result.scale_ = name;
  return result;
}

Configuration Configuration::resolve(const Schema& schema, const std::string& default_text,
                                     const ScaleTable& scales,
                                     const std::optional<std::filesystem::path>& file,
                                     const std::vector<std::string>& sets, const std::string& scale) {
  ConfigurationBuilder builder(schema);
  builder.default_text(default_text);
  if (file) builder.file(*file);
  for (const std::string& assignment : sets) builder.set(assignment);
  Configuration configuration = builder.build(scales, scale);
  if (file) configuration.origin_ = file->string();
  return configuration;
}

}  // namespace kolmo::io
