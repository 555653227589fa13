#pragma once
// The keys of one table of a configuration, with errors that point to where they were set.

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::io {

class TableReader {
 public:
  /// Keys of [table]; the configuration must outlive the reader.
  TableReader(const Configuration& configuration, std::string table)
      : configuration_(configuration), table_(std::move(table)) {}

  const Configuration& configuration() const { return configuration_; }
  bool has(const std::string& key) const { return configuration_.has(path(key)); }
  bool given(const std::string& key) const { return configuration_.given(path(key)); }
  bool boolean(const std::string& key) const { return configuration_.boolean(path(key)); }
  std::int64_t integer(const std::string& key) const { return configuration_.integer(path(key)); }
  double number(const std::string& key) const { return configuration_.number(path(key)); }
  const std::string& text(const std::string& key) const { return configuration_.text(path(key)); }
  const std::vector<double>& numbers(const std::string& key) const {
    return configuration_.numbers(path(key));
  }
  const Matrix& matrix(const std::string& key) const { return configuration_.matrix(path(key)); }
  const std::vector<std::string>& texts(const std::string& key) const {
    return configuration_.texts(path(key));
  }
  const TextMatrix& expressions(const std::string& key) const {
    return configuration_.expressions(path(key));
  }
  std::vector<std::pair<std::string, double>> open_numbers(const std::string& key) const {
    return configuration_.open_numbers(path(key));
  }
  std::filesystem::path input_file(const std::string& key) const {
    return configuration_.input_file(path(key));
  }

  /// The error of a key that is there (or of a table), located.
  ConfigurationError wrong(const std::string& key, const std::string& message) const {
    return configuration_.error_at(path(key), message);
  }

  /// The error of a key that is not there, located at the table.
  ConfigurationError missing(const std::string& key, const std::string& message) const {
    return configuration_.error_at(table_, "'" + key + "' is missing: " + message);
  }

  /// Throws, located at the table, unless the key is there.
  void need(const std::string& key, const std::string& what_for) const {
    if (!has(key)) throw missing(key, what_for + " needs it");
  }

  /// Throws if the key was given.
  void refuse(const std::string& key, const std::string& because) const {
    if (given(key)) throw wrong(key, "has no effect: " + because);
  }

  /// make(), where an InvalidArgument of the library is located at the key.
  template <class Make>
  auto at(const std::string& key, const Make& make) const {
    try {
      return make();
    } catch (const InvalidArgument& error) {
      throw wrong(key, error.what());
    }
  }

  /// The whole path of a key of the table.
  std::string path(const std::string& key) const { return table_ + "." + key; }

 private:
  const Configuration& configuration_;
  std::string table_;
};

}  // namespace kolmo::io
