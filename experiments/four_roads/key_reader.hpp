#pragma once
// The keys of one problem, with errors that point to where they were set.

#include <filesystem>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/block.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::four_roads {

class KeyReader {
 public:
  /// Keys of [problem.NAME].
  KeyReader(const io::Configuration& configuration, const std::string& name)
      : configuration_(configuration), table_("problem." + name) {}

  bool has(const std::string& key) const { return configuration_.has(path(key)); }
  bool given(const std::string& key) const { return configuration_.given(path(key)); }
  bool boolean(const std::string& key) const { return configuration_.boolean(path(key)); }
  Index integer(const std::string& key) const { return configuration_.integer(path(key)); }
  double number(const std::string& key) const { return configuration_.number(path(key)); }
  const std::string& text(const std::string& key) const { return configuration_.text(path(key)); }
  const std::vector<double>& numbers(const std::string& key) const {
    return configuration_.numbers(path(key));
  }
  const io::Matrix& matrix(const std::string& key) const { return configuration_.matrix(path(key)); }
  const std::vector<std::string>& texts(const std::string& key) const {
    return configuration_.texts(path(key));
  }

  std::filesystem::path input_file(const std::string& key) const {
    return configuration_.input_file(path(key));
  }

  /// The error of a key that is there (or of a table), located.
  io::ConfigurationError wrong(const std::string& key, const std::string& message) const {
    return configuration_.error_at(path(key), message);
  }

  /// Throws, located at the problem's table, unless the key is there.
  void need(const std::string& key, const std::string& what_for) const {
    if (!has(key))
      throw configuration_.error_at(table_, "'" + key + "' is missing: " + what_for + " needs it");
  }

  /// Throws if a key that has no effect was given another value than its default (a resolved configuration
  /// lists defaults).
  void refuse(const std::string& key, const std::string& because) const;

  /// make(), where an InvalidArgument of the library is located at the key.
  template <class Make>
  auto at(const std::string& key, const Make& make) const {
    try {
      return make();
    } catch (const InvalidArgument& error) {
      throw wrong(key, error.what());
    }
  }

 private:
  std::string path(const std::string& key) const { return table_ + "." + key; }

  const io::Configuration& configuration_;
  std::string table_;
};

}  // namespace kolmo::four_roads
