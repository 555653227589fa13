#pragma once
// Builds a Configuration from its layers.

#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "kolmo/io/configuration.hpp"
#include "toml_text.hpp"

namespace kolmo::io {

/// Layers in order: default_text(), file(), set() for each; then build().
class ConfigurationBuilder {
 public:
  /// At most one "*" in the path of a key, and one at its end (std::logic_error).
  explicit ConfigurationBuilder(const Schema& schema);

  void default_text(const std::string& text);
  void file(const std::filesystem::path& path);
  void set(const std::string& assignment);
  Configuration build(const ScaleTable& scales, const std::string& scale);

 private:
  struct Given {
    ConfigurationValue value;
    std::string location;
    bool given;
  };

  void layer(const std::string& text, const std::string& origin, bool given);
  void take(const TomlItem& item, const std::string& where, const std::string& value_where, bool given);
  void take_name(const std::vector<std::string>& path, const std::string& where, bool given);
  /// What is wanted, else run.scale, else "standard".
  std::string scale_name(const std::string& wanted) const;
  std::string location_of(const std::string& path) const;
  /// The scale by name; throws ConfigurationError naming the nearest.
  const Scale& find_scale(const ScaleTable& scales, const std::string& name, bool wanted) const;
  void record_scale(const std::string& name, bool wanted);
  void fill(Configuration& result, const Key& key, const std::string& path, const Scale& scale) const;
  void fill_open(Configuration& result, const Key& key, const std::string& path, const Scale& scale) const;

  const Schema& schema_;
  std::map<std::string, Given> values_;
  std::vector<Configuration::Names> names_;  ///< one for each prefix before a "*"
  std::unordered_set<std::string> seen_;     ///< "problem.NAME" of every name
  std::vector<std::pair<std::string, std::string>> tables_;
};

}  // namespace kolmo::io
