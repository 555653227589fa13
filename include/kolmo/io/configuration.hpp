#pragma once
// The configuration of a run: resolved once, checked wholly before anything is computed, const afterwards.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "kolmo/io/errors.hpp"
#include "kolmo/io/schema.hpp"

namespace kolmo::io {

/// Rows of equal length.
using Matrix = std::vector<std::vector<double>>;

/// Rows of texts.
using TextMatrix = std::vector<std::vector<std::string>>;

/// What a key holds.
using ConfigurationValue = std::variant<bool, std::int64_t, double, std::string, std::vector<double>, Matrix,
                                        std::vector<std::string>, TextMatrix>;

/// Canonical TOML; read again it gives the same value, to the bit.
std::string to_toml(const ConfigurationValue& value);

/// Largest configuration file, deepest key and deepest nesting of arrays, longest key in bytes, and most
/// names in place of one "*" that are looked at: what exceeds them is refused at once, as the work of naming
/// the nearest key, and of a run, grows with them.
inline constexpr std::size_t configuration_max_bytes = 1 << 20;
inline constexpr int configuration_max_depth = 16;
inline constexpr std::size_t configuration_max_key = 256;
inline constexpr std::size_t configuration_max_names = 1000;

/// Keys and values after defaults < scale < file < --set.
class Configuration {
 public:
  /// `default_text` is TOML and may hold named tables ([problem.double_well]) that a file's tables of the
  /// same name are merged over; a new name starts from the keys' own defaults. The scale is `scale` if not
  /// empty, else run.scale of the sets, the file, the defaults, else "standard"; it multiplies defaults only,
  /// never what the file or a set says. run.scale is recorded if the schema has it. `sets` are "key=value"
  /// with a TOML value (a text or a formula may go without quotes); the last one of a key wins. An array of
  /// numbers where a matrix is wanted is taken as one column. A text in place of a table that has a key `law`
  /// is that key (initial = "stationary"). Throws ConfigurationError ("run.toml:7:1: unknown key 'sde.tsep';
  /// did you mean 'sde.steps'?"), MissingInput.
  static Configuration resolve(const Schema& schema, const std::string& default_text,
                               const ScaleTable& scales,
                               const std::optional<std::filesystem::path>& file = std::nullopt,
                               const std::vector<std::string>& sets = {}, const std::string& scale = "");

  bool has(const std::string& path) const;
  /// Whether the file or a --set said it (not a default).
  bool given(const std::string& path) const;

  // The value of a key that is there; std::logic_error if it is not, or has another type in the schema.
  // number() also takes integers.
  bool boolean(const std::string& path) const;
  std::int64_t integer(const std::string& path) const;
  double number(const std::string& path) const;
  const std::string& text(const std::string& path) const;
  const std::vector<double>& numbers(const std::string& path) const;
  const Matrix& matrix(const std::string& path) const;
  const std::vector<std::string>& texts(const std::string& path) const;
  /// One text is one row of one, an array one column.
  const TextMatrix& expressions(const std::string& path) const;
  /// The numbers of a key that ends in "*", by their last name, in alphabetical order.
  std::vector<std::pair<std::string, double>> open_numbers(const std::string& table) const;

  /// The file that the text of `path` names, absolute. A relative name is looked for beside the configuration
  /// file that says it, then in the working directory, then in Kolmo's own (as of the build); that of a
  /// default in Kolmo's own first. Throws MissingInput, with the key's place, where none is there.
  std::filesystem::path input_file(const std::string& path) const;
  /// From now on input_file(path) is this file.
  void locate(const std::string& path, const std::filesystem::path& file) { located_[path] = file; }

  /// The names that stand for "*" after `path` ("problem"): those of the defaults first, then those of the
  /// file, in the order in which they are written.
  std::vector<std::string> names(const std::string& path) const;
  /// Those of them that the defaults do not have.
  std::vector<std::string> own_names(const std::string& path) const;

  /// A ConfigurationError that points to where `path` (or the table it names) was set.
  ConfigurationError error_at(const std::string& path, const std::string& message) const;

  /// The file that was read, or "configuration": where an error without a key points to.
  const std::string& origin() const { return origin_; }

  /// The scale that was applied.
  const std::string& scale() const { return scale_; }

  /// Canonical TOML with every value; resolved again it gives the same configuration and hash.
  std::string resolved_toml() const;
  /// SHA-256 of resolved_toml().
  std::string hash() const;

  /// Where an entry came from: "run.toml:7:1", "--set sde.steps", "default".
  struct Entry {
    std::string path;
    ConfigurationValue value;
    std::string location;
    bool given = false;
    bool input_file = false;  ///< its key says that the text names a file which is read
  };
  /// All entries in canonical order.
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  friend class ConfigurationBuilder;
  struct Names {
    std::string path;
    std::vector<std::string> names;
    std::size_t defaults = 0;  ///< the first so many are those of the defaults
  };
  const Entry* find(const std::string& path) const;
  template <class T>
  const T& get(const std::string& path, const char* type) const;

  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::size_t> places_;  ///< of each path in entries_
  std::vector<Names> names_;
  std::vector<std::pair<std::string, std::string>> table_locations_;
  std::unordered_map<std::string, std::filesystem::path> located_;
  std::string scale_, origin_ = "configuration";
};

}  // namespace kolmo::io
